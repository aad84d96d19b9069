"""The migration operation for a model that has moved to another app together with its table."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from evaluations.common.append_only import drop_triggers


class TakeOverTable(migrations.CreateModel):
    """Create the model; in a database from an earlier release, rename the table `former` and keep its rows."""

    def __init__(self, *arguments: Any, former: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.former = former

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create or rename the table. An append-only table's triggers carry its name, so they are dropped, and its migration recreates them."""
        if self.former not in schema_editor.connection.introspection.table_names():
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.name)
        drop_triggers(self.former, schema_editor)
        schema_editor.alter_db_table(model, self.former, model._meta.db_table)
