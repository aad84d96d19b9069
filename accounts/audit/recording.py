"""Appending to the audit log: each event's hash covers the event before, and is keyed."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.audit.chain import head_mac, is_head, keyed_hash
from accounts.models import AuditChain, AuditEvent, AuditTally, User

HEAD_FORGED = "head_forged"
_INTRODUCED = "key_introduced"


@transaction.atomic
def record(
    action: str, actor: User | None = None, subject: str = "", detail: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Append an event, in the caller's transaction if there is one; `detail` holds what JSON can.

    The chain's head stays locked until that transaction ends: make this the last thing in it.
    """
    head = _locked_head()
    if head.length and not is_head(head):
        # Going on would heal the head: what was found stays told in the log.
        _append(head, HEAD_FORGED, detail={"length": head.length, "hash": head.hash})
    return _append(head, action, actor, subject, detail)


@transaction.atomic
def seal_what_has_no_key(**_: Any) -> None:
    """After a `migrate`: events that were written before there was a key get one after them, whose keyed hash covers them all."""
    if not is_made():
        return
    last = AuditEvent.objects.order_by("-number").first()
    if (
        last is not None
        and last.hash != keyed_hash(last)
        and not AuditEvent.objects.filter(action=_INTRODUCED).exists()
    ):
        _append(_locked_head(), _INTRODUCED, detail={"events": last.number})


def is_made() -> bool:
    """Whether the database is migrated as far as the log needs: the table that came last is there."""
    return AuditTally._meta.db_table in connection.introspection.table_names()


def _locked_head() -> AuditChain:
    head, _ = AuditChain.objects.select_for_update().get_or_create(pk=1)
    return head


def _append(
    head: AuditChain,
    action: str,
    actor: User | None = None,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
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
    head.length, head.hash, head.mac = event.number, event.hash, head_mac(event.number, event.hash)
    head.save(update_fields=("length", "hash", "mac"))
    return event
