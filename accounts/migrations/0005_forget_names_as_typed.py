"""The counts of wrong passwords of the library that was used before hold what was typed as a name, now and then a password: they are emptied.

The tables stay, for a node of the release before may still write into them.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Empty them, where there are any."""
    for table in editor.connection.introspection.table_names():
        if table.startswith("axes_"):
            editor.execute(f"DELETE FROM {editor.quote_name(table)}", params=None)  # noqa: S608 - the database's own name of it


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_keyed_chain")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
