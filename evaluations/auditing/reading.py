"""Reads through the audit log once, scope by scope, and gathers what the verification and the next seals need."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.audit import anchor
from accounts.audit.chain import Broken, Walk, scopes
from accounts.audit.recording import HEAD_FORGED
from accounts.audit.scopes import placed
from accounts.models import SYSTEM_SCOPE, AuditEvent
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.records import seals
from evaluations.records.seals import Seal

PROOF = "verify_audit"
# The clocks of several machines differ, and are adjusted in small steps.
_TOLERANCE = timedelta(minutes=1)


class Sealed(NamedTuple):
    """A seal, the event that carries it (in words), and the evaluation that it covers."""

    event: str
    at: datetime
    evaluation: int
    seal: Seal


@dataclass(slots=True)
class Reading:
    """What the log says, as far as its chains are valid.

    `anchored` is the last event in this machine's anchor file, by scope; `forged` and `backwards` hold faults in simplified Chinese.
    """

    anchored: dict[str, int] = field(default_factory=dict)
    seals: list[Sealed] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    _walks: dict[str, Walk] = field(default_factory=dict)

    @property
    def heads(self) -> dict[str, tuple[int, str]]:
        """The number and hash of the last valid event, by scope."""
        return {scope: (walk.length, walk.hash) for scope, walk in self._walks.items()}

    @property
    def length(self) -> int:
        """How many events are valid, in all scopes."""
        return sum(walk.length for walk in self._walks.values())

    @property
    def broken(self) -> list[Broken]:
        """Where the chains first fail, at most once per scope."""
        return [walk.broken for walk in self._walks.values() if walk.broken]

    @property
    def last_sealed(self) -> dict[tuple[str, int], int]:
        """The last sealed id by model and evaluation."""
        last = dict[tuple[str, int], int]()
        for one in self.seals:  # one evaluation's seals may be in several scopes
            key = one.seal.model, one.evaluation
            last[key] = max(last.get(key, 0), one.seal.to)
        return last

    @property
    def rows(self) -> Counter[str]:
        """How many rows are sealed, by model."""
        counted: Counter[str] = Counter()
        for one in self.seals:
            counted[one.seal.model] += one.seal.rows
        return counted

    def read_on(self) -> None:
        """Read to the end of the log; a further call reads what has been written since."""
        for scope in scopes():
            self._walks.setdefault(scope, Walk(scope)).go_on(self._see)

    def _see(self, event: AuditEvent, before: AuditEvent | None) -> None:
        place = placed(event.scope, event.number)
        if before and event.at < before.at - _TOLERANCE:
            times = f"{deadline_text(event.at)} 早于上一条的 {deadline_text(before.at)}"
            self.backwards.append(f"{place}的时间 {times}：请核对服务器的时钟。")
        self.seals += [Sealed(place, event.at, int(event.subject), one) for one in seals.seals_in(event)]
        if event.action == HEAD_FORGED:
            self.forged.append(f"写{place}审计记录时发现链头被改动过：它前面可能有记录被删除。")
        if event.action == PROOF:
            self._see_proof(json.loads(event.detail))

    def _see_proof(self, detail: dict[str, object]) -> None:
        if detail.get("node") != anchor.node():
            return
        anchored = detail.get("anchored")
        if isinstance(anchored, int):  # written before scopes existed
            self.anchored = {SYSTEM_SCOPE: anchored}
        elif isinstance(anchored, dict):
            self.anchored = anchored


def read_log() -> Reading:
    """The whole log."""
    reading = Reading()
    reading.read_on()
    return reading
