"""Content as rows: the columns that the content apps share, reading all rows at once, and writing only the rows that differ.

Within its evaluation, a row is identified by a key (the line and the position on it, a code, a number); its other columns are its values.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.db import connection, models

from evaluations.core.basics.values import MONEY_DIGITS, MONEY_PLACES
from evaluations.records.models import SelfEvaluation

Key = tuple[Any, ...]
Values = Mapping[str, Any]
Rows = Mapping[type[models.Model], Sequence[tuple[Any, ...]]]
_SMALLEST = Decimal(1).scaleb(-MONEY_PLACES)


def amount(verbose_name: str, *, blank: bool = True) -> "models.DecimalField[Any, Any]":
    """A column for 万元, points or ㎡; null is blank. A draft may hold negative amounts; the checks report them."""
    return models.DecimalField(
        verbose_name, max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, null=blank, blank=blank
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns to be read: a whole number, texts, and amounts."""

    model: type[models.Model]
    number: str = ""
    texts: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()


class Reader:
    """Reads the rows of several tables with one query.

    The statement is built only once: Django takes ten times longer to build such a statement than the database takes to answer it.
    """

    def __init__(self, *tables: Columns) -> None:
        self.tables = tables
        self._texts = max(len(table.texts) for table in tables)
        self._amounts = max(len(table.amounts) for table in tables)

    def rows(self, evaluation_id: int) -> Rows:
        """The rows of an evaluation, by model, in no order: the number (if the table has one), the texts, the amounts."""
        read: dict[type[models.Model], list[tuple[Any, ...]]] = {table.model: [] for table in self.tables}
        with connection.cursor() as cursor:
            cursor.execute(self._statement, [evaluation_id] * len(self.tables))
            for place, number, *values in cursor.fetchall():
                table = self.tables[place]
                amounts = map(_exact, values[self._texts : self._texts + len(table.amounts)])
                row = (*values[: len(table.texts)], *amounts)
                read[table.model].append((number, *row) if table.number else row)
        return read

    def rows_of_all(self, evaluations: Collection[int]) -> Mapping[int, Rows]:
        """The `rows` of each of several evaluations; one query for each table."""
        read: dict[int, dict[type[models.Model], list[tuple[Any, ...]]]] = {
            pk: {table.model: [] for table in self.tables} for pk in evaluations
        }
        for table in self.tables:
            columns = (*((table.number,) if table.number else ()), *table.texts, *table.amounts)
            known = table.model._default_manager.filter(evaluation__in=evaluations)
            for pk, *row in known.values_list("evaluation", *columns):
                read[pk][table.model].append(tuple(row))
        return read

    def no_rows(self) -> Rows:
        """Return what `rows` gives for an evaluation without rows."""
        return {table.model: [] for table in self.tables}

    @cached_property
    def _statement(self) -> str:
        return " UNION ALL ".join(self._select(place, table) for place, table in enumerate(self.tables))

    def _select(self, place: int, table: Columns) -> str:
        texts = [*map(_quoted, table.texts), *["''"] * (self._texts - len(table.texts))]
        amounts = [*map(_quoted, table.amounts), *["CAST(NULL AS numeric)"] * (self._amounts - len(table.amounts))]
        columns = [str(place), _quoted(table.number) if table.number else "0", *texts, *amounts]
        # Only names of tables and columns are put into the statement.
        return f"SELECT {', '.join(columns)} FROM {_quoted(table.model._meta.db_table)} WHERE evaluation_id = %s"  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _exact(amount: float | Decimal | None) -> Decimal | None:
    """The exact amount; SQLite returns the nearest float, of which 14 digits distinguish all amounts."""
    return None if amount is None else Decimal(str(amount)).quantize(_SMALLEST)


def save_rows[M: models.Model](
    table: models.Manager[M],
    evaluation: SelfEvaluation,
    key: Sequence[str],
    stored: Mapping[Key, Values],
    changed: Mapping[Key, Values],
) -> Sequence[M]:
    """Turn the rows of `evaluation` into those of `changed`, touching only rows that differ from `stored`; return the rows written.

    At most three queries, however many rows there are: one inserts new rows and updates changed ones; two delete.
    """
    delete_rows(table, evaluation, key, stored.keys() - changed.keys())
    different = {place: values for place, values in changed.items() if stored.get(place) != values}
    if not different:
        return ()
    return table.bulk_create(
        [
            table.model(evaluation=evaluation, **dict(zip(key, place, strict=True)), **values)
            for place, values in different.items()
        ],
        update_conflicts=True,
        unique_fields=["evaluation", *key],
        update_fields=list(next(iter(different.values()))),
    )


def delete_rows[M: models.Model](
    table: models.Manager[M], evaluation: SelfEvaluation, key: Sequence[str], gone: Collection[Key]
) -> None:
    """Delete the rows of `evaluation` with these keys; at most two queries."""
    if gone:
        rows = table.filter(evaluation=evaluation)
        numbers = [number for number, *place in rows.values_list("pk", *key) if tuple(place) in gone]
        rows.filter(pk__in=numbers).delete()


def put_rows(
    model: type[models.Model], evaluation: SelfEvaluation, key: Sequence[str], rows: Mapping[Key, Values]
) -> None:
    """Insert the rows of `evaluation` or overwrite those that it has; one query, put together once a process as that of `Reader`."""
    if not rows:
        return
    written = next(iter(rows.values()))
    fields = [field for field in model._meta.concrete_fields if field.name in written]
    given = (
        (evaluation.pk, *place, *(field.get_db_prep_save(values[field.name], connection) for field in fields))
        for place, values in rows.items()
    )
    with connection.cursor() as cursor:
        cursor.executemany(_upsert(model, tuple(key), tuple(field.column for field in fields)), list(given))


@cache
def _upsert(model: type[models.Model], key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    table, place = _quoted(model._meta.db_table), ", ".join(map(_quoted, ("evaluation_id", *key)))
    written = ", ".join(map(_quoted, columns))
    marks = ", ".join(["%s"] * (1 + len(key) + len(columns)))
    changed = ", ".join(f"{_quoted(name)} = EXCLUDED.{_quoted(name)}" for name in columns)
    # Only names of tables and columns are put into the statement.
    return f"INSERT INTO {table} ({place}, {written}) VALUES ({marks}) ON CONFLICT ({place}) DO UPDATE SET {changed}"  # noqa: S608


def insert_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with the same columns (`evaluation_id`); one query, put together once a process as that of `Reader`."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in rows[0]]
    given = [[field.get_db_prep_save(row[field.attname], connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_insert(model, tuple(field.column for field in fields)), given)


@cache
def _insert(model: type[models.Model], columns: tuple[str, ...]) -> str:
    named, marks = ", ".join(map(_quoted, columns)), ", ".join(["%s"] * len(columns))
    # Only names of tables and columns are put into the statement.
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({named}) VALUES ({marks})"  # noqa: S608


def add_rows[M: models.Model](
    table: models.Manager[M], key: Sequence[str], added: Iterable[tuple[SelfEvaluation, Mapping[Key, Values]]]
) -> list[M]:
    """The rows of evaluations that have none in this table yet, however many with one query; return them."""
    return table.bulk_create(
        table.model(evaluation=evaluation, **dict(zip(key, place, strict=True)), **values)
        for evaluation, placed in added
        for place, values in placed.items()
    )
