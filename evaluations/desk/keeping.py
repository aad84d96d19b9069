"""Keeps the rows of `Standing`: by triggers on the tables that they are taken from, so that no service need know of the list.

Each trigger writes the rows of the unit and year that a change touches again, whole, from one query. On PostgreSQL it locks the unit first:
of two changes to one unit, the second sees what the first has written. To alter a table, SQLite recreates it, which fails while a trigger
reads it: there, every `migrate` drops the triggers and creates them again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from evaluations.comments.kinds import ANSWERED
from evaluations.comments.models import CommentState
from evaluations.common.relations import has_columns
from evaluations.desk import counting, names
from evaluations.desk.conditions import EXCUSED, NOT_BEGUN, PLACES
from evaluations.desk.models import SEPARATOR
from evaluations.records.states import State

_PLACES = " ".join(f"WHEN '{state}' THEN {PLACES[state]}" for state in State)
_KINDS = ", ".join(f"'{kind}'" for kind in ANSWERED)
_COLUMNS: Mapping[str, str] = {
    "fiscal_year_id": "year.id",
    "unit_id": "unit.id",
    "project_number": "COALESCE(project.number, 0)",
    "code": "unit.code || COALESCE('-' || project.number, '')",
    "name": f"COALESCE(project.name || '{SEPARATOR}', '') || unit.name",
    "initials": "unit.initials",
    "evaluation_id": "evaluation.id",
    "place": f"CASE WHEN evaluation.excused_at IS NOT NULL THEN {PLACES[EXCUSED]}"
    f" ELSE CASE evaluation.state {_PLACES} ELSE {PLACES[NOT_BEGUN]} END END",
    "since": "evaluation.state_since",
    "is_under_review": "evaluation.review_started_at IS NOT NULL",
    **{
        name: f"hand_in.{name}"
        for name in ("number", "score", "grade", "execution_rate", "explained", "swings", "alike")
    },
    "comments": f"""(SELECT NULLIF(count(*), 0) FROM comments_comment AS comment WHERE comment.evaluation_id = evaluation.id
AND comment.state = '{CommentState.OPEN}' AND comment.kind IN ({_KINDS}))""",  # noqa: S608 - the code's own values
    "section_id": "unit.section_id",
    "section_name": "section.name",
    "reviewer_id": "assignment.reviewer_id",
    "reviewer_name": "reviewer.name",
    "assigned_at": "assignment.assigned_at",
    "until": "extension.until",
    "passed_by_id": "evaluation.passed_by_id",
}
_EVALUATION = """LEFT JOIN records_selfevaluation AS evaluation
ON evaluation.unit_id = unit.id AND evaluation.fiscal_year_id = year.id AND COALESCE(evaluation.project_id, 0) = COALESCE(project.id, 0)"""
_FROM = f"""
FROM units_unit AS unit
JOIN fiscal_years_fiscalyear AS year ON year.region_id = unit.region_id
JOIN fiscal_years_formedition AS edition ON edition.id = year.edition_id
LEFT JOIN projects_project AS project ON project.unit_id = unit.id AND edition.subject = 'project'
{_EVALUATION}
LEFT JOIN hand_ins_handin AS hand_in ON hand_in.evaluation_id = evaluation.id
LEFT JOIN units_section AS section ON section.id = unit.section_id
LEFT JOIN access_assignment AS assignment ON assignment.unit_id = unit.id
LEFT JOIN accounts_user AS reviewer ON reviewer.id = assignment.reviewer_id
LEFT JOIN fiscal_years_deadlineextension AS extension ON extension.unit_id = unit.id AND extension.fiscal_year_id = year.id
"""
# With an evaluation, or asked for one: see `units.models.asked_in` and `Project.ran_in`.
_IS_LISTED = """(evaluation.id IS NOT NULL OR (NOT year.needs_issuing AND unit.is_active
AND COALESCE(unit.since_year, year.year) <= year.year AND COALESCE(unit.until_year, year.year) >= year.year
AND (edition.subject <> 'project' OR (project.id IS NOT NULL
AND COALESCE(project.since_year, year.year) <= year.year AND COALESCE(project.until_year, year.year) >= year.year))))"""
_WRITE = f"""
INSERT INTO desk_standing ({", ".join(_COLUMNS)})
SELECT {", ".join(_COLUMNS.values())} {_FROM} WHERE {{scope}} AND {_IS_LISTED}
ON CONFLICT (unit_id, fiscal_year_id, project_number) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)};
"""
_REMOVE = f"""
DELETE FROM desk_standing WHERE id IN (SELECT standing.id FROM desk_standing AS standing
JOIN units_unit AS unit ON unit.id = standing.unit_id JOIN fiscal_years_fiscalyear AS year ON year.id = standing.fiscal_year_id
JOIN fiscal_years_formedition AS edition ON edition.id = year.edition_id
LEFT JOIN projects_project AS project ON project.unit_id = unit.id AND project.number = standing.project_number
{_EVALUATION} WHERE {{scope}} AND NOT {_IS_LISTED});
"""  # noqa: S608 - as above
_LOCK_UNITS = "PERFORM 1 FROM units_unit AS unit WHERE {units} ORDER BY unit.id FOR NO KEY UPDATE;"
# No unit comes to a region while a year does.
_LOCK_REGION = "PERFORM 1 FROM units_region WHERE id = NEW.region_id FOR NO KEY UPDATE;"


@dataclass(frozen=True, slots=True)
class Source:
    """A table that rows are taken from: which units (and years) a row of it, NEW, touches, and by changes of which columns.

    `adds`: a new row may list a unit. `gone`: what its removal takes along.
    """

    table: str
    columns: str
    units: str
    years: str = ""
    adds: bool = False
    gone: str = ""

    @property
    def scope(self) -> str:
        """The condition on `unit` and `year`."""
        return f"{self.units} AND {self.years}" if self.years else self.units


_OF_EVALUATION = "unit.id = (SELECT one.unit_id FROM records_selfevaluation AS one WHERE one.id = NEW.evaluation_id)"
_YEAR_OF_EVALUATION = (
    "year.id = (SELECT one.fiscal_year_id FROM records_selfevaluation AS one WHERE one.id = NEW.evaluation_id)"
)
SOURCES = (
    Source(
        "units_unit",
        "code, name, initials, is_active, section_id, since_year, until_year",
        "unit.id = NEW.id",
        adds=True,
        gone="DELETE FROM desk_standing WHERE unit_id = OLD.id;",
    ),
    Source(
        "fiscal_years_fiscalyear",
        "year, needs_issuing, edition_id",
        "unit.region_id = NEW.region_id",
        "year.id = NEW.id",
        adds=True,
        gone="DELETE FROM desk_standing WHERE fiscal_year_id = OLD.id;",
    ),
    Source(
        "projects_project",
        "name, since_year, until_year",
        "unit.id = NEW.unit_id",
        gone="DELETE FROM desk_standing WHERE unit_id = OLD.unit_id AND project_number = OLD.number;",
    ),
    Source(
        "records_selfevaluation",
        "state, state_since, review_started_at, excused_at, passed_by_id",
        "unit.id = NEW.unit_id",
        "year.id = NEW.fiscal_year_id",
    ),
    Source(
        "hand_ins_handin",
        "number, score, grade, execution_rate, explained, swings, alike",
        _OF_EVALUATION,
        _YEAR_OF_EVALUATION,
    ),
    Source("comments_comment", "state, kind", _OF_EVALUATION, _YEAR_OF_EVALUATION),
    Source("access_assignment", "reviewer_id, assigned_at", "unit.id = NEW.unit_id"),
    Source("fiscal_years_deadlineextension", "until", "unit.id = NEW.unit_id", "year.id = NEW.fiscal_year_id"),
    Source("units_section", "name", "unit.section_id = NEW.id"),
    Source(
        "accounts_user",
        "name",
        "unit.id IN (SELECT given.unit_id FROM access_assignment AS given WHERE given.reviewer_id = NEW.id)",
    ),
)
_ACTS = ("INSERT", "UPDATE", "DELETE")
_NEEDS: Mapping[str, str] = {
    "units_unit": "initials",
    "fiscal_years_fiscalyear": "needs_issuing",
    "fiscal_years_formedition": "subject",
    "records_selfevaluation": "project_id",
    "hand_ins_handin": "alike",
    "comments_comment": "kind",
    "access_assignment": "assigned_at",
    "fiscal_years_deadlineextension": "until",
    "units_section": "name",
    "accounts_user": "name",
    "projects_project": "number",
    "desk_standing": "project_number",
    "desk_standingcount": "number",
}


def release(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Drop the triggers on a database where they would block migrations."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in _names():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(using: str = DEFAULT_DB_ALIAS, plan: object = None, **_: Any) -> None:
    """Create the triggers after a `migrate`, which has a plan; a `flush` has none. If it migrated anything, write all rows again."""
    connection = connections[using]
    if plan is None:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        if has_columns(connection, _NEEDS):
            for statement in _statements(connection.vendor):
                cursor.execute(statement)
            if plan:
                refill(using)
            # Not before: the refill counts, and lists by name, all that it wrote at once.
            for statement in (*counting.statements(connection.vendor), *names.statements(connection.vendor)):
                cursor.execute(statement)
        elif connection.vendor == "postgresql":
            # After a way back: they would read columns that are gone.
            for name in _names():
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def refill(using: str = DEFAULT_DB_ALIAS) -> None:
    """Write all rows again, in one statement, and count them; whoever changes something meanwhile waits."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute("LOCK TABLE desk_standing IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM desk_standing")
        cursor.execute(_WRITE.format(scope="1 = 1"))
        counting.recount(cursor)
        names.refill(cursor, connections[using].vendor)


def _names() -> list[str]:
    return [*(_name(source, act) for source in SOURCES for act in _ACTS), *counting.triggers(), *names.triggers()]


def _name(source: Source, act: str) -> str:
    return f"standing_{source.table}_{act}".lower()


def _statements(vendor: str) -> Iterator[str]:
    for source in SOURCES:
        for act in _ACTS:
            yield from _on_sqlite(source, act) if vendor == "sqlite" else _on_postgresql(source, act)


def _on_sqlite(source: Source, act: str) -> Iterator[str]:
    event = f"UPDATE OF {source.columns}" if act == "UPDATE" else act
    yield f"CREATE TRIGGER {_name(source, act)} AFTER {event} ON {source.table} BEGIN {_body(source, act)} END"


def _on_postgresql(source: Source, act: str) -> Iterator[str]:
    """A trigger of certain columns would stand in the way of migrations that alter these: the function looks whether they changed."""
    name, body = _name(source, act), _body(source, act, _lock(source))
    if act == "UPDATE":
        was, now = (
            ", ".join(f"{row}.{column.strip()}" for column in source.columns.split(",")) for row in ("OLD", "NEW")
        )
        body = f"IF ROW({was}) IS DISTINCT FROM ROW({now}) THEN {body} END IF;"
    yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    yield f"CREATE OR REPLACE TRIGGER {name} AFTER {act} ON {source.table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _lock(source: Source) -> str:
    return (_LOCK_REGION if source.adds else "") + _LOCK_UNITS.format(units=source.units)


def _body(source: Source, act: str, lock: str = "") -> str:
    if act == "DELETE" and source.gone:
        return source.gone
    body = lock + _WRITE.format(scope=source.scope) + ("" if act == "INSERT" else _REMOVE.format(scope=source.scope))
    return body.replace("NEW.", "OLD.") if act == "DELETE" else body
