"""下达: creates a year's evaluations for the units that have to fill them in, all at once; a unit can be excused."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import IntegerField, QuerySet, Value
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import Act, record_all
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.common.years import lasting_in
from evaluations.core.basics.values import Unreadable, clean_text
from evaluations.fiscal_years.models import REASON_LIMIT, FiscalYear
from evaluations.fiscal_years.services import subject_of
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE
from evaluations.units.models import Unit, asked_in

_BATCH = 1000


class Issued(NamedTuple):
    """An evaluation to be created: the keys of the unit and of its project, if it is of one, and the unit's code."""

    unit: int
    project: int | None
    code: str


def not_issued(fiscal_year: FiscalYear, units: QuerySet[Unit]) -> "QuerySet[Any, Any]":
    """What `units` in the year's region evaluate in it, and have not begun yet: one `Issued` for a unit, or for each of its projects."""
    asked = units.filter(asked_in(fiscal_year.year), region=fiscal_year.region_id)
    if not fiscal_year.is_of_projects:
        units = asked.exclude(evaluations__fiscal_year=fiscal_year)
        return units.order_by("code").values_list("pk", Value(None, IntegerField()), "code")
    projects = Project.objects.filter(lasting_in(fiscal_year.year), unit__in=asked)
    projects = projects.exclude(evaluations__fiscal_year=fiscal_year)
    return projects.order_by("unit__code", "number").values_list("unit", "pk", "unit__code")


@transaction.atomic
def issue(fiscal_year: FiscalYear, units: QuerySet[Unit], actor: Actor | None) -> int:
    """Create the year's evaluation for each of `units`, or each of their projects, that has none yet; return how many were created.

    From the first time on, the year is issued.

    Repeating it creates nothing.

    Raises:
        Refused: the actor is not a manager of the year's region, or units begin this year by themselves.
    """
    _refuse_stranger(fiscal_year, actor)
    locked = FiscalYear.objects.select_for_update(of=("self",)).select_related("edition").get(pk=fiscal_year.pk)
    if not locked.needs_issuing:
        raise Refused(f"{locked}由各单位自行开始填报，不用下达。")
    fresh = [Issued(*each) for each in not_issued(locked, units)]
    SelfEvaluation.objects.bulk_create([_evaluation(locked, each) for each in fresh], batch_size=_BATCH)
    if locked.issued_at is None and fresh:
        locked.issued_at, locked.issued_by = timezone.now(), actor.person if actor else None
        locked.save(update_fields=("issued_at", "issued_by"))
    fiscal_year.issued_at, fiscal_year.issued_by = locked.issued_at, locked.issued_by
    if fresh:
        detail = {"units": list(dict.fromkeys(each.code for each in fresh))}
        record_all([Act("issue_year", actor, subject_of(locked), detail, locked.region)])
    return len(fresh)


def _evaluation(year: FiscalYear, issued: Issued) -> SelfEvaluation:
    return SelfEvaluation(unit_id=issued.unit, project_id=issued.project, fiscal_year=year, edition_id=year.edition_id)


def issued_to_all(fiscal_year: FiscalYear) -> QuerySet[Unit]:
    """The units of the year's region that evaluate it, to which a year is issued by default."""
    return Unit.objects.filter(asked_in(fiscal_year.year), region=fiscal_year.region_id)


@transaction.atomic
def excuse(evaluations: Iterable[SelfEvaluation], reason: str, actor: Actor) -> int:
    """Excuse units from their evaluations; return how many were excused. One that is already excused stays as it is.

    Raises:
        Refused: the actor is not a manager of the region, there is no reason, or an evaluation has already been handed in.
    """
    why = _reason(reason)
    found = list(_locked(evaluations))
    for evaluation in found:
        _refuse_stranger(evaluation.fiscal_year, actor)
        if evaluation.state not in EDITABLE:
            raise Refused(f"{evaluation.unit.name}的自评是“{evaluation.stage.for_bureau}”，不能免报；请先退回单位。")
    fresh = [evaluation for evaluation in found if not evaluation.excused_at]
    for evaluation in fresh:
        evaluation.excuse, evaluation.excused_by, evaluation.excused_at = why, actor.person, timezone.now()
    SelfEvaluation.objects.bulk_update(fresh, ("excuse", "excused_by", "excused_at"), batch_size=_BATCH)
    record_all(_act("excuse", each, actor, {"reason": why}) for each in fresh)
    return len(fresh)


@transaction.atomic
def end_excuse(evaluation: SelfEvaluation, actor: Actor) -> None:
    """Let an excused unit fill the evaluation in again.

    Raises:
        Refused: the actor is not a manager of the region.
    """
    (found,) = _locked([evaluation])
    _refuse_stranger(found.fiscal_year, actor)
    if found.excused_at:
        found.excuse, found.excused_by, found.excused_at = "", None, None
        found.save(update_fields=("excuse", "excused_by", "excused_at", "updated_at"))
        record_all([_act("end_excuse", found, actor, {})])


def _locked(evaluations: Iterable[SelfEvaluation]) -> QuerySet[SelfEvaluation]:
    keys = [evaluation.pk for evaluation in evaluations]
    related = SelfEvaluation.objects.select_related("unit", "fiscal_year__region")
    return related.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")


def _refuse_stranger(fiscal_year: FiscalYear, actor: Actor | None) -> None:
    if actor is not None and fiscal_year.region_id not in actor.regions(Role.MANAGER):
        raise Refused("只有本地区的绩效管理员可以下达年度自评、免除单位填报。")


def _reason(text: str) -> str:
    try:
        reason = clean_text(text, REASON_LIMIT)
    except Unreadable as fault:
        raise Refused(f"免报原因：{fault}") from fault
    if not reason:
        raise Refused("请填写免报的原因，单位会看到。")
    return reason


def _act(action: str, evaluation: SelfEvaluation, actor: Actor, detail: dict[str, str]) -> Act:
    return Act(action, actor, str(evaluation.pk), detail, evaluation.fiscal_year.region)
