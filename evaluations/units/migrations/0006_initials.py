"""Units can be found by the initials of their names."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evaluations.core.text.pinyin import initials

_BATCH = 500


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The initials of the names that are stored."""
    units = apps.get_model("units", "Unit").objects.using(editor.connection.alias)
    named = list(units.only("name"))
    for unit in named:
        unit.initials = initials(unit.name)[:200]
    units.bulk_update(named, ("initials",), batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0005_units_by_parts_of_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="initials",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=200, verbose_name="拼音首字母"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
