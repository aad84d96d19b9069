"""The chains of the audit log, one per scope: what an event's hash covers, and where a chain first fails.

The system's chain is older than the key and the scopes. Its first events carry a plain SHA-256, the next ones a keyed hash that does not cover the
scope. Then, in any chain, there may be events whose hash does not cover address, device and result. Each form vouches for the previous one, since
it covers the last event's hash; after a newer form, an older one is a fault.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from enum import IntEnum
from typing import Any

from accounts.audit.keyed import is_mac, mac
from accounts.models import SYSTEM_SCOPE, AuditChain, AuditEvent

_CHUNK = 2000

# Called with a valid event and the event before it.
type Watch = Callable[[AuditEvent, AuditEvent | None], object]


class Form(IntEnum):
    """How an event's hash was made; within a chain it never goes down."""

    PLAIN = 1
    KEYED = 2
    SCOPED = 3
    WITH_ORIGIN = 4


_FAULTS = {
    Form.PLAIN: "没有密钥：由旧版本的程序写入，或由别人添加",
    Form.KEYED: "校验值不含所属的地区：由旧版本的程序写入",
    Form.SCOPED: "校验值不含地址、设备和结果：由旧版本的程序写入",
    None: "内容被改动，或密钥不是写入时的密钥",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain of a scope first fails, and how."""

    scope: str
    number: int
    reason: str


@dataclass(slots=True)
class Walk:
    """A walk along the chain of one scope: `last` is the last valid event, `broken` says where the chain first fails."""

    scope: str
    last: AuditEvent | None = None
    broken: Broken | None = None
    form: Form | None = None

    @property
    def length(self) -> int:
        """How many events are valid."""
        return self.last.number if self.last else 0

    @property
    def hash(self) -> str:
        """The hash of the last valid event; "" before the first."""
        return self.last.hash if self.last else ""

    def go_on(self, watch: Watch) -> None:
        """Walk to the end, unless the chain is already broken; `watch` sees each event. Others may keep writing meanwhile."""
        if self.broken:
            return
        head = _head(self.scope)
        events = AuditEvent.objects.filter(scope=self.scope).order_by("number")
        for event in (events.filter(number__gt=self.length) if self.last else events).iterator(_CHUNK):
            self.broken = self._step(event, head, watch)
            if self.broken:
                return
        self.broken = self._broken_end(head)

    def _step(self, event: AuditEvent, head: AuditChain, watch: Watch) -> Broken | None:
        if event.number != self.length + 1:
            return self._broken_at(self.length + 1, "记录缺失")
        if event.previous_hash != self.hash:
            return self._broken_at(event.number, "与上一条记录不衔接")
        form = _form(event)
        if form is None or form < (self.form or form) or (form < Form.SCOPED and self.scope != SYSTEM_SCOPE):
            return self._broken_at(event.number, _FAULTS[form])
        watch(event, self.last)
        self.last, self.form = event, form
        if event.number == head.length and event.hash != head.hash:
            return self._broken_at(event.number, "与链头不一致")
        return None

    def _broken_end(self, head: AuditChain) -> Broken | None:
        if self.form == Form.PLAIN:
            return self._broken_at(self.length, "没有密钥保护，请先运行 ./run migrate")
        if self.length < head.length:
            return self._broken_at(self.length + 1, "记录缺失")
        # Read the head again: an event becomes visible together with the head that counts it.
        counted = _head(self.scope).length
        if counted < self.length:
            return self._broken_at(counted + 1, "不在链中")
        if head.length and not is_head(head):
            return self._broken_at(head.length, "链头被改动，其后的记录可能被删除")
        return None

    def _broken_at(self, number: int, reason: str) -> Broken:
        return Broken(self.scope, number, reason)


def scopes() -> list[str]:
    """The scopes that have a head or an event."""
    heads, events = AuditChain.objects.values_list("scope", flat=True), AuditEvent.objects.order_by()
    return sorted({*heads, *events.values_list("scope", flat=True).distinct()})


def keyed_hash(event: AuditEvent) -> str:
    """The event's hash in the current form."""
    return mac("event", event.scope, *_covered(event), *_origin(event))


def head_mac(scope: str, length: int, last_hash: str) -> str:
    """Proves that the program wrote the head: without it, the last events could be cut off unnoticed."""
    return mac("head", scope, length, last_hash)


def is_head(head: AuditChain) -> bool:
    """Whether the program wrote the head as it stands; the system's head may date from before scopes existed."""
    covered = (head.length, head.hash)
    return is_mac(head.mac, "head", head.scope, *covered) or (
        head.scope == SYSTEM_SCOPE and is_mac(head.mac, "head", *covered)
    )


def is_plain(event: AuditEvent) -> bool:
    """Whether the event's hash needs no key."""
    return event.hash == hashlib.sha256(json.dumps(_covered(event)).encode()).hexdigest()


def _form(event: AuditEvent) -> Form | None:
    if is_mac(event.hash, "event", event.scope, *_covered(event), *_origin(event)):
        return Form.WITH_ORIGIN
    if any(_origin(event)):  # older forms do not cover it, so it must be blank
        return None
    if is_mac(event.hash, "event", event.scope, *_covered(event)):
        return Form.SCOPED
    if is_mac(event.hash, "event", *_covered(event)):
        return Form.KEYED
    return Form.PLAIN if is_plain(event) else None


def _head(scope: str) -> AuditChain:
    return AuditChain.objects.filter(scope=scope).first() or AuditChain(scope=scope)


def _covered(event: AuditEvent) -> list[Any]:
    return [
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


def _origin(event: AuditEvent) -> tuple[str, str, str]:
    return event.address, event.device, event.result
