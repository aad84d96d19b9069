"""Relations between rows of several tables, which constraints can't express; the database itself refuses to break them.

Each is a trigger on both databases. To alter a table, SQLite recreates it, which fails while a trigger reads the table: there, every
`migrate` drops the triggers and creates them again.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from evaluations.common.refusal import Refused

_SQLITE = """
CREATE TRIGGER {name}_{act} AFTER {act} ON {table} WHEN EXISTS ({broken})
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
{lock}
IF EXISTS ({broken}) THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;
RETURN NULL;
END $$
"""
_POSTGRESQL = (
    "CREATE OR REPLACE TRIGGER {name} AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
)
_ACTS = ("INSERT", "UPDATE")
# Databases count days in UTC by themselves, where a day begins eight hours later.
_TODAY: Mapping[str, str] = {
    "sqlite": "date('now', 'localtime')",
    "postgresql": f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date",
}
_messages: set[str] = set()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that no row of `table` may break; it is broken if the query `broken`, in which `NEW.` stands for the row and CURRENT_DATE for
    today in the region's time zone, finds anything.

    `needs`: the tables that the query reads, each with its most recent column. `lock`: a statement that PostgreSQL runs first, so that two
    transactions can't break the relation together.
    """

    name: str
    table: str
    broken: str
    message: str
    needs: Mapping[str, str]
    lock: str = ""


def keep(app: AppConfig, relations: Iterable[Relation]) -> None:
    """Have the database enforce `relations` once the migrations of `app` are done."""
    kept = tuple(relations)
    _messages.update(relation.message for relation in kept)
    pre_migrate.connect(partial(release, relations=kept), sender=app, weak=False)
    post_migrate.connect(partial(_install, relations=kept), sender=app, weak=False)


@contextmanager
def broken_in_words() -> Iterator[None]:
    """Write all of the block or nothing, and translate the database's refusal into the relation's message.

    Raises:
        Refused: the block breaks a relation.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        message = next((message for message in _messages if message in str(fault)), None)
        if message is None:
            raise
        raise Refused(message) from fault


def release(using: str = DEFAULT_DB_ALIAS, *, relations: Iterable[Relation], **_: Any) -> None:
    """Drop the triggers on a database where they would block migrations."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for relation in relations:
                for act in _ACTS:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {relation.name}_{act}")


def _install(using: str = DEFAULT_DB_ALIAS, plan: object = None, *, relations: Iterable[Relation], **_: Any) -> None:
    """Create the triggers after a `migrate`, which has a plan; a `flush` has none and keeps the triggers."""
    connection = connections[using]
    for relation in relations if plan is not None else ():
        with connection.cursor() as cursor:
            if has_columns(connection, relation.needs):
                for statement in _statements(connection.vendor, relation):
                    cursor.execute(statement)
            elif connection.vendor == "postgresql":
                # After a way back: it would read columns that are gone.
                cursor.execute(f"DROP FUNCTION IF EXISTS {relation.name}() CASCADE")


def has_columns(connection: BaseDatabaseWrapper, needs: Mapping[str, str]) -> bool:
    """Whether the database has these tables, each with this column; a `migrate` may stop anywhere."""
    with connection.cursor() as cursor:
        made = connection.introspection.table_names(cursor)
        return all(
            table in made
            and any(each.name == column for each in connection.introspection.get_table_description(cursor, table))
            for table, column in needs.items()
        )


def _statements(vendor: str, relation: Relation) -> list[str]:
    facts = {
        "name": relation.name,
        "table": relation.table,
        "broken": relation.broken.replace("CURRENT_DATE", _TODAY[vendor]),
        "message": relation.message,
        "lock": relation.lock,
    }
    if vendor == "sqlite":
        return [_SQLITE.format(**facts, act=act) for act in _ACTS]
    return [_POSTGRESQL_FUNCTION.format(**facts), _POSTGRESQL.format(**facts)]
