"""One way through the audit log, and what is gathered on it for the proof and for the next seals."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.audit import anchor
from accounts.audit.chain import Broken, first_broken
from accounts.audit.recording import HEAD_FORGED
from accounts.models import AuditEvent
from evaluations.fiscal_years.deadlines import shown
from evaluations.records import seals
from evaluations.records.seals import Seal

PROOF = "verify_audit"
# Clocks of several machines differ, and are set right by small steps.
_TOLERANCE = timedelta(minutes=1)


class Sealed(NamedTuple):
    """A seal with the event that carries it, and the evaluation that it is about."""

    event: int
    at: datetime
    evaluation: int
    seal: Seal


@dataclass(slots=True)
class Reading:
    """What the log says, as far as its chain holds; `broken` is where it fails.

    `anchored` is the event to which this machine's anchor file had come, `forged` and `backwards` are told in simplified Chinese.
    """

    broken: Broken | None = None
    length: int = 0
    hash: str = ""
    anchored: int = 0
    seals: list[Sealed] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    _at: datetime | None = None

    @property
    def last_sealed(self) -> dict[tuple[str, int], int]:
        """The last sealed id by model and evaluation."""
        return {(one.seal.model, one.evaluation): one.seal.to for one in self.seals}

    @property
    def rows(self) -> Counter[str]:
        """How many rows are sealed, by model."""
        counted: Counter[str] = Counter()
        for one in self.seals:
            counted[one.seal.model] += one.seal.rows
        return counted

    def see(self, event: AuditEvent) -> None:
        """Take in the next event."""
        if self._at and event.at < self._at - _TOLERANCE:
            times = f"{shown(event.at)} 早于上一条的 {shown(self._at)}"
            self.backwards.append(f"第 {event.number} 条的时间 {times}：请核对服务器的时钟。")
        self.seals += [Sealed(event.number, event.at, int(event.subject), one) for one in seals.seals_in(event)]
        if event.action == HEAD_FORGED:
            self.forged.append(f"写第 {event.number} 条审计记录时发现链头被改动过：它前面可能有记录被删除。")
        if event.action == PROOF:
            self._see_proof(json.loads(event.detail))
        self.length, self.hash, self._at = event.number, event.hash, event.at

    def _see_proof(self, detail: dict[str, object]) -> None:
        if detail.get("node") == anchor.node() and isinstance(number := detail.get("anchored"), int):
            self.anchored = number


def read_log() -> Reading:
    """The log, all of it."""
    reading = Reading()
    reading.broken = first_broken(reading.see)
    return reading
