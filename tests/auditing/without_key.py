"""Events as they are written without the key: by the releases before there was one, and by whoever has only the database."""

import hashlib
import json
from datetime import UTC

from django.utils import timezone

from accounts.models import SYSTEM_SCOPE, AuditChain, AuditEvent


def plain_hash(event: AuditEvent) -> str:
    """The event's hash as anybody can compute it."""
    at = event.at.astimezone(UTC).isoformat()
    who, where = [event.actor_id, event.actor_name], [event.region_id, event.subject]
    covered = [event.number, at, *who, event.action, *where, event.detail, event.previous_hash]
    return hashlib.sha256(json.dumps(covered).encode()).hexdigest()


def append_without_key(count: int) -> None:
    """Append so many events to the log, and tell its head."""
    head, _ = AuditChain.objects.get_or_create(scope=SYSTEM_SCOPE)
    for _ in range(count):
        event = AuditEvent(
            scope=SYSTEM_SCOPE,
            number=head.length + 1,
            at=timezone.now(),
            action="old",
            detail="{}",
            previous_hash=head.hash,
        )
        event.hash = plain_hash(event)
        event.save()
        head.length, head.hash = event.number, event.hash
    AuditChain.objects.filter(pk=head.pk).update(length=head.length, hash=head.hash)
