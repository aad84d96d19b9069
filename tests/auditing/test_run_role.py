"""On PostgreSQL the server runs as a role that can't change what is written once."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from accounts.actors import actor_of
from accounts.audit.promises import append_only_tables, what_is_not_promised
from evaluations.auditing.maintenance import maintain
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.scenario import Scenario

ROLE = "runs_the_server"


@pytest.fixture
def run_role() -> Iterator[None]:
    """The rest of the test is done by the role."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
    call_command("grant_run_role", ROLE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.usefixtures("run_role")
def test_the_whole_work_is_done_by_the_run_role() -> None:
    scenario = Scenario().at(State.RETURNED)
    for name, actor in (("submit", scenario.preparer), ("confirm", scenario.head), ("approve", scenario.reviewer)):
        perform(name, scenario.pk, actor_of(actor))
    assert maintain()
    assert scenario.evaluation.state == State.APPROVED


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.usefixtures("run_role")
@pytest.mark.parametrize("table", ["accounts_auditevent", "records_edit", "records_version", "history_event"])
@pytest.mark.parametrize(
    "sql",
    [
        "TRUNCATE {} CASCADE",
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "ALTER TABLE {} DISABLE TRIGGER USER",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TRIGGER {0}_no_change ON {0}",
        "DROP TABLE {} CASCADE",
    ],
)
def test_the_run_role_can_not_change_what_is_written_once(table: str, sql: str) -> None:
    Scenario().at(State.SUBMITTED)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(sql.format(table))


@pytest.mark.postgres
@pytest.mark.django_db
def test_it_is_said_in_one_line_what_the_owner_could_change() -> None:
    said = what_is_not_promised()
    assert "\n" not in said
    assert all(table in said for table in append_only_tables())
    assert "请按 README 分开" in said


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.usefixtures("run_role")
def test_nothing_is_left_to_say_of_the_run_role() -> None:
    assert what_is_not_promised() == ""


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_role_that_is_not_there_or_is_the_owner_is_refused() -> None:
    with pytest.raises(CommandError, match="没有数据库角色 nobody_of_that_name"):
        call_command("grant_run_role", "nobody_of_that_name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="限制对它无效"):
        call_command("grant_run_role", owner)


@pytest.mark.django_db
def test_sqlite_has_no_roles() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with pytest.raises(CommandError, match="SQLite"):
        call_command("grant_run_role", ROLE)
