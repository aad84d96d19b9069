"""The audit log: events chained by SHA-256, so that a changed, inserted or missing one is found."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditChain, AuditEvent, User

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain first fails, and how."""

    number: int
    reason: str


@transaction.atomic
def record(
    action: str, actor: User | None = None, subject: str = "", detail: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Append an event, in the caller's transaction if there is one; `detail` holds what JSON can.

    The chain's head stays locked until that transaction ends: make this the last thing in it.
    """
    head, _ = AuditChain.objects.select_for_update().get_or_create(pk=1)
    event = AuditEvent(
        number=head.length + 1,
        at=timezone.now(),
        actor=actor,
        actor_name=actor.name if actor else "",
        action=action,
        region=actor.region if actor else None,
        subject=subject,
        detail=json.dumps(detail or {}, sort_keys=True),
        previous_hash=head.hash,
    )
    event.hash = _hash(event)
    event.save()
    AuditChain.objects.filter(pk=head.pk).update(length=event.number, hash=event.hash)
    return event


def first_broken() -> Broken | None:
    """The first place where the chain fails; None when every event is as it was written. Others may go on writing meanwhile."""
    head = _head()
    length, last_hash = 0, ""
    for event in AuditEvent.objects.order_by("number").iterator(_CHUNK):
        if event.number != length + 1:
            return Broken(length + 1, "记录缺失")
        if event.previous_hash != last_hash:
            return Broken(event.number, "与上一条记录不衔接")
        if event.hash != _hash(event):
            return Broken(event.number, "内容被改动")
        length, last_hash = event.number, event.hash
        if length == head.length and last_hash != head.hash:
            return Broken(length, "与链头不一致")
    if length < head.length:
        return Broken(length + 1, "记录缺失")
    # Read again: an event and the head that counts it become visible together.
    counted = _head().length
    return Broken(counted + 1, "不在链中") if counted < length else None


def _head() -> AuditChain:
    return AuditChain.objects.filter(pk=1).first() or AuditChain()


def _hash(event: AuditEvent) -> str:
    covered = [
        event.number,
        event.at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.actor_name,
        event.action,
        event.region_id,
        event.subject,
        event.detail,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(covered).encode()).hexdigest()
