"""The chain of the audit log: what an event's hash covers, and where the chain first fails.

Events that were written before there was a key carry a plain SHA-256; the first keyed event covers them through the hash of the one
before it, and after it a plain hash is a fault.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from accounts.audit.keyed import is_mac, mac
from accounts.models import AuditChain, AuditEvent

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain first fails, and how."""

    number: int
    reason: str


def keyed_hash(event: AuditEvent) -> str:
    """The event's hash as it is written now."""
    return mac("event", *_covered(event))


def head_mac(length: int, last_hash: str) -> str:
    """What says that the head was written by the program: without it, the last events could be cut off unnoticed."""
    return mac("head", length, last_hash)


def is_head(head: AuditChain) -> bool:
    """Whether the program wrote the head as it is."""
    return is_mac(head.mac, "head", head.length, head.hash)


def first_broken(*watchers: Callable[[AuditEvent], object]) -> Broken | None:
    """The first place where the chain fails; None when every event is as it was written. Others may go on writing meanwhile.

    Each watcher is called with each event, in order, as long as the chain holds.
    """
    head = _head()
    length, last_hash, is_keyed = 0, "", False
    for event in AuditEvent.objects.order_by("number").iterator(_CHUNK):
        has_key = is_mac(event.hash, "event", *_covered(event))
        if fault := _fault(event, length, last_hash, is_sound=has_key or (not is_keyed and _is_plain(event))):
            return fault
        length, last_hash, is_keyed = event.number, event.hash, is_keyed or has_key
        for watch in watchers:
            watch(event)
        if length == head.length and last_hash != head.hash:
            return Broken(length, "与链头不一致")
    if length and not is_keyed:
        return Broken(length, "没有密钥保护，请先运行 ./run migrate")
    return _broken_head(head, length)


def _fault(event: AuditEvent, length: int, last_hash: str, *, is_sound: bool) -> Broken | None:
    if event.number != length + 1:
        return Broken(length + 1, "记录缺失")
    if event.previous_hash != last_hash:
        return Broken(event.number, "与上一条记录不衔接")
    if is_sound:
        return None
    without_key = "没有密钥：由旧版本的程序写入，或由别人添加"
    return Broken(event.number, without_key if _is_plain(event) else "内容被改动，或密钥不是写入时的密钥")


def _broken_head(head: AuditChain, length: int) -> Broken | None:
    if length < head.length:
        return Broken(length + 1, "记录缺失")
    # Read again: an event and the head that counts it become visible together.
    counted = _head().length
    if counted < length:
        return Broken(counted + 1, "不在链中")
    if head.length and not is_head(head):
        return Broken(head.length, "链头被改动，其后的记录可能被删除")
    return None


def _head() -> AuditChain:
    return AuditChain.objects.filter(pk=1).first() or AuditChain()


def _is_plain(event: AuditEvent) -> bool:
    return event.hash == hashlib.sha256(json.dumps(_covered(event)).encode()).hexdigest()


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
