"""Two people, or one person twice, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from evaluations.auditing.reading import read_log
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.common.refusal import Refused
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.stage import Stage

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or how it was refused; all start at once."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> int:
    return sum(isinstance(result, Refused) for result in results)


def test_submit_pressed_four_times_at_once_is_one_submission() -> None:
    stage = Stage().fill()
    results = together(*[lambda: perform("submit", stage.pk, stage.preparer)] * 4)
    assert refusals(results) == 3
    assert Version.objects.count() == Event.objects.count() == 1
    assert first_broken_version(stage.evaluation) is None
    assert read_log().broken == []


def test_withdrawal_and_approval_at_once_let_one_of_them_pass() -> None:
    stage = Stage().at(State.SUBMITTED)
    results = together(
        lambda: perform("withdraw", stage.pk, stage.head), lambda: perform("approve", stage.pk, stage.reviewer)
    )
    assert refusals(results) == 1
    [passed] = [result for result in results if isinstance(result, SelfEvaluation)]
    assert stage.evaluation.state == passed.state


def test_a_comment_and_an_approval_at_once_leave_no_open_comment_on_an_approved_evaluation() -> None:
    stage = Stage().at(State.SUBMITTED)
    results = together(
        lambda: open_comment(stage.pk, stage.reviewer, "filing_date", "请核对。"),
        lambda: perform("approve", stage.pk, stage.reviewer),
    )
    assert refusals(results) == 1
    assert (stage.evaluation.state == State.APPROVED) == (not Comment.objects.exists())
