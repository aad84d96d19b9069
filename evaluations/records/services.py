"""Helpers with which dossier, filling and workflow save: beginning an evaluation, claiming a revision, edit history, explanations, frozen versions.

An `actor` of None is the operator at the server's console (commands): rights of persons and deadlines do not bind it.
"""

import hashlib
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import EXPLANATION_LIMIT, Unreadable, clean_text
from evaluations.fiscal_years.deadlines import deadline_for, refuse_unless_open
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.anchors import moved
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
    "reanchor_explanations",
    "save_explanations",
    "write_edits",
]


class Conflict(Exception):
    """Somebody else saved in between; `revision` is the current one."""

    def __init__(self, revision: int) -> None:
        super().__init__("这份自评刚刚被别人保存过，请核对后再保存。")
        self.revision = revision


@transaction.atomic
def begin(unit: Unit, fiscal_year: FiscalYear, actor: User | None) -> SelfEvaluation:
    """The unit's evaluation of the year, made if there is none yet.

    Raises:
        Refused: not a preparer of the unit, the unit is out of use or of another region, or the year is not open for it.
    """
    _refuse_stranger(unit.pk, actor)
    if unit.region_id != fiscal_year.region_id:
        raise Refused(f"{unit.name}不属于{fiscal_year.region.name}，不能填报该地区的年度自评。")
    if not unit.is_active:
        raise Refused(f"{unit.name}已停用，不能填报。")
    if actor is not None:
        refuse_unless_open(fiscal_year, deadline_for(fiscal_year, unit), timezone.now())
    values = {"edition_id": fiscal_year.edition_id}
    evaluation, is_new = SelfEvaluation.objects.get_or_create(unit=unit, fiscal_year=fiscal_year, defaults=values)
    if is_new:
        record("begin", actor, subject=str(evaluation.pk), detail={"unit": unit.code, "year": fiscal_year.year})
    return evaluation


def claim_revision(evaluation: SelfEvaluation, revision: int, actor: User | None) -> int:
    """The next revision, claimed for this save; `revision` is the one that the typed values were based on.

    Call it first in the transaction that stores the content: it locks the evaluation until that ends, and what it raises undoes it.

    Raises:
        Conflict: another save came in between.
        Refused: not a preparer of the unit, the state allows no editing, or the year is not open for the unit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("claim_revision needs the caller's transaction")
    _refuse_stranger(evaluation.unit_id, actor)
    now = timezone.now()
    claimable = SelfEvaluation.objects.filter(pk=evaluation.pk, revision=revision, state__in=EDITABLE)
    if not claimable.update(revision=F("revision") + 1, updated_at=now):
        raise _why_not_claimed(evaluation)
    if actor is not None:
        refuse_unless_open(evaluation.fiscal_year, evaluation.deadline, now)
    evaluation.revision, evaluation.updated_at = revision + 1, now
    return evaluation.revision


def _refuse_stranger(unit_id: int, actor: User | None) -> None:
    if actor is not None and (actor.role != Role.PREPARER or actor.unit is None or actor.unit.pk != unit_id):
        raise Refused("只有本单位的填报人可以填写。")


def _why_not_claimed(evaluation: SelfEvaluation) -> Exception:
    stands = SelfEvaluation.objects.only("state", "revision").get(pk=evaluation.pk)
    if stands.state not in EDITABLE:
        return Refused(f"这份自评现在是“{stands.stage.for_unit}”，不能修改；需要修改请先撤回，或请审核人退回。")
    return Conflict(stands.revision)


def write_edits(
    evaluation: SelfEvaluation, revision: int, actor: User | None, changes: Iterable[tuple[str, str, str]]
) -> None:
    """Write the history of one save: (where, old text, new text) of each cell; one that did not change leaves no line."""
    now, by = timezone.now(), actor.pk if actor else None
    Edit.objects.bulk_create(
        Edit(evaluation_id=evaluation.pk, revision=revision, where=where, old=old, new=new, by_id=by, at=now)
        for where, old, new in changes
        if old != new
    )


def save_explanations(evaluation: SelfEvaluation, texts: Mapping[tuple[str, str], str], actor: User | None) -> None:
    """Store why findings (code, where) are all right; a blank text takes the explanation away. In the caller's claimed revision.

    Raises:
        Refused: a text that is too long or not printable.
    """
    cleaned = {finding: _explanation(finding, text) for finding, text in texts.items()}
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


def _explanation(finding: tuple[str, str], text: str) -> str:
    try:
        return clean_text(text, EXPLANATION_LIMIT)
    except Unreadable as fault:
        raise Refused(f"{finding[0]} 的说明：{fault}") from fault


def reanchor_explanations(evaluation: SelfEvaluation, moves: Mapping[str, str | None]) -> None:
    """Move explanations along with their rows; see `anchors.moved`. Those of a deleted row are deleted."""
    leaving, arriving = [], []
    for explanation in Explanation.objects.filter(evaluation=evaluation):
        where = moved(explanation.where, moves)
        if where != explanation.where:
            leaving.append(explanation.pk)
            if where is not None:
                arriving.append(
                    Explanation(evaluation=evaluation, code=explanation.code, where=where, text=explanation.text)
                )
    # Taken out first and put back then, so that two rows can swap places.
    if leaving:
        Explanation.objects.filter(pk__in=leaving).delete()
        Explanation.objects.bulk_create(arriving)


def freeze(
    evaluation: SelfEvaluation,
    document_json: str,
    actor: User | None,
    transition: str,
    findings_json: str | None = None,
) -> Version:
    """The next version of the evaluation: this document and the bureau's name, as they stand at `transition`, with what the checks say of it.

    Call it while the evaluation's row is locked. The caller's audit event should carry the version's `sha256`, which ties it into that chain.
    """
    previous = Version.objects.filter(evaluation=evaluation).order_by("-number").values_list("number", "sha256").first()
    number, previous_sha256 = previous or (0, "")
    return Version.objects.create(
        evaluation=evaluation,
        number=number + 1,
        document=document_json,
        findings=findings_json,
        sha256=_sha256(document_json, findings_json),
        previous_sha256=previous_sha256,
        created_by=actor,
        created_at=timezone.now(),
        transition=transition,
        bureau_name=evaluation.unit.region.bureau_name,
    )


def first_broken_version(evaluation: SelfEvaluation) -> int | None:
    """The number of the first version that is missing, changed or out of its chain; None when all are as they were frozen."""
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
