"""Locks an evaluation, and writes and lists its events (办理记录)."""

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_text
from evaluations.dossier.store import documents
from evaluations.history.models import TEXT_LIMIT, Event
from evaluations.records import seals
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State

logger = logging.getLogger(__name__)


def locked(evaluation_id: int) -> SelfEvaluation:
    """The evaluation, its row locked until the caller's transaction ends.

    Raises:
        Refused: there is none.
    """
    related = documents().select_related("unit__assignment")
    try:
        return related.select_for_update(of=("self",)).get(pk=evaluation_id)
    except SelfEvaluation.DoesNotExist:
        raise Refused("没有这份自评。") from None


def cleaned(text: str, what: str) -> str:
    """A typed text (called `what` in the message) as it is stored.

    Raises:
        Refused: longer than 2,000 characters, or not printable.
    """
    try:
        return clean_text(text, TEXT_LIMIT)
    except Unreadable as fault:
        raise Refused(f"{what}：{fault}") from fault


def write_event(
    evaluation: SelfEvaluation, name: str, source: State, actor: User, *, comment: str = "", sha256: str = ""
) -> Event:
    """The event `name`, which brought the evaluation from `source` to the state that it has now; also in the audit log.

    `sha256` is that of the version frozen on the way. Write it last: it seals what was written about the evaluation, and locks the audit chain.
    """
    event = Event.objects.create(
        evaluation=evaluation,
        transition=name,
        source=source,
        target=evaluation.state,
        actor=actor,
        at=timezone.now(),
        comment=comment,
    )
    detail = {"from": source, "to": evaluation.state, "comment": comment} | ({"version": sha256} if sha256 else {})
    record(name, actor, subject=str(evaluation.pk), detail=detail | {seals.KEY: seals.seal(evaluation)})
    transaction.on_commit(lambda: notify(event))
    return event


def notify(event: Event) -> None:
    """Tell the people concerned; for now they find it on their first page, and the log says it."""
    logger.info("evaluation %s: %s by %s", event.evaluation_id, event.transition, event.actor_id)


def history(evaluation: SelfEvaluation) -> QuerySet[Event]:
    """The events of an evaluation, the first one first, with their actors. One query."""
    return Event.objects.filter(evaluation=evaluation).select_related("actor__membership").order_by("pk")
