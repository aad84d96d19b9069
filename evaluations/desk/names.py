"""Looking for a part of a name on SQLite, in a table that lists the rows of `desk_standing` by groups of three characters, kept by triggers.

The characters of a name stand there with blanks between and around them: so one or two of them are found as quickly as more, and not only three
or more. On PostgreSQL an index does the same (`common.containing`).
"""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

_ACTS = ("INSERT", "UPDATE", "DELETE")
_TABLE = "CREATE VIRTUAL TABLE IF NOT EXISTS desk_standingname USING fts5 (year, called, tokenize = 'trigram')"
# A year is one group: two digits of 4096, characters for private use, which stand for any number that there will be.
_ZERO, _BASE = 0xE000, 4096
_YEAR = f"char({_ZERO} + {{row}}.fiscal_year_id / {_BASE}, {_ZERO} + {{row}}.fiscal_year_id % {_BASE}, {_ZERO})"
_TEXT = "{row}.code || ' ' || {row}.name || ' ' || {row}.initials"
_CALLED = f"""(WITH RECURSIVE part(character, others) AS (SELECT '', {_TEXT}
UNION ALL SELECT substr(others, 1, 1), substr(others, 2) FROM part WHERE others <> '')
SELECT group_concat(character, ' ') || ' ' FROM part)"""  # noqa: S608 - the code's own values
_INSERT = f"INSERT INTO desk_standingname (rowid, year, called) SELECT {{row}}.id, {_YEAR}, {_CALLED}"
_REMOVE = "DELETE FROM desk_standingname WHERE rowid = old.id;"
_BODIES = {
    "INSERT": _INSERT.format(row="new") + ";",
    "UPDATE": _REMOVE + _INSERT.format(row="new") + ";",
    "DELETE": _REMOVE,
}
_FOUND = "SELECT rowid FROM desk_standingname WHERE desk_standingname MATCH %s LIMIT %s"
_CHANGED = "WHEN (old.code, old.name, old.initials) IS NOT (new.code, new.name, new.initials)"


def triggers() -> list[str]:
    """The names of the triggers."""
    return [_name(act) for act in _ACTS]


def statements(vendor: str) -> Iterator[str]:
    """Create the triggers, where they are needed."""
    for act, body in _BODIES.items() if vendor == "sqlite" else ():
        when = _CHANGED if act == "UPDATE" else ""
        yield f"CREATE TRIGGER {_name(act)} AFTER {act} ON desk_standing {when} BEGIN {body} END"


def refill(cursor: CursorWrapper, vendor: str) -> None:
    """List all rows again."""
    if vendor == "sqlite":
        cursor.execute(_TABLE)
        cursor.execute("DELETE FROM desk_standingname")
        cursor.execute(f"{_INSERT.format(row='standing')} FROM desk_standing AS standing")


def called(name: str, year: int, most: int) -> Q:
    """The year's standings that have this part of a name, of the code or of the initials, or so many of them; only on SQLite."""
    part, of_year = f" {' '.join(name)} ".replace('"', '""'), "".join(map(_character, (*divmod(year, _BASE), 0)))
    return Q(pk__in=RawSQL(_FOUND, (f'called : "{part}" AND year : "{of_year}"', most), BigIntegerField()))  # noqa: S611 - parameters


def _character(digit: int) -> str:
    return chr(_ZERO + digit)


def _name(act: str) -> str:
    return f"standing_name_{act}".lower()
