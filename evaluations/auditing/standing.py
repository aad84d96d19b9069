"""The state of the log: what the last verification and the last maintenance found."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import SYSTEM_SCOPE, AuditChain, AuditEvent, Maintenance
from evaluations.auditing.reading import PROOF
from evaluations.auditing.words import clock

_FEW = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """The last verification; `state` is (words, tone). By scope: `held` is the last valid event, `broken` the first invalid one."""

    at: str
    by: str
    state: tuple[str, str]
    events: int
    sealed: int
    not_sealed: int
    faults: Sequence[str]
    remarks: Sequence[str]
    held: Mapping[str, int]
    broken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChainLine:
    """The chain of a scope: the last verified event, and the number of events; `state` is (words, tone)."""

    name: str
    code: str
    held: int
    length: int
    state: tuple[str, str]

    @property
    def since(self) -> int:
        """How many events have been written since the verified ones."""
        return max(0, self.length - self.held)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The last maintenance; `fault` says what is wrong and what to do, "" if nothing is."""

    day: str
    state: tuple[str, str]
    fault: str


def last_proof() -> Proof | None:
    """What the last verification found; None if there has been none. One query."""
    event = AuditEvent.objects.filter(action=PROOF).order_by("-at", "-pk").first()
    if event is None:
        return None
    told = json.loads(event.detail)
    state = ("有问题", "error") if told["faults"] else ("完整", "done")
    by = event.actor_name or f"服务器（{told['account']}）"
    counts = (told["events"], told["sealed"], told["not_sealed"])
    held, broken = told.get("held", told["anchored"]), told.get("broken", {})
    if isinstance(held, int):  # written before scopes existed
        held = {SYSTEM_SCOPE: held}
    return Proof(clock(event.at), by, state, *counts, told["faults"], told["remarks"], held, broken)


def reached(proof: Proof | None, names: Mapping[str, str]) -> str:
    """In words, up to which events the last verification found the chains valid; for many chains, only their number."""
    if proof is None:
        return ""
    if len(proof.held) > _FEW:
        return f"{len(proof.held)} 条链，共 {sum(proof.held.values())} 条记录"
    scopes = sorted(proof.held, key=_system_first)
    return "，".join(f"{_name(scope, names)}第 {proof.held[scope]} 条" for scope in scopes)


def chains(proof: Proof | None, names: Mapping[str, str]) -> list[ChainLine]:
    """Every chain, the system's first; `names` holds the regions' names by code. One query."""
    lengths = dict(AuditChain.objects.values_list("scope", "length"))
    known = {*lengths, *(proof.held if proof else ())}
    return [_chain(scope, proof, names, lengths.get(scope, 0)) for scope in sorted(known, key=_system_first)]


def _system_first(scope: str) -> tuple[bool, str]:
    return scope != SYSTEM_SCOPE, scope


def _chain(scope: str, proof: Proof | None, names: Mapping[str, str], length: int) -> ChainLine:
    held = proof.held.get(scope, 0) if proof else 0
    broken = proof.broken.get(scope, 0) if proof else 0
    return ChainLine(
        _name(scope, names), "" if scope == SYSTEM_SCOPE else scope, held, length, _state(held, broken, length)
    )


def _name(scope: str, names: Mapping[str, str]) -> str:
    return "系统" if scope == SYSTEM_SCOPE else names.get(scope, scope)


def _state(held: int, broken: int, length: int) -> tuple[str, str]:
    if broken:
        return f"第 {broken} 条有问题", "error"
    if length < held:
        return "记录缺失", "error"
    return ("完整", "done") if held else ("未核对", "neutral")


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
