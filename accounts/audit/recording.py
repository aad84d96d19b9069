"""Appending to the audit log: each event's hash covers the event before, and is keyed."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit.chain import head_mac, keyed_hash
from accounts.models import AuditChain, AuditEvent, User


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
    event.hash = keyed_hash(event)
    event.save()
    mac = head_mac(event.number, event.hash)
    AuditChain.objects.filter(pk=head.pk).update(length=event.number, hash=event.hash, mac=mac)
    return event


def seal_what_has_no_key(**_: Any) -> None:
    """After a `migrate`: events that were written before there was a key get one after them, whose keyed hash covers them all."""
    last = AuditEvent.objects.order_by("-number").first()
    if last is not None and last.hash != keyed_hash(last):
        record("key_introduced", detail={"events": last.number})
