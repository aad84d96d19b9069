"""How the log stands: what the last proof and the last maintenance found."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEvent, Maintenance
from evaluations.auditing.reading import PROOF
from evaluations.auditing.words import clock


@dataclass(frozen=True, slots=True)
class Proof:
    """The last proof; `state` is (words, tone)."""

    at: str
    by: str
    state: tuple[str, str]
    events: int
    sealed: int
    not_sealed: int
    faults: Sequence[str]
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The last maintenance; `fault` says what is wrong and what to do, "" when nothing is."""

    day: str
    state: tuple[str, str]
    fault: str


def last_proof() -> Proof | None:
    """What the last proof found; None when there was none. One query."""
    event = AuditEvent.objects.filter(action=PROOF).order_by("-at", "-pk").first()
    if event is None:
        return None
    told = json.loads(event.detail)
    state = ("有问题", "error") if told["faults"] else ("完整", "done")
    by = event.actor_name or f"服务器（{told['account']}）"
    counts = (told["events"], told["sealed"], told["not_sealed"])
    return Proof(clock(event.at), by, state, *counts, told["faults"], told["remarks"])


def last_upkeep() -> Upkeep:
    """How the last maintenance ended. One query."""
    last = Maintenance.objects.first()
    if last is None:
        return Upkeep("还没有运行过", ("未运行", "neutral"), "")
    day = last.day.isoformat()
    if last.finished_at is None:
        return Upkeep(day, ("没有结束", "waiting"), "")
    if last.has_failed:
        return Upkeep(
            day,
            ("失败", "error"),
            f"{day} 的每日维护失败：{last.outcome} 请维护服务器的技术人员运行 ./run maintenance。",
        )
    if last.day < timezone.localdate() - timedelta(days=1):
        return Upkeep(
            day, ("已过期", "attention"), f"每日维护自 {day} 起没有运行：请维护服务器的技术人员检查服务器的日志。"
        )
    return Upkeep(day, ("完成", "done"), "")
