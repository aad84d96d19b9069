"""Two people, or one person twice, at the same moment."""

import pytest

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.auditing.reading import read_log
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.common.refusal import Refused
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.acting_together import refusals, together
from tests.factories import people
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_submit_pressed_four_times_at_once_is_one_submission() -> None:
    scenario = Scenario().fill()
    results = together(*[lambda: perform("submit", scenario.pk, actor_of(scenario.preparer))] * 4)
    assert refusals(results) == 3
    assert Version.objects.count() == Event.objects.count() == 1
    assert first_broken_version(scenario.evaluation) is None
    assert read_log().broken == []


@pytest.mark.slow
def test_withdrawal_and_approval_at_once_let_one_of_them_pass() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    results = together(
        lambda: perform("withdraw", scenario.pk, actor_of(scenario.head)),
        lambda: perform("approve", scenario.pk, actor_of(scenario.reviewer)),
    )
    assert refusals(results) == 1
    [passed] = [result for result in results if isinstance(result, SelfEvaluation)]
    assert scenario.evaluation.state == passed.state


@pytest.mark.slow
def test_a_comment_and_an_approval_at_once_leave_no_open_comment_on_an_approved_evaluation() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    results = together(
        lambda: open_comment(scenario.pk, actor_of(scenario.reviewer), "filing_date", "请核对。"),
        lambda: perform("approve", scenario.pk, actor_of(scenario.reviewer)),
    )
    assert refusals(results) == 1
    assert (scenario.evaluation.state == State.APPROVED) == (not Comment.objects.exists())


@pytest.mark.slow
def test_of_two_managers_who_decide_a_second_review_at_once_one_is_told() -> None:
    scenario = Scenario().at(State.SECOND_REVIEW)
    [other] = people((Role.MANAGER, scenario.unit.region))
    results = together(
        lambda: perform("approve_again", scenario.pk, actor_of(scenario.manager)),
        lambda: perform("back_to_first", scenario.pk, actor_of(other), "请再核对一次支出。"),
    )
    assert refusals(results) == 1
    [passed] = [result for result in results if isinstance(result, SelfEvaluation)]
    assert scenario.evaluation.state == passed.state
    [refused] = [result for result in results if isinstance(result, Refused)]
    assert str(refused).startswith("这份自评")
