"""Services that other apps use to save: begin an evaluation, claim a revision, write the edit history, explanations and frozen versions.

`actor` is None for the operator at the server's console (commands), whom people's rights and deadlines do not bind.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import record
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import EXPLANATION_LIMIT, Unreadable, clean_text
from evaluations.core.content.anchors import moved
from evaluations.fiscal_years.deadlines import deadline_for, refuse_unless_open
from evaluations.fiscal_years.models import FiscalYear
from evaluations.projects.models import Project
from evaluations.records.content import insert_rows
from evaluations.records.fillable import refuse_unless_fillable, why_not_fillable
from evaluations.records.models import Edit, Explanation, SelfEvaluation, Version
from evaluations.records.states import EDITABLE
from evaluations.units.models import Unit

__all__ = [
    "Conflict",
    "Refused",
    "begin",
    "claim_revision",
    "first_broken_version",
    "freeze",
    "freeze_all",
    "reanchor_explanations",
    "refuse_stranger",
    "save_explanations",
    "write_all_edits",
    "write_edits",
]


class Conflict(Exception):
    """Somebody else has saved in between; `revision` is the current one."""

    def __init__(self, revision: int) -> None:
        super().__init__("这份自评刚刚被别人保存过，请核对后再保存。")
        self.revision = revision


@transaction.atomic
def begin(unit: Unit, fiscal_year: FiscalYear, actor: Actor | None, project: Project | None = None) -> SelfEvaluation:
    """The unit's evaluation of the year, or of its project in the year, created if there is none yet.

    Raises:
        Refused: the actor is not a preparer of the unit, the unit is inactive or in another region, the year is not open for it, or the
            year's form is for projects, and none (that ran in the year) is given, or the other way round.
    """
    refuse_stranger(unit.pk, actor)
    if unit.region_id != fiscal_year.region_id:
        raise Refused(f"{unit.name}不属于{fiscal_year.region.name}，不能填报该地区的年度自评。")
    if not unit.is_active:
        raise Refused(f"{unit.name}已撤销，不能填报。")
    if not unit.is_asked_in(fiscal_year.year):
        raise Refused(f"{unit.name}{_years(unit)}填报，不填 {fiscal_year}自评；有疑问请联系绩效管理员。")
    _refuse_other_subject(unit, fiscal_year, project)
    if actor is not None:
        refuse_unless_open(fiscal_year, deadline_for(fiscal_year, unit), timezone.now())
    known = SelfEvaluation.objects.filter(unit=unit, fiscal_year=fiscal_year, project=project)
    if actor is not None and fiscal_year.needs_issuing and not known.exists():
        whom = f"{unit.name}的“{project}”" if project else unit.name
        raise Refused(f"{fiscal_year}自评没有下达给{whom}。应当填报的，请联系{fiscal_year.region.bureau_name}。")
    evaluation, is_new = known.get_or_create(defaults=_new(unit, fiscal_year, project))
    if is_new:
        detail = {"unit": unit.code, "year": fiscal_year.told, **({"project": project.name} if project else {})}
        record("begin", actor, subject=str(evaluation.pk), detail=detail)
    return evaluation


def _new(unit: Unit, fiscal_year: FiscalYear, project: Project | None) -> dict[str, object]:
    return {"unit": unit, "fiscal_year": fiscal_year, "project": project, "edition_id": fiscal_year.edition_id}


def _refuse_other_subject(unit: Unit, fiscal_year: FiscalYear, project: Project | None) -> None:
    if fiscal_year.is_of_projects != (project is not None):
        wanted = "逐个项目填报，请先选择项目" if fiscal_year.is_of_projects else "按单位填报，不按项目填报"
        raise Refused(f"{fiscal_year}自评{wanted}。")
    if project and project.unit_id != unit.pk:
        raise Refused(f"“{project}”不是{unit.name}的项目。")
    if project and not project.ran_in(fiscal_year.year):
        raise Refused(f"“{project}”在 {fiscal_year.year} 年度没有实施，不用填报；年度不对的，请先修改项目的起止年度。")


def _years(unit: Unit) -> str:
    since = f"自 {unit.since_year} 年度起" if unit.since_year else ""
    return since + (f"到 {unit.until_year} 年度止" if unit.until_year else "")


def claim_revision(evaluation: SelfEvaluation, revision: int, actor: Actor | None) -> int:
    """Claim the next revision for this save; `revision` is the one on which the typed values are based.

    Call it first in the transaction that stores the content: it locks the evaluation until the end, and an exception rolls everything back.

    Raises:
        Conflict: somebody else has saved in between.
        Refused: the actor is not a preparer of the unit, the state allows no editing, or the year is not open for the unit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("claim_revision needs the caller's transaction")
    refuse_stranger(evaluation.unit_id, actor)
    now = timezone.now()
    claimable = SelfEvaluation.objects.filter(
        pk=evaluation.pk, revision=revision, state__in=EDITABLE, excused_at__isnull=True
    )
    if not claimable.update(revision=F("revision") + 1, updated_at=now):
        raise _why_not_claimed(evaluation, now)
    if actor is not None:
        refuse_unless_fillable(evaluation, now)
    evaluation.revision, evaluation.updated_at = revision + 1, now
    return evaluation.revision


def refuse_stranger(unit_id: int, actor: Actor | None) -> None:
    """Raise Refused unless `actor` fills in for the unit.

    Raises:
        Refused: not a preparer of the unit.
    """
    if actor is not None and unit_id not in actor.units(Role.PREPARER):
        raise Refused("只有本单位的填报人可以填写。")


def _why_not_claimed(evaluation: SelfEvaluation, now: datetime) -> Exception:
    stands = SelfEvaluation.objects.select_related("unit", "fiscal_year__region").get(pk=evaluation.pk)
    if stands.excused_at:
        return Refused(why_not_fillable(stands, now))
    if stands.state not in EDITABLE:
        return Refused(f"这份自评现在是“{stands.stage.for_unit}”，不能修改；需要修改请先撤回，或请审核人退回。")
    return Conflict(stands.revision)


class Changed(NamedTuple):
    """The cells that one save changed: (where, old text, new text) of each."""

    evaluation: SelfEvaluation
    revision: int
    actor: Actor | None
    cells: Iterable[tuple[str, str, str]]


def write_edits(
    evaluation: SelfEvaluation, revision: int, actor: Actor | None, changes: Iterable[tuple[str, str, str]]
) -> None:
    """Write the history of one save: (where, old text, new text) of each cell; one that did not change leaves no line."""
    write_all_edits([Changed(evaluation, revision, actor, changes)])


def write_all_edits(saves: Iterable[Changed]) -> None:
    """Write the history of several saves. One query."""
    now = timezone.now()
    insert_rows(
        Edit,
        [
            {
                "evaluation_id": save.evaluation.pk,
                "revision": save.revision,
                "where": where,
                "old": old,
                "new": new,
                "by_id": save.actor.pk if save.actor else None,
                "at": now,
            }
            for save in saves
            for where, old, new in save.cells
            if old != new
        ],
    )


def save_explanations(evaluation: SelfEvaluation, texts: Mapping[tuple[str, str], str], actor: Actor | None) -> None:
    """Store explanations of findings (code, where), in the revision that the caller has claimed; a blank text removes an explanation.

    Raises:
        Refused: a text is too long or not printable.
    """
    cleaned = {finding: explanation_text(finding, text) for finding, text in texts.items()}
    stored = {(e.code, e.where): e for e in Explanation.objects.filter(evaluation=evaluation)}
    changes = []
    for (code, where), text in cleaned.items():
        old = stored.get((code, where))
        changes.append((f"explanation.{code}.{where}", old.text if old else "", text))
    write_edits(evaluation, evaluation.revision, actor, changes)
    Explanation.objects.filter(
        pk__in=[stored[key].pk for key, text in cleaned.items() if not text and key in stored]
    ).delete()
    Explanation.objects.bulk_create(
        (
            Explanation(evaluation=evaluation, code=code, where=where, text=text)
            for (code, where), text in cleaned.items()
            if text
        ),
        update_conflicts=True,
        unique_fields=("evaluation", "code", "where"),
        update_fields=("text",),
    )


def explanation_text(finding: tuple[str, str], text: str) -> str:
    """The explanation of a finding (code, where) as it is stored.

    Raises:
        Refused: it is too long or not printable.
    """
    try:
        return clean_text(text, EXPLANATION_LIMIT)
    except Unreadable as fault:
        raise Refused(f"{finding[0]} 的说明：{fault}") from fault


def reanchor_explanations(evaluation: SelfEvaluation, moves: Mapping[str, str | None]) -> None:
    """Move explanations along with their rows (see `anchors.moved`); those of a deleted row are deleted."""
    leaving, arriving = [], []
    for explanation in Explanation.objects.filter(evaluation=evaluation):
        where = moved(explanation.where, moves)
        if where != explanation.where:
            leaving.append(explanation.pk)
            if where is not None:
                arriving.append(
                    Explanation(evaluation=evaluation, code=explanation.code, where=where, text=explanation.text)
                )
    # First removed, then inserted again, so that two rows can swap places.
    if leaving:
        Explanation.objects.filter(pk__in=leaving).delete()
        Explanation.objects.bulk_create(arriving)


class ToFreeze(NamedTuple):
    """What a version is made of: the document and what the checks say of it (None: they were not asked), both JSON, and who makes it."""

    evaluation: SelfEvaluation
    document: str
    findings: str | None
    actor: Actor | None


def freeze(
    evaluation: SelfEvaluation,
    document_json: str,
    actor: Actor | None,
    transition: str,
    findings_json: str | None = None,
) -> Version:
    """The next version of one evaluation; see `freeze_all`."""
    (version,) = freeze_all([ToFreeze(evaluation, document_json, findings_json, actor)], transition)
    return version


def freeze_all(frozen: Sequence[ToFreeze], transition: str) -> list[Version]:
    """The next version of each evaluation: its document and the bureau's name, as they stand at `transition`, with what the checks say of it.

    Call it while the evaluations' rows are locked. The caller's audit event should carry the version's `sha256`, which ties it into that chain.
    Two queries, however many.
    """
    before = Version.objects.filter(evaluation__in=[each.evaluation for each in frozen]).order_by("number")
    last = {pk: (number, sha256) for pk, number, sha256 in before.values_list("evaluation", "number", "sha256")}
    return Version.objects.bulk_create(
        [_next_version(each, last.get(each.evaluation.pk, (0, "")), transition) for each in frozen]
    )


def _next_version(frozen: ToFreeze, last: tuple[int, str], transition: str) -> Version:
    number, previous_sha256 = last
    return Version(
        evaluation=frozen.evaluation,
        number=number + 1,
        document=frozen.document,
        findings=frozen.findings,
        sha256=_sha256(frozen.document, frozen.findings),
        previous_sha256=previous_sha256,
        created_by=frozen.actor.person if frozen.actor else None,
        created_at=timezone.now(),
        transition=transition,
        bureau_name=frozen.evaluation.unit.region.bureau_name,
    )


def first_broken_version(evaluation: SelfEvaluation) -> int | None:
    """The number of the first version that is missing, changed or out of its chain; None if all are as they were frozen."""
    previous_sha256 = ""
    for number, version in enumerate(Version.objects.filter(evaluation=evaluation).order_by("number"), 1):
        facts = (version.number, version.previous_sha256, version.sha256)
        if facts != (number, previous_sha256, _sha256(version.document, version.findings)):
            return number
        previous_sha256 = version.sha256
    return None


def _sha256(document: str, findings: str | None) -> str:
    text = document if findings is None else f"{document}\n{findings}"
    return hashlib.sha256(text.encode()).hexdigest()
