"""Appending to the audit log: each event joins the chain of its scope, with a keyed hash that covers the previous event."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit.chain import head_mac, is_head, is_plain, keyed_hash
from accounts.audit.origin import origin
from accounts.audit.scopes import scope_of
from accounts.models import ADDRESS_LIMIT, SYSTEM_SCOPE, AuditChain, AuditEvent, Result
from evaluations.units.models import Region

HEAD_FORGED = "head_forged"
_INTRODUCED = "key_introduced"


class Act(NamedTuple):
    """One act to be logged, for a region (by default the actor's); `detail` holds JSON values.

    Address and device come from `accounts.audit.origin`.
    """

    action: str
    actor: Actor | None = None
    subject: str = ""
    detail: Mapping[str, Any] | None = None
    region: Region | None = None
    result: Result = Result.DONE


def record(
    action: str,
    actor: Actor | None = None,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    region: Region | None = None,
    *,
    result: Result = Result.DONE,
) -> AuditEvent:
    """Append one event; see `record_all`."""
    (event,) = record_all([Act(action, actor, subject, detail, region, result)])
    return event


@transaction.atomic
def record_all(acts: Iterable[Act]) -> list[AuditEvent]:
    """Append an event for each act, in the caller's transaction if there is one; return the events in the same order.

    The heads of their chains stay locked until that transaction ends: call this last in it, and only once, because the heads must
    be locked in a fixed order.
    """
    events = [_event(act) for act in acts]
    for scope in sorted({event.scope for event in events}):
        head = _locked_head(scope)
        # The next event repairs a forged head, so the forgery is recorded in the log.
        found = [] if not head.length or is_head(head) else [_told_forged(head)]
        _append(head, [*found, *(event for event in events if event.scope == scope)])
    return events


@transaction.atomic
def seal_what_has_no_key(**_: Any) -> None:
    """After a `migrate`: append an event to the events that were written without a key, so that its keyed hash covers them all."""
    if not is_made():
        return
    last = AuditEvent.objects.filter(scope=SYSTEM_SCOPE).order_by("-number").first()
    if last is not None and is_plain(last) and not AuditEvent.objects.filter(action=_INTRODUCED).exists():
        _append(_locked_head(SYSTEM_SCOPE), [_event(Act(_INTRODUCED, detail={"events": last.number}))])


def is_made() -> bool:
    """Whether the database is migrated far enough for the log: the column that was added last exists."""
    table = AuditEvent._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
    return any(column.name == "result" for column in columns)


def _locked_head(scope: str) -> AuditChain:
    head, _ = AuditChain.objects.select_for_update().get_or_create(scope=scope)
    return head


def _event(act: Act) -> AuditEvent:
    region = act.region or (act.actor.region if act.actor else None)
    address, device = origin()
    return AuditEvent(
        scope=scope_of(region),
        actor=act.actor.person if act.actor else None,
        actor_name=act.actor.name if act.actor else "",
        action=act.action,
        region=region,
        subject=act.subject,
        detail=json.dumps(act.detail or {}, sort_keys=True),
        address=address[:ADDRESS_LIMIT],
        device=device,
        result=act.result,
    )


def _told_forged(head: AuditChain) -> AuditEvent:
    detail = json.dumps({"hash": head.hash, "length": head.length})
    return AuditEvent(scope=head.scope, action=HEAD_FORGED, detail=detail, result=Result.FAILED)


def _append(head: AuditChain, events: Sequence[AuditEvent]) -> None:
    at = timezone.now()
    for event in events:
        event.number, event.at, event.previous_hash = head.length + 1, at, head.hash
        event.hash = keyed_hash(event)
        head.length, head.hash = event.number, event.hash
    AuditEvent.objects.bulk_create(events)
    head.mac = head_mac(head.scope, head.length, head.hash)
    head.save(update_fields=("length", "hash", "mac"))
