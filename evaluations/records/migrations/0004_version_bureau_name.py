"""Frozen versions keep the bureau's name: their files name the bureau as author, whatever it is called later."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evaluations.common.append_only import allow_changes, refuse_changes

_TABLE = "records_version"


def name_bureaus(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give older versions today's name, which their files have named so far."""
    regions = apps.get_model("units", "Region").objects.using(editor.connection.alias)
    versions = apps.get_model("records", "Version").objects.using(editor.connection.alias)
    for region in regions.all():
        versions.filter(evaluation__unit__region=region).update(bureau_name=region.bureau_name)


class Migration(migrations.Migration):
    dependencies = [("records", "0003_preparer_as_wide_as_the_form"), ("units", "0001_initial")]

    operations = [
        allow_changes(_TABLE),
        migrations.AddField(
            "version",
            "bureau_name",
            models.CharField(db_default="", max_length=200, verbose_name="财政局名称"),
        ),
        migrations.RunPython(name_bureaus, migrations.RunPython.noop),
        refuse_changes(_TABLE),
    ]
