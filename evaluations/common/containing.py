"""Searching large tables for a part of a name: PostgreSQL first looks up, in an index, the rows that have each pair of neighbouring characters of it.

Pairs, because many Chinese names have two characters, where PostgreSQL's own extension needs three; and because a function and its index need
no extension, which whoever runs the database would have to permit. SQLite reads the whole table.
"""

from functools import partial
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler

_FUNCTION = """
CREATE OR REPLACE FUNCTION name_pairs(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT array(SELECT DISTINCT substr(upper($1), at, 2) FROM generate_series(1, length($1) - 1) AS at) $$
"""
_BETWEEN = " || ' ' || "
_PAIR = 2


class MayContain(Func):
    """False only of rows whose `columns`, those of one `pairs_index` in its order, do not contain `text`; it narrows another condition, and replaces none."""

    output_field = BooleanField()

    def __init__(self, text: str, *columns: str) -> None:
        super().__init__(*columns)
        self.text = text

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """True."""
        return "1 = 1", ()

    def as_postgresql(
        self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """The condition that the index answers; a single character has no pair."""
        if len(self.text) < _PAIR:
            return self.as_sql()
        compiled = _BETWEEN.join(compiler.compile(column)[0] for column in self.source_expressions)
        return f"name_pairs({compiled}) @> name_pairs(%s::text)", (self.text,)


def pairs_index(name: str, table: str, *columns: str) -> migrations.RunPython:
    """The migration operation that creates the index which `MayContain` needs on these columns."""
    made = f"CREATE INDEX {name} ON {table} USING gin (name_pairs({_BETWEEN.join(columns)}))"
    return migrations.RunPython(
        partial(_on_postgresql, (_FUNCTION, made)), partial(_on_postgresql, (f"DROP INDEX {name}",))
    )


def _on_postgresql(statements: tuple[str, ...], _apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements if editor.connection.vendor == "postgresql" else ():
        editor.execute(statement, params=None)
