"""Appending to the audit log, each event to the chain of its scope: its hash covers the event before, and is keyed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.audit.chain import head_mac, is_head, is_plain, keyed_hash
from accounts.audit.scopes import scope_of
from accounts.models import SYSTEM_SCOPE, AuditChain, AuditEvent, User

HEAD_FORGED = "head_forged"
_INTRODUCED = "key_introduced"


class Act(NamedTuple):
    """What the log is to tell; `detail` holds what JSON can."""

    action: str
    actor: User | None = None
    subject: str = ""
    detail: Mapping[str, Any] | None = None


def record(
    action: str, actor: User | None = None, subject: str = "", detail: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Append one event, as `record_all` does."""
    (event,) = record_all([Act(action, actor, subject, detail)])
    return event


@transaction.atomic
def record_all(acts: Iterable[Act]) -> list[AuditEvent]:
    """Append an event for each act, in the caller's transaction if there is one; gives them in the order of the acts.

    The heads of their chains stay locked until that transaction ends: make this the last thing in it, and do it once, for the heads
    are locked in one order.
    """
    events = [_event(act) for act in acts]
    for scope in sorted({event.scope for event in events}):
        head = _locked_head(scope)
        # Going on would heal a forged head: what was found stays told in the log.
        found = [] if not head.length or is_head(head) else [_told_forged(head)]
        _append(head, [*found, *(event for event in events if event.scope == scope)])
    return events


@transaction.atomic
def seal_what_has_no_key(**_: Any) -> None:
    """After a `migrate`: events that were written before there was a key get one after them, whose keyed hash covers them all."""
    if not is_made():
        return
    last = AuditEvent.objects.filter(scope=SYSTEM_SCOPE).order_by("-number").first()
    if last is not None and is_plain(last) and not AuditEvent.objects.filter(action=_INTRODUCED).exists():
        _append(_locked_head(SYSTEM_SCOPE), [_event(Act(_INTRODUCED, detail={"events": last.number}))])


def is_made() -> bool:
    """Whether the database is migrated as far as the log needs: the column that came last is there."""
    table = AuditChain._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
    return any(column.name == "scope" for column in columns)


def _locked_head(scope: str) -> AuditChain:
    head, _ = AuditChain.objects.select_for_update().get_or_create(scope=scope)
    return head


def _event(act: Act) -> AuditEvent:
    region = act.actor.region if act.actor else None
    return AuditEvent(
        scope=scope_of(region),
        actor=act.actor,
        actor_name=act.actor.name if act.actor else "",
        action=act.action,
        region=region,
        subject=act.subject,
        detail=json.dumps(act.detail or {}, sort_keys=True),
    )


def _told_forged(head: AuditChain) -> AuditEvent:
    detail = json.dumps({"hash": head.hash, "length": head.length})
    return AuditEvent(scope=head.scope, action=HEAD_FORGED, detail=detail)


def _append(head: AuditChain, events: Sequence[AuditEvent]) -> None:
    at = timezone.now()
    for event in events:
        event.number, event.at, event.previous_hash = head.length + 1, at, head.hash
        event.hash = keyed_hash(event)
        head.length, head.hash = event.number, event.hash
    AuditEvent.objects.bulk_create(events)
    head.mac = head_mac(head.scope, head.length, head.hash)
    head.save(update_fields=("length", "hash", "mac"))
