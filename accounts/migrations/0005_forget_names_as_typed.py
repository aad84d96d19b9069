"""Empties the previous library's counts of wrong passwords: they hold the names as typed, and people sometimes type their password there.

The tables stay, because a node that runs the previous release may still write to them.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Empty the tables that exist."""
    for table in editor.connection.introspection.table_names():
        if table.startswith("axes_"):
            editor.execute(f"DELETE FROM {editor.quote_name(table)}", params=None)  # noqa: S608 - the database's own name of it


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_keyed_chain")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
