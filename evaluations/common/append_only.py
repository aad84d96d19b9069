"""Append-only rows: the model, its queryset and the database itself refuse to change them.

The triggers refuse UPDATE on both databases, and DELETE on PostgreSQL. On SQLite a DELETE trigger would also block Django's
`flush`, which empties tables with DELETE there; the hash chain reveals deleted rows instead.
A migration that changes rows of such a table does so between `allow_changes` and `refuse_changes`. When a migration alters a table on SQLite,
Django recreates the table, and its triggers are lost; every `migrate` restores missing triggers.
"""

from functools import partial
from typing import Any, NoReturn

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = "CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger",
}


class AppendOnlyError(TypeError):
    """The program tried to change or delete an append-only row."""


class AppendOnlyQuerySet[M: models.Model](models.QuerySet[M]):
    """A queryset that only reads and inserts."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnlyError(self.model.__name__)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(self.model.__name__)

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError(self.model.__name__)


class AppendOnly(models.Model):
    """A model whose rows never change after they are inserted."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError(type(self).__name__)


def refuse_changes(table: str) -> migrations.RunPython:
    """The migration operation that makes the database refuse changes to the rows of `table`."""
    return migrations.RunPython(partial(_install, table), partial(_remove, table))


def allow_changes(table: str) -> migrations.RunPython:
    """The migration operation that undoes `refuse_changes` until the next `refuse_changes`."""
    return migrations.RunPython(partial(_remove, table), partial(_install, table))


def _install(table: str, _apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _statements(editor.connection.vendor, table):
        editor.execute(statement, params=None)


def _remove(table: str, _apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    drop_triggers(table, editor)


def drop_triggers(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers that `refuse_changes` created on `table`, if any."""
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update", params=None)
    else:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}", params=None)


def _statements(vendor: str, table: str) -> list[str]:
    templates = (_SQLITE,) if vendor == "sqlite" else (_POSTGRESQL_FUNCTION, _POSTGRESQL)
    return [template.format(table=table) for template in templates]


def refuse_changes_again(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Restore missing triggers on the tables of append-only models; called after each `migrate`."""
    with connections[using].cursor() as cursor:
        for table in unprotected(using):
            for statement in _statements(connections[using].vendor, table):
                cursor.execute(statement)


def unprotected(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The existing tables of append-only models whose rows the database does not protect."""
    connection = connections[using]
    with connection.cursor() as cursor:
        made = set(connection.introspection.table_names(cursor))
        cursor.execute(_TRIGGERS[connection.vendor])
        triggers = {name for (name,) in cursor.fetchall()}
    ending = "no_update" if connection.vendor == "sqlite" else "no_change"
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}
    return sorted(table for table in tables & made if f"{table}_{ending}" not in triggers)
