"""Verifies append-only data: the audit log against its key and its anchor; edits, versions and events against the seals in the log."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from django.apps import apps
from django.db import IntegrityError

from accounts.actors import Actor
from accounts.audit import anchor, record
from accounts.audit.operators import account
from accounts.audit.promises import what_is_not_promised
from accounts.audit.scopes import named, placed
from accounts.models import SYSTEM_SCOPE, AuditEvent
from evaluations.auditing.reading import PROOF, Reading
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.records import seals
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import first_broken_version

_TOLD = 20


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found: `faults` say what was changed or is missing, `remarks` what else people should know."""

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


def verify(actor: Actor | None = None, *, begun: Reading | None = None, new_anchor: bool = False) -> ChainReport:
    """Verify everything, write the anchor if all is well, and log what was found.

    `begun`: the log as far as it has already been read; the rest is read here. `new_anchor`: the anchor file is first set aside, and a new one
    is started. `actor` is None for the operator and the daily maintenance.
    """
    if new_anchor:
        anchor.set_aside()
    reading = begun or Reading()
    reading.read_on()
    faults = list(_faults(reading, {} if new_anchor else reading.anchored)) or list(_anchor_written(reading))
    rows, remarks = reading.rows, [*reading.backwards[:_TOLD], *filter(None, [what_is_not_promised()])]
    report = ChainReport(reading.length, rows.total(), seals.not_sealed(rows), faults, remarks)
    told = asdict(report) | {"faults": faults[:_TOLD], "node": anchor.node(), "new_anchor": new_anchor}
    lengths = {scope: number for scope, (number, _) in reading.heads.items()}
    told["anchored"] = reading.anchored if faults else lengths
    if faults:
        told |= {"held": lengths, "broken": {broken.scope: broken.number for broken in reading.broken}}
    try:
        record(PROOF, actor, detail=told | ({"account": account()} if actor is None else {}))
    except IntegrityError:
        faults.append(f"核对结果没有记入日志：“{named(SYSTEM_SCOPE)}”的链头缺失或被改动，与已有的记录冲突。")
    return report


def _faults(reading: Reading, expected: Mapping[str, int]) -> Iterator[str]:
    yield from _broken_anchor(expected)
    for broken in reading.broken:
        yield f"{placed(broken.scope, broken.number)}审计记录有问题：{broken.reason}。"
    yield from reading.forged
    yield from _broken_seals(reading)
    yield from _broken_versions()


def _broken_anchor(expected: Mapping[str, int]) -> Iterator[str]:
    """Where the file contradicts the log. Both are read after `expected`, because others may verify in the meantime."""
    try:
        anchored = anchor.lines()
    except (anchor.Forged, OSError) as fault:
        yield f"{fault}。"
        return
    yield from anchor.missing(anchored, expected)
    for scope in sorted({line.scope for line in anchored}):
        lines = [line for line in anchored if line.scope == scope]
        chain = AuditEvent.objects.filter(scope=scope).order_by("number").values_list("number", "hash")
        last = chain.last()
        yield from anchor.faults(
            lines, dict(chain.filter(number__in=[line.number for line in lines])), last[0] if last else 0
        )


def _anchor_written(reading: Reading) -> Iterator[str]:
    try:
        anchor.append(reading.heads)
    except OSError as fault:
        yield f"锚定文件 {anchor.path()} 写不进去（{fault.strerror}）：请检查文件夹的权限和剩余空间。"


def _broken_seals(reading: Reading) -> Iterator[str]:
    for event, at, evaluation_id, sealed in reading.seals:
        if fault := seals.fault(evaluation_id, sealed):
            name = apps.get_model(sealed.model)._meta.verbose_name
            yield f"{_named(evaluation_id)}的{name}有问题：{event}审计记录（{deadline_text(at)}）封存的{fault}。"


def _broken_versions() -> Iterator[str]:
    for evaluation in SelfEvaluation.objects.filter(versions__isnull=False).distinct().order_by("pk").iterator():
        if number := first_broken_version(evaluation):
            yield f"{_named(evaluation.pk)}的第 {number} 版有问题：内容被改动、缺失，或与上一版不衔接。"


def _named(evaluation_id: int) -> str:
    found = SelfEvaluation.objects.select_related("unit", "fiscal_year", "project").filter(pk=evaluation_id).first()
    return f"{found.unit.name} {found.title}" if found else f"编号 {evaluation_id} 的自评"
