"""Events that the log records once per period; repeats are counted outside the chains, because appending to a chain locks its head."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actors import Actor, actors_of
from accounts.audit.recording import Act, record, record_all
from accounts.models import AuditTally, Result
from evaluations.common.kept_query import Given, Kept, the_moment, the_text

_noted = Kept(
    lambda: AuditTally.objects.filter(
        actor=Given("person"), action=the_text("action"), subject=the_text("subject"), since=the_moment("since")
    ).values_list("pk", flat=True)
)
_SUMMED_AFTER = timedelta(hours=1)
_KEPT = timedelta(days=2)


def start_of_day() -> datetime:
    """When today began, in local time."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def record_once(
    action: str, actor: Actor, subject: str, since: datetime, detail: Mapping[str, Any] | None = None
) -> bool:
    """Append an event unless the period since `since` already has one by this person with this action and subject; return whether it was appended.

    Call it outside any transaction that may be rolled back.
    """
    return _once(Act(action, actor, subject, detail), since)


def note_refusal(actor: Actor, subject: str, action: str = "refused", detail: Mapping[str, Any] | None = None) -> None:
    """Record a refusal: one event per person, subject and hour, with the `detail` of the first; repeats are reported when the hour is over."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    act = Act(action, actor, subject, detail, result=Result.REFUSED)
    if not _once(act, hour):
        AuditTally.objects.filter(**_period(act, hour)).update(count=F("count") + 1)


def sum_up() -> None:
    """Record the counted repeats of the hours that are over, and delete old counts."""
    now = timezone.now()
    over = AuditTally.objects.filter(count__gt=1, since__lte=now - _SUMMED_AFTER)
    tallies = list(over.select_related("actor"))
    for tally, actor in zip(tallies, actors_of(tally.actor for tally in tallies), strict=True):
        with transaction.atomic():
            if over.filter(pk=tally.pk).update(count=1):
                detail = {"action": tally.action, "more": tally.count - 1, "since": tally.since.isoformat()}
                record("repeated", actor, tally.subject, detail, result=Result.REFUSED)
    AuditTally.objects.filter(since__lt=now - _KEPT).delete()


def _once(act: Act, since: datetime) -> bool:
    if _noted(person=act.actor and act.actor.pk, action=act.action, subject=act.subject, since=since):
        return False
    with transaction.atomic():
        _, is_new = AuditTally.objects.get_or_create(**_period(act, since))
        if is_new:
            record_all([act])
    return is_new


def _period(act: Act, since: datetime) -> dict[str, Any]:
    person = act.actor.person if act.actor else None
    return {"actor": person, "action": act.action, "subject": act.subject, "since": since}
