"""Keeps the counts of `StandingCount`: by triggers on the table of standings, so that whoever changes it counts it.

SQLite, where nobody else writes at the same time, has one row for each count. On PostgreSQL two transactions that changed one row would wait for
each other: there, each change adds rows with what it adds to the counts, and now and then a change puts all rows of its years together.
"""

from collections.abc import Iterator, Mapping

from django.db.backends.utils import CursorWrapper

from evaluations.desk.conditions import PLACES
from evaluations.records.states import State

SHARE = 1 / 250
"""Of the changes, those that put the rows together: about so many rows are read along with the counts."""
_ACTS = ("INSERT", "UPDATE", "DELETE")
# Who passed a hand-in matters as long as it waits for a second person.
_KEYS = {
    "fiscal_year_id": "{row}.fiscal_year_id",
    "place": "{row}.place",
    "reviewer_id": "{row}.reviewer_id",
    "section_id": "{row}.section_id",
    "passed_by_id": f"CASE {{row}}.place WHEN {PLACES[State.SECOND_REVIEW]} THEN {{row}}.passed_by_id END",
}
_COLUMNS = ", ".join(_KEYS)
_INSERT = f"INSERT INTO desk_standingcount ({_COLUMNS}, number)"
_SUMS = f"SELECT {_COLUMNS}, sum(number) FROM {{rows}} GROUP BY {_COLUMNS} HAVING sum(number) <> 0"  # noqa: S608 - the code's own values
_COUNTS = "SELECT {keys}, count(*) FROM desk_standing AS standing GROUP BY {keys}"

_SQLITE = "CREATE TRIGGER {name} AFTER {act} ON desk_standing {when} BEGIN {body} END"
_OF_THESE = "WHERE {these}"
_ADD_ONE = f"""
{_INSERT} SELECT {{keys}}, 0 WHERE NOT EXISTS (SELECT 1 FROM desk_standingcount {_OF_THESE});
UPDATE desk_standingcount SET number = number + 1 {_OF_THESE};
"""  # noqa: S608 - as above
# Adds no row: whoever empties one table after another finds nothing here afterwards.
_TAKE_ONE = f"UPDATE desk_standingcount SET number = number - 1 {_OF_THESE};"  # noqa: S608 - as above

# The lock lets nobody wait: who does not get it puts nothing together.
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
{_INSERT} {{changes}};
IF FOUND AND random() < {{share}} AND pg_try_advisory_xact_lock(hashtext('desk_standingcount')) THEN
    WITH gone AS (
        DELETE FROM desk_standingcount WHERE fiscal_year_id IN (SELECT fiscal_year_id FROM {{row}}_rows)
        RETURNING {_COLUMNS}, number
    )
    {_INSERT} {_SUMS.format(rows="gone")};
END IF;
RETURN NULL;
END $$
"""  # noqa: S608 - as above
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {name} AFTER {act} ON desk_standing
REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""
_CHANGED = "SELECT {keys}, {number} FROM {row}_rows"


def triggers() -> list[str]:
    """The names of the triggers, and of their functions."""
    return [_name(act) for act in _ACTS]


def statements(vendor: str) -> Iterator[str]:
    """Create the triggers."""
    for act in _ACTS:
        yield from _on_sqlite(act) if vendor == "sqlite" else _on_postgresql(act)


def recount(cursor: CursorWrapper) -> None:
    """Count all rows again; nobody may change them meanwhile."""
    cursor.execute("DELETE FROM desk_standingcount")
    cursor.execute(f"{_INSERT} {_COUNTS.format(keys=_keys('standing'))}")


def _name(act: str) -> str:
    return f"standing_count_{act}".lower()


def _keys(row: str) -> str:
    return ", ".join(key.format(row=row) for key in _KEYS.values())


def _these(row: str) -> str:
    return " AND ".join(f"{column} IS {key.format(row=row)}" for column, key in _KEYS.items())


def _rows(act: str) -> Mapping[str, int]:
    """The rows that an act has before and after it, with what each adds to the number."""
    return {"INSERT": {"new": 1}, "UPDATE": {"old": -1, "new": 1}, "DELETE": {"old": -1}}[act]


def _on_sqlite(act: str) -> Iterator[str]:
    body = "".join(
        (_ADD_ONE if adds > 0 else _TAKE_ONE).format(keys=_keys(row), these=_these(row))
        for row, adds in _rows(act).items()
    )
    when = f"WHEN ({_keys('old')}) IS NOT ({_keys('new')})" if act == "UPDATE" else ""
    yield _SQLITE.format(name=_name(act), act=act, when=when, body=body)


def _on_postgresql(act: str) -> Iterator[str]:
    """Each statement is counted at once, however many rows it changes."""
    rows = _rows(act)
    changed = (_CHANGED.format(keys=_keys(f"{row}_rows"), number=adds, row=row) for row, adds in rows.items())
    changes = _SUMS.format(rows=f"({' UNION ALL '.join(changed)}) AS changed ({_COLUMNS}, number)")
    yield _POSTGRESQL_FUNCTION.format(name=_name(act), changes=changes, share=SHARE, row=next(iter(rows)))
    yield _POSTGRESQL.format(name=_name(act), act=act, rows=" ".join(f"{row} TABLE AS {row}_rows" for row in rows))
