"""The start of the review, from which a submission can no longer be withdrawn."""

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.access.rights import MANAGER, REVIEWER
from evaluations.common.refusal import Refused
from evaluations.history.events import locked, write_event
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State

LABEL = "开始审核"


def may_start(evaluation: SelfEvaluation, actor: Actor) -> bool:
    """Whether `actor` can start the review now."""
    waiting = evaluation.state == State.SUBMITTED and evaluation.review_started_at is None
    return waiting and _role(evaluation, actor) is not None


@transaction.atomic
def start_review(evaluation_id: int, actor: Actor) -> SelfEvaluation:
    """Start the review of an evaluation; one that is already under review stays as it is.

    Raises:
        Refused: it is not submitted, or the actor is neither the unit's reviewer nor a manager of the region.
    """
    evaluation = locked(evaluation_id)
    role = _role(evaluation, actor)
    if role is None:
        raise Refused(f"只有{REVIEWER.words}或者{MANAGER.words}可以{LABEL}。")
    if evaluation.state != State.SUBMITTED:
        raise Refused(f"这份自评现在是“{evaluation.stage.for_bureau}”，不能{LABEL}。")
    if note_start(evaluation, actor):
        write_event(evaluation, "start_review", State.SUBMITTED, actor, role)
    return evaluation


def _role(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    return REVIEWER.role_of(evaluation, actor) or MANAGER.role_of(evaluation, actor)


def note_start(evaluation: SelfEvaluation, actor: Actor) -> bool:
    """Record who started the review of the locked evaluation, and when, unless that is already recorded; return whether it was set."""
    if evaluation.review_started_at is not None:
        return False
    evaluation.review_started_by, evaluation.review_started_at = actor.person, timezone.now()
    evaluation.save(update_fields=("review_started_by", "review_started_at", "updated_at"))
    return True
