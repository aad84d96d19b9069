"""Taking a submission back, until a reviewer has opened it."""

import pytest

from accounts.roles import Role
from evaluations.comments.services import open_comment
from evaluations.common.refusal import Refused
from evaluations.history.events import history
from evaluations.history.review_start import may_start, start_review
from evaluations.records.states import State
from evaluations.workflow.transitions import perform, possible
from tests.cast import a_person
from tests.stage import Stage

pytestmark = pytest.mark.django_db


def test_who_submitted_takes_it_back_from_the_unit_head() -> None:
    stage = Stage().at(State.UNIT_CHECK)
    assert perform("withdraw", stage.pk, stage.preparer).state == State.DRAFTING


def test_another_preparer_of_the_unit_can_not() -> None:
    stage = Stage().at(State.UNIT_CHECK)
    with pytest.raises(Refused, match="提交的填报人"):
        perform("withdraw", stage.pk, a_person(Role.PREPARER, stage.unit))


def test_another_head_of_the_unit_can_not() -> None:
    stage = Stage().at(State.SUBMITTED)
    with pytest.raises(Refused, match="确认上报的负责人"):
        perform("withdraw", stage.pk, a_person(Role.UNIT_HEAD, stage.unit))


def test_once_the_review_started_nobody_can() -> None:
    stage = Stage().at(State.SUBMITTED)
    assert "withdraw" in [step.name for step in possible(stage.evaluation, stage.head)]
    start_review(stage.pk, stage.reviewer)
    assert "withdraw" not in [step.name for step in possible(stage.evaluation, stage.head)]
    with pytest.raises(Refused, match="审核员开始审核之前"):
        perform("withdraw", stage.pk, stage.head)


def test_the_first_comment_starts_the_review() -> None:
    stage = Stage().at(State.SUBMITTED)
    open_comment(stage.pk, stage.reviewer, "filing_date", "请核对日期。")
    assert stage.evaluation.review_started_by == stage.reviewer
    with pytest.raises(Refused):
        perform("withdraw", stage.pk, stage.head)


def test_a_start_is_in_the_history_once() -> None:
    stage = Stage().at(State.SUBMITTED)
    start_review(stage.pk, stage.reviewer)
    start_review(stage.pk, stage.manager)
    assert [event.transition for event in history(stage.evaluation)] == ["submit", "confirm", "start_review"]
    assert stage.evaluation.review_started_by == stage.reviewer


def test_a_second_submission_can_be_withdrawn_again() -> None:
    stage = Stage().at(State.RETURNED).submit().confirm()
    assert perform("withdraw", stage.pk, stage.head).state == State.DRAFTING


@pytest.mark.parametrize("state", [state for state in State if state != State.SUBMITTED])
def test_only_a_submission_can_be_started(state: State) -> None:
    stage = Stage().at(state)
    assert not may_start(stage.evaluation, stage.reviewer)
    with pytest.raises(Refused, match="不能开始审核"):
        start_review(stage.pk, stage.reviewer)


def test_only_the_units_reviewer_or_the_manager_starts() -> None:
    stage = Stage().at(State.SUBMITTED)
    for person in stage.everybody:
        may = person in (stage.reviewer, stage.manager)
        assert may_start(stage.evaluation, person) == may, person
        if not may:
            with pytest.raises(Refused, match=r"^只有"):
                start_review(stage.pk, person)
