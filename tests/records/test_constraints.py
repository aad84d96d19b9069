"""Rows that can't be: each is refused by the database, and in words."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.roles import Role
from evaluations.common.append_only import AppendOnlyError
from evaluations.records.models import Edit, Explanation, SelfEvaluation, Version
from evaluations.records.services import freeze, write_edits
from evaluations.records.states import State
from tests.factories import a_person, an_evaluation, in_state

pytestmark = pytest.mark.django_db
IN_CHECK = (State.UNIT_CHECK, State.SUBMITTED, State.APPROVED, State.PUBLISHED)
AT_BUREAU = (State.SUBMITTED, State.APPROVED, State.PUBLISHED)
PASSED = (State.APPROVED, State.PUBLISHED)


@pytest.mark.parametrize("state", State)
def test_every_state_reached_in_the_ordinary_way_is_possible(state: State) -> None:
    evaluation = an_evaluation(**in_state(state))
    evaluation.full_clean()
    assert evaluation.stage is state


def without() -> list[tuple[State, str]]:
    needed = {"sent": IN_CHECK, "confirmed": AT_BUREAU, "approved": PASSED, "published": (State.PUBLISHED,)}
    return [(state, f"{act}_{half}") for act, states in needed.items() for state in states for half in ("by", "at")]


@pytest.mark.parametrize(("state", "column"), without())
def test_a_state_without_who_and_when_is_refused(state: State, column: str) -> None:
    refused(**in_state(state) | {column: None})


@pytest.mark.parametrize("state", AT_BUREAU)
def test_a_submission_that_nobody_confirmed_is_refused(state: State) -> None:
    refused("必须", **in_state(state) | {"confirmed_by": None, "confirmed_at": None})


@pytest.mark.parametrize("state", PASSED)
def test_an_approval_by_nobody_is_refused(state: State) -> None:
    refused("审核通过必须记录", **in_state(state) | {"approved_by": None, "approved_at": None})


def test_an_unknown_state_is_refused() -> None:
    refused("没有这种状态", state="lost")


def test_nobody_confirms_their_own_submission() -> None:
    columns = in_state(State.SUBMITTED)
    refused("确认上报的人不能是提交的人", **columns | {"confirmed_by": columns["sent_by"]})


def test_a_review_that_began_at_no_time_is_refused() -> None:
    refused("同时", review_started_by=a_person(Role.REVIEWER))


def refused(words: str = "必须", **columns: Any) -> None:
    evaluation = an_evaluation()
    for column, value in columns.items():
        setattr(evaluation, column, value)
    with pytest.raises(ValidationError, match=words) as fault:
        evaluation.full_clean()
    assert "约束" not in str(fault.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.filter(pk=evaluation.pk).update(**columns)


def test_a_unit_has_one_evaluation_a_year() -> None:
    an_evaluation()
    with pytest.raises(IntegrityError):
        an_evaluation()


def test_a_finding_has_one_explanation() -> None:
    evaluation = an_evaluation()
    Explanation.objects.create(evaluation=evaluation, code="A2-01", where="x", text="一")
    with pytest.raises(IntegrityError):
        Explanation.objects.create(evaluation=evaluation, code="A2-01", where="x", text="二")


def test_the_program_can_not_change_versions_and_history() -> None:
    evaluation = an_evaluation()
    version = freeze(evaluation, "{}", None, "submit")
    write_edits(evaluation, 1, None, [("a", "1", "2")])
    for attempt in (
        version.save,
        version.delete,
        Version.objects.all().delete,
        Edit.objects.get().save,
        Edit.objects.all().delete,
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    with pytest.raises(AppendOnlyError):
        Version.objects.update(document="")


@pytest.mark.parametrize("sql", ["UPDATE records_version SET document = ''", "UPDATE records_edit SET new = ''"])
def test_the_database_itself_refuses_changes_of_versions_and_history(sql: str) -> None:
    the_database_refuses(sql)


@pytest.mark.postgres
@pytest.mark.parametrize("sql", ["DELETE FROM records_version", "DELETE FROM records_edit"])
def test_postgresql_itself_refuses_deleting_versions_and_history(sql: str) -> None:
    the_database_refuses(sql)


def the_database_refuses(sql: str) -> None:
    evaluation = an_evaluation()
    freeze(evaluation, "{}", None, "submit")
    write_edits(evaluation, 1, None, [("a", "1", "2")])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
