"""Taking a submission back, until a reviewer has opened it."""

import pytest

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.comments.services import open_comment
from evaluations.common.refusal import Refused
from evaluations.history.events import history
from evaluations.history.review_start import may_start, start_review
from evaluations.records.states import State
from evaluations.workflow.transitions import perform, possible
from tests.factories import a_person
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


def test_who_submitted_takes_it_back_from_the_unit_head() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    assert perform("withdraw", scenario.pk, actor_of(scenario.preparer)).state == State.DRAFTING


def test_another_preparer_of_the_unit_can_not() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    with pytest.raises(Refused, match="提交的填报人"):
        perform("withdraw", scenario.pk, actor_of(a_person(Role.PREPARER, scenario.unit)))


def test_another_head_of_the_unit_can_not() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    with pytest.raises(Refused, match="确认上报的负责人"):
        perform("withdraw", scenario.pk, actor_of(a_person(Role.UNIT_HEAD, scenario.unit)))


def test_once_the_review_started_nobody_can() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert "withdraw" in [step.name for step in possible(scenario.evaluation, actor_of(scenario.head))]
    start_review(scenario.pk, actor_of(scenario.reviewer))
    assert "withdraw" not in [step.name for step in possible(scenario.evaluation, actor_of(scenario.head))]
    with pytest.raises(Refused, match="审核员开始审核之前"):
        perform("withdraw", scenario.pk, actor_of(scenario.head))


def test_the_first_comment_starts_the_review() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    open_comment(scenario.pk, actor_of(scenario.reviewer), "filing_date", "请核对日期。")
    assert scenario.evaluation.review_started_by == scenario.reviewer
    with pytest.raises(Refused):
        perform("withdraw", scenario.pk, actor_of(scenario.head))


@pytest.mark.slow
def test_a_start_is_in_the_history_once() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    start_review(scenario.pk, actor_of(scenario.reviewer))
    start_review(scenario.pk, actor_of(scenario.manager))
    assert [event.transition for event in history(scenario.evaluation)] == ["submit", "confirm", "start_review"]
    assert scenario.evaluation.review_started_by == scenario.reviewer


@pytest.mark.slow
def test_a_second_submission_can_be_withdrawn_again() -> None:
    scenario = Scenario().at(State.RETURNED).submit().confirm()
    assert perform("withdraw", scenario.pk, actor_of(scenario.head)).state == State.DRAFTING


@pytest.mark.parametrize("state", [state for state in State if state != State.SUBMITTED])
def test_only_a_submission_can_be_started(state: State) -> None:
    scenario = Scenario().at(state)
    assert not may_start(scenario.evaluation, actor_of(scenario.reviewer))
    with pytest.raises(Refused, match="不能开始审核"):
        start_review(scenario.pk, actor_of(scenario.reviewer))


@pytest.mark.slow
def test_only_the_units_reviewer_or_the_manager_starts() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    for person in scenario.everybody:
        may = person in (scenario.reviewer, scenario.manager)
        assert may_start(scenario.evaluation, actor_of(person)) == may, person
        if not may:
            with pytest.raises(Refused, match=r"^只有"):
                start_review(scenario.pk, actor_of(person))
