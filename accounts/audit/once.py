"""Events of which the log holds one in a while and not hundreds: the rest is counted outside the chains, whose heads are locked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.audit.recording import record
from accounts.models import AuditTally, User

_SUMMED_AFTER = timedelta(hours=1)
_KEPT = timedelta(days=2)


def start_of_day() -> datetime:
    """When today began, in local time."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def record_once(
    action: str, actor: User, subject: str, since: datetime, detail: Mapping[str, Any] | None = None
) -> bool:
    """Append an event unless there is one of this person, action and subject for the period that began at `since`; gives whether it did.

    Call it outside of a transaction that may be undone.
    """
    if _tally(action, actor, subject, since).exists():
        return False
    with transaction.atomic():
        _, is_new = AuditTally.objects.get_or_create(actor=actor, action=action, subject=subject, since=since)
        if is_new:
            record(action, actor, subject, detail)
    return is_new


def note_refusal(actor: User, subject: str, action: str = "refused", detail: Mapping[str, Any] | None = None) -> None:
    """Somebody was refused: one event a person, subject and hour, with the first one's `detail`; how often more is told when the hour is over."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    if not record_once(action, actor, subject, hour, detail):
        _tally(action, actor, subject, hour).update(count=F("count") + 1)


def sum_up() -> None:
    """Tell the log of the hours that are over what was only counted in them; forget what is old."""
    now = timezone.now()
    over = AuditTally.objects.filter(count__gt=1, since__lte=now - _SUMMED_AFTER)
    for tally in over.select_related("actor__membership__unit__region", "actor__membership__region"):
        with transaction.atomic():
            if over.filter(pk=tally.pk).update(count=1):
                detail = {"action": tally.action, "more": tally.count - 1, "since": tally.since.isoformat()}
                record("repeated", tally.actor, tally.subject, detail)
    AuditTally.objects.filter(since__lt=now - _KEPT).delete()


def _tally(action: str, actor: User, subject: str, since: datetime) -> QuerySet[AuditTally]:
    return AuditTally.objects.filter(actor=actor, action=action, subject=subject, since=since)
