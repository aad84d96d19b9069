"""The proof of what is written once: the audit log against its key and its anchor; edits, versions and events against the seals in it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.db import IntegrityError

from accounts.audit import anchor, record
from accounts.audit.chain import Broken, first_broken
from accounts.audit.operators import account
from accounts.audit.promises import what_is_not_promised
from accounts.audit.recording import HEAD_FORGED
from accounts.models import AuditEvent, User
from evaluations.fiscal_years.deadlines import shown
from evaluations.records import seals
from evaluations.records.models import SelfEvaluation
from evaluations.records.seals import Seal
from evaluations.records.services import first_broken_version

ACTION = "verify_audit"
# Clocks of several machines differ, and are set right by small steps.
_TOLERANCE = timedelta(minutes=1)
_TOLD = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: `faults` say that something was changed or is missing, `remarks` what a person should know all the same."""

    events: int
    sealed: int
    not_sealed: int
    faults: list[str]
    remarks: list[str]

    @property
    def lines(self) -> list[str]:
        """All of it in words."""
        whole = [] if self.faults else [f"{self.events} 条审计记录完整，未被改动。"]
        rows = f"修改记录、版本、办理记录：已封存 {self.sealed} 条，另有 {self.not_sealed} 条是上次封存之后写的，尚未封存。"
        return [*whole, *self.faults, rows, *self.remarks]


@dataclass(slots=True)
class _Read:
    """What is gathered on the way through the log."""

    wanted: set[int]
    hashes: dict[int, str] = field(default_factory=dict)
    seals: list[tuple[int, datetime, int, Seal]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    last: AuditEvent | None = None
    anchored: int = 0

    def see(self, event: AuditEvent) -> None:
        """Take in the next event."""
        if self.last and event.at < self.last.at - _TOLERANCE:
            self.remarks.append(
                f"第 {event.number} 条的时间 {shown(event.at)} 早于上一条的 {shown(self.last.at)}：请核对服务器的时钟。"
            )
        if event.number in self.wanted:
            self.hashes[event.number] = event.hash
        self.seals += [(event.number, event.at, int(event.subject), one) for one in seals.seals_in(event)]
        if event.action == HEAD_FORGED:
            self.forged.append(f"写第 {event.number} 条审计记录时发现链头被改动过：它前面可能有记录被删除。")
        if event.action == ACTION:
            self._see_proof(json.loads(event.detail))
        self.last = event

    def _see_proof(self, detail: dict[str, object]) -> None:
        if detail.get("node") == anchor.node() and isinstance(number := detail.get("anchored"), int):
            self.anchored = number


def verify(actor: User | None = None, *, new_anchor: bool = False) -> Report:
    """Prove everything, write the anchor when it holds, and tell the log what was found.

    `new_anchor`: the anchor file is set aside first, and a new one is begun. An `actor` of None is the operator or the daily maintenance.
    """
    if new_anchor and anchor.path().exists():
        anchor.set_aside()
    read, faults = _proved(ignores_anchor=new_anchor)
    length = read.last.number if read.last else 0
    if not faults:
        faults = list(_anchor_written(length, read.last.hash if read.last else ""))
    report = Report(length, _sealed_rows(read), seals.not_sealed(_counts(read)), faults, _remarks(read))
    detail = {"events": length, "faults": faults[:_TOLD], "remarks": report.remarks[:_TOLD], "node": anchor.node()}
    rows = {"sealed": report.sealed, "not_sealed": report.not_sealed}
    anchored = {"anchored": read.anchored if faults else length}
    how = ({"new_anchor": True} if new_anchor else {}) | ({"account": account()} if actor is None else {})
    try:
        record(ACTION, actor, detail=detail | rows | anchored | how)
    except IntegrityError:
        report.faults.append("核对结果没有记入日志：链头缺失或被改动，与已有的记录冲突。")
    return report


def last_sealed(read: _Read) -> dict[tuple[str, int], int]:
    """The last sealed id by model and evaluation."""
    return {(one.model, evaluation_id): one.to for _, _, evaluation_id, one in read.seals}


def read_log() -> tuple[_Read, Broken | None]:
    """The log as far as its chain holds, and where it fails."""
    read = _Read(set())
    return read, first_broken(read.see)


def _proved(*, ignores_anchor: bool) -> tuple[_Read, list[str]]:
    faults: list[str] = []
    anchored: list[anchor.Line] = []
    try:
        anchored = anchor.lines()
    except (anchor.Forged, OSError) as fault:
        faults.append(f"{fault}。")
    read = _Read({line.number for line in anchored})
    broken = first_broken(read.see)
    if broken:
        faults.append(f"第 {broken.number} 条审计记录有问题：{broken.reason}。")
    if not faults or broken:
        length = AuditEvent.objects.count() if broken else read.last.number if read.last else 0
        faults += anchor.faults(anchored, read.hashes, length, 0 if ignores_anchor else read.anchored)
    return read, [*faults, *read.forged, *_broken_seals(read), *_broken_versions()]


def _anchor_written(length: int, last_hash: str) -> Iterator[str]:
    try:
        anchor.append(length, last_hash)
    except OSError as fault:
        yield f"锚定文件 {anchor.path()} 写不进去（{fault.strerror}）：请检查文件夹的权限和剩余空间。"


def _broken_seals(read: _Read) -> Iterator[str]:
    for number, at, evaluation_id, sealed in read.seals:
        if fault := seals.fault(evaluation_id, sealed):
            name = apps.get_model(sealed.model)._meta.verbose_name
            yield f"{named(evaluation_id)}的{name}有问题：第 {number} 条审计记录（{shown(at)}）封存的{fault}。"


def _broken_versions() -> Iterator[str]:
    for evaluation in SelfEvaluation.objects.filter(versions__isnull=False).distinct().order_by("pk").iterator():
        if number := first_broken_version(evaluation):
            yield f"{named(evaluation.pk)}的第 {number} 版有问题：内容被改动、缺失，或与上一版不衔接。"


def named(evaluation_id: int) -> str:
    """An evaluation in words, also one that is gone."""
    found = SelfEvaluation.objects.select_related("unit", "fiscal_year").filter(pk=evaluation_id).first()
    return f"{found.unit.name} {found.fiscal_year}自评" if found else f"编号 {evaluation_id} 的自评"


def _counts(read: _Read) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for *_, sealed in read.seals:
        counts[sealed.model] += sealed.rows
    return counts


def _sealed_rows(read: _Read) -> int:
    return sum(_counts(read).values())


def _remarks(read: _Read) -> list[str]:
    return [*read.remarks[:_TOLD], *filter(None, [what_is_not_promised()])]
