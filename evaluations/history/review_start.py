"""The moment from which a submission can't be withdrawn: a reviewer has opened it."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from evaluations.access.rights import MANAGER, REVIEWER
from evaluations.common.refusal import Refused
from evaluations.history.events import locked, write_event
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State

LABEL = "开始审核"


def may_start(evaluation: SelfEvaluation, actor: User) -> bool:
    """Whether `actor` can start the review now."""
    waiting = evaluation.state == State.SUBMITTED and evaluation.review_started_at is None
    return waiting and any(right.held(evaluation, actor) for right in (REVIEWER, MANAGER))


@transaction.atomic
def start_review(evaluation_id: int, actor: User) -> SelfEvaluation:
    """The evaluation with its review started; one that is under review already stays as it is.

    Raises:
        Refused: not submitted, or neither the unit's reviewer nor a manager of the region.
    """
    evaluation = locked(evaluation_id)
    if not any(right.held(evaluation, actor) for right in (REVIEWER, MANAGER)):
        raise Refused(f"只有{REVIEWER.words}或者{MANAGER.words}可以{LABEL}。")
    if evaluation.state != State.SUBMITTED:
        raise Refused(f"这份自评现在是“{evaluation.stage.for_bureau}”，不能{LABEL}。")
    if note_start(evaluation, actor):
        write_event(evaluation, "start_review", State.SUBMITTED, actor)
    return evaluation


def note_start(evaluation: SelfEvaluation, actor: User) -> bool:
    """Set who began the review of the locked evaluation, and when, unless that is known already; return whether it was set."""
    if evaluation.review_started_at is not None:
        return False
    evaluation.review_started_by, evaluation.review_started_at = actor, timezone.now()
    evaluation.save(update_fields=("review_started_by", "review_started_at", "updated_at"))
    return True
