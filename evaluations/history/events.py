"""Locks an evaluation, and writes and lists its events (办理记录)."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import Act, record_all
from accounts.roles import Role
from evaluations.common.kept_query import Given, Kept
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_text
from evaluations.dossier.store import documents
from evaluations.history.models import TEXT_LIMIT, Event
from evaluations.records import seals
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State

logger = logging.getLogger(__name__)


def locked(evaluation_id: int) -> SelfEvaluation:
    """The evaluation, with its row locked until the caller's transaction ends.

    Raises:
        Refused: there is none.
    """
    related = documents().select_related("unit__assignment")
    try:
        return related.select_for_update(of=("self",)).get(pk=evaluation_id)
    except SelfEvaluation.DoesNotExist:
        raise Refused("没有这份自评。") from None


def locked_all(evaluation_ids: Collection[int]) -> list[SelfEvaluation]:
    """Several evaluations by their primary keys, with their rows locked until the caller's transaction ends."""
    related = documents().select_related("unit__assignment__reviewer")
    return list(related.select_for_update(of=("self",)).filter(pk__in=evaluation_ids).order_by("pk"))


def cleaned(text: str, what: str) -> str:
    """A typed text as stored.

    Raises:
        Refused: the text, which the message calls `what`, is longer than 2,000 characters or not printable.
    """
    try:
        return clean_text(text, TEXT_LIMIT)
    except Unreadable as fault:
        raise Refused(f"{what}：{fault}") from fault


class Happened(NamedTuple):
    """Who brought an evaluation from `source` to the state that it has now, in which role.

    `sha256` is that of the version frozen on the way; `opens` says what a return opens, for the log.
    """

    evaluation: SelfEvaluation
    source: State
    actor: Actor
    role: Role
    comment: str = ""
    sha256: str = ""
    opens: str = ""


def write_event(
    evaluation: SelfEvaluation,
    name: str,
    source: State,
    actor: Actor,
    role: Role,
    *,
    comment: str = "",
    sha256: str = "",
) -> Event:
    """The event `name` of one evaluation; see `write_events`."""
    (event,) = write_events(name, [Happened(evaluation, source, actor, role, comment, sha256)])
    return event


def write_events(name: str, happened: Sequence[Happened]) -> list[Event]:
    """The event `name` of each evaluation; also in the audit log. As many queries for hundreds as for one.

    Write them last: they seal what was written about the evaluations, and lock the audit chain.
    """
    now = timezone.now()
    events = Event.objects.bulk_create([_event(name, each, now) for each in happened])
    sealed = seals.seal_all([each.evaluation for each in happened])
    record_all([_act(name, each, sealed[each.evaluation.pk]) for each in happened])
    for event in events:
        transaction.on_commit(partial(notify, event))
    return events


def _event(name: str, happened: Happened, now: datetime) -> Event:
    return Event(
        evaluation=happened.evaluation,
        transition=name,
        source=happened.source,
        target=happened.evaluation.state,
        actor=happened.actor.person,
        role=happened.role,
        at=now,
        comment=happened.comment,
    )


def _act(name: str, happened: Happened, sealed: Sequence[seals.Seal]) -> Act:
    evaluation = happened.evaluation
    detail = {"from": happened.source, "to": evaluation.state, "comment": happened.comment}
    more = {"version": happened.sha256, "opens": happened.opens}
    detail |= {key: text for key, text in more.items() if text}
    return Act(name, happened.actor, str(evaluation.pk), detail | {seals.KEY: sealed}, evaluation.unit.region)


def notify(event: Event) -> None:
    """Notify the people concerned; for now only the server's log says so, and they find the event on their first page."""
    logger.info("evaluation %s: %s by %s", event.evaluation_id, event.transition, event.actor_id)


_history = Kept(
    lambda: (
        Event.objects.filter(evaluation=Given("evaluation"))
        .select_related("actor")
        .only(*(field.name for field in Event._meta.fields), "actor__name")
        .order_by("pk")
    )
)


def history(evaluation: SelfEvaluation) -> list[Event]:
    """The events of an evaluation, oldest first, with their actors' names. One query."""
    return _history(evaluation=evaluation.pk)
