"""Queries whose SQL is put together once a process: Django takes a millisecond for it each time, several times as long as the database for a row.

Such a query is the same each time but for its values, which stand in it as `Given`. What builds it must therefore ask neither for the time nor
for anything else that differs from call to call.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Func,
    IntegerField,
    QuerySet,
)
from django.db.models.sql.compiler import SQLCompiler

_MARK = "%s"
# For “in” and “not in” alike; no database accepts an empty list.
_NONE = "SELECT 0 WHERE 1 = 0"


class Given(Expression):
    """A value that each call of a `Kept` gives by this name, a number (such as a key) if `kind` does not say otherwise.

    `is_several`: values for a condition such as `region__in`, of which there may be none.
    """

    allowed_default = False

    def __init__(self, name: str, kind: "Field[Any, Any] | None" = None, *, is_several: bool = False) -> None:
        self.name, self.kind, self.is_several = name, kind or BigIntegerField(), is_several
        super().__init__(output_field=self.kind)

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder; `Kept` puts the value in."""
        return f"({_MARK})" if self.is_several else _MARK, (self,)

    def among(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The value, or values, as the database takes them."""
        found = values[self.name]
        return [self._adapted(one, connection) for one in (found if self.is_several else (found,))]

    def _adapted(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """No column holds a larger number, and no database takes one: nothing equals NULL, as nothing equals it."""
        is_too_large = isinstance(value, int) and value > BigIntegerField.MAX_BIGINT
        # A key is as it is; of several there may be a thousand.
        is_key = type(value) is int and type(self.kind) is BigIntegerField
        return None if is_too_large else value if is_key else self.kind.get_db_prep_value(value, connection)


def the_day(name: str) -> Given:
    """A day that is given."""
    return Given(name, DateField())


def the_moment(name: str) -> Given:
    """A moment that is given."""
    return Given(name, DateTimeField())


def the_text(name: str) -> Given:
    """A text that is given."""
    return Given(name, CharField())


def number_of_rows() -> Func:
    """How many rows there are, as the only value of a query; no aggregate to Django, which would group by the others."""
    return Func(template="count(*)", output_field=IntegerField())


def counted(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, int]":
    """How many rows there are: a query of one number, also for a subquery."""
    return rows.order_by().values_list(number_of_rows(), flat=True)


def total(column: str) -> Func:
    """The sum of a column of numbers, 0 of no rows, as the only value of a query; also of a subquery."""
    return Func(column, template="COALESCE(SUM(%(expressions)s), 0)", output_field=IntegerField())


class _Statement[Row](NamedTuple):
    """A query with its compiler, its SQL between the parameters, and these."""

    rows: "QuerySet[Any, Row]"
    compiler: SQLCompiler
    between: Collection[str]
    parameters: Collection[Any]


class Kept[Row]:
    """A query without relations to prefetch. Calling it with the value of each `Given` runs it, and gives all its rows."""

    def __init__(self, build: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self._build = build
        self._statements: dict[str, _Statement[Row]] = {}

    def __call__(self, **values: Any) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        statement = self._statements.get(connection.vendor) or self._put_together(connection)
        rows = statement.rows
        bound = _bound(statement, values, connection)
        compiler = _changed(statement.compiler, connection=connection, as_sql=lambda *_, **__: bound)
        query = _changed(rows.query, get_compiler=lambda *_, **__: compiler)
        return list(_changed(rows, _query=query))

    def _put_together(self, connection: BaseDatabaseWrapper) -> _Statement[Row]:
        rows = self._build()
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        # The connection belongs to this thread.
        made = _Statement(rows, _changed(compiler, connection=None), sql.split(_MARK), parameters)
        self._statements[connection.vendor] = made
        return made


def _bound(
    statement: _Statement[Any], values: Mapping[str, Any], connection: BaseDatabaseWrapper
) -> tuple[str, tuple[Any, ...]]:
    """The SQL with as many marks as there are values, and these."""
    first, *others = statement.between
    sql, bound = [first], list[Any]()
    for parameter, text in zip(statement.parameters, others, strict=True):
        here = parameter.among(values, connection) if isinstance(parameter, Given) else [parameter]
        sql += (", ".join([_MARK] * len(here)) or _NONE, text)
        bound += here
    return "".join(sql), tuple(bound)


def _changed[T](kept: T, **attributes: Any) -> T:
    """The same with other attributes; it is Django's object, which offers no such way itself."""
    made: T = object.__new__(type(kept))
    made.__dict__.update(kept.__dict__, **attributes)
    return made
