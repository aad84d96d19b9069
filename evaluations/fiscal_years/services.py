"""Opens and changes fiscal years, and grants units a later deadline."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import Act, record, record_all
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_line, clean_text
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.fiscal_years.levels import LEVELS, USUAL
from evaluations.fiscal_years.models import (
    KIND_LIMIT,
    NOTICE_LIMIT,
    REASON_LIMIT,
    USUAL_KINDS,
    DeadlineExtension,
    FiscalYear,
    FormEdition,
)
from evaluations.units.models import Region, Unit

_BATCH = 1000


@transaction.atomic
def open_year(
    region: Region,
    year: int,
    edition: FormEdition,
    *,
    opens_at: datetime,
    deadline: datetime,
    kind: str = "",
    notice: str = "",
    levels: Collection[str] = USUAL,
    needs_issuing: bool = False,
    actor: Actor | None = None,
) -> FiscalYear:
    """Open a fiscal year in a region; a form for projects is of the kind 项目支出, unless another `kind` is given.

    Raises:
        Refused: the region has a bureau, and the actor is not one of its managers; or the notice or the kind can't be stored.
        ValidationError: the year already has this kind or is out of range, or the deadline is not after the opening.
    """
    if region.has_bureau:
        _refuse_stranger(region.pk, actor)
    fiscal_year = FiscalYear(
        region=region,
        year=year,
        kind=kind_of(edition, kind),
        edition=edition,
        opens_at=opens_at,
        deadline=deadline,
        notice=_notice(notice),
        needs_issuing=needs_issuing,
    )
    _set_levels(fiscal_year, levels)
    fiscal_year.full_clean()
    fiscal_year.save()
    detail = {"edition": str(edition), "deadline": deadline.isoformat(), "levels": _levels_told(fiscal_year)}
    record("open_year", actor, subject_of(fiscal_year), detail, region)
    return fiscal_year


@transaction.atomic
def change_year(
    fiscal_year: FiscalYear,
    *,
    opens_at: datetime,
    deadline: datetime,
    notice: str,
    edition: FormEdition,
    levels: Collection[str],
    actor: Actor | None,
) -> FiscalYear:
    """Change a year's times, its notice, its levels of checking and, until it is issued, its edition.

    Afterwards a higher version of the same edition can be chosen, which is offered to the units that have not handed in. A past deadline closes the
    year, a later one opens it again. Other levels are for whatever is done from now on.

    Raises:
        Refused: the actor is not a manager of the region, the notice can't be stored, units have begun with the edition,
            or evaluations wait at a level that is taken away.
        ValidationError: the deadline is not after the opening.
    """
    _refuse_stranger(fiscal_year.region_id, actor)
    changed = (
        FiscalYear.objects.select_for_update(of=("self",)).select_related("region", "edition").get(pk=fiscal_year.pk)
    )
    before = _told(changed)
    is_another = edition.pk != changed.edition_id and not edition.is_higher_than(changed.edition)
    if is_another and changed.evaluations.exists():
        raise Refused("年度已经下达或已有单位开始填报，表样不能再换，只能改用同一表样更高的版本。")
    if edition.subject != changed.edition.subject:
        raise Refused(
            f"{changed}评价的是{changed.edition.get_subject_display()}，不能换成{edition.get_subject_display()}的表样；请另设一种自评。"
        )
    changed.opens_at, changed.deadline, changed.notice, changed.edition = opens_at, deadline, _notice(notice), edition
    _set_levels(changed, levels)
    changed.full_clean()
    changed.save()
    now = _told(changed)
    detail = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
    if detail:
        record("change_year", actor, subject_of(changed), detail, changed.region)
    return changed


def grant_extension(
    fiscal_year: FiscalYear, unit: Unit, until: datetime, reason: str, actor: Actor
) -> DeadlineExtension:
    """Grant one unit a later deadline; see `grant_extensions`."""
    (extension,) = grant_extensions(fiscal_year, [unit], until, reason, actor)
    return extension


@transaction.atomic
def grant_extensions(
    fiscal_year: FiscalYear, units: Sequence[Unit], until: datetime, reason: str, actor: Actor
) -> list[DeadlineExtension]:
    """Grant units a later deadline, replacing earlier extensions; logged.

    Raises:
        Refused: the actor is not a manager of the year's region, a unit belongs to another region, there is no reason, or the new deadline
            is not later than the present one and now.
    """
    now = timezone.now()
    is_own = all(unit.region_id == fiscal_year.region_id for unit in units)
    if fiscal_year.region_id not in actor.regions(Role.MANAGER) or not is_own:
        raise Refused("只有本地区的绩效管理员可以给本地区的单位延期。")
    if until <= max(now, fiscal_year.deadline):
        raise Refused(f"延期时间应晚于现在，并晚于截止时间 {deadline_text(fiscal_year.deadline)}。")
    why = _reason(reason)
    facts = {"until": until, "reason": why, "granted_by": actor.person, "granted_at": now}
    extensions = DeadlineExtension.objects.bulk_create(
        [DeadlineExtension(fiscal_year=fiscal_year, unit=unit, **facts) for unit in units],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=("fiscal_year", "unit"),
        update_fields=tuple(facts),
    )
    detail = {"year": fiscal_year.told, "until": until.isoformat(), "reason": why}
    record_all(Act("grant_extension", actor, unit.code, detail, fiscal_year.region) for unit in units)
    return extensions


def kind_of(edition: FormEdition, typed: str) -> str:
    """The kind of a year with this edition: as typed; else the usual one of its subject.

    Raises:
        Refused: what was typed can't be stored.
    """
    try:
        kind = clean_line(typed, KIND_LIMIT)
    except Unreadable as fault:
        raise Refused(f"种类：{fault}") from fault
    return kind or USUAL_KINDS[edition.subject]


def subject_of(fiscal_year: FiscalYear) -> str:
    """The audit log's name for the year."""
    return " ".join(filter(None, (fiscal_year.region.code, str(fiscal_year.year), fiscal_year.kind)))


def _refuse_stranger(region_id: int, actor: Actor | None) -> None:
    if actor is not None and region_id not in actor.regions(Role.MANAGER):
        raise Refused("只有本地区的绩效管理员可以设定年度。")


def _set_levels(fiscal_year: FiscalYear, levels: Collection[str]) -> None:
    for name, level in LEVELS.items():
        is_taken_away = getattr(fiscal_year, name) and name not in levels
        waiting = fiscal_year.evaluations.filter(state=name).count() if fiscal_year.pk and is_taken_away else 0
        if waiting:
            raise Refused(f"还有 {waiting} 份自评停在“{level.label}”这一级，现在不能取消这一级；请等它们办完再取消。")
        setattr(fiscal_year, name, name in levels)


def _levels_told(fiscal_year: FiscalYear) -> str:
    return "、".join(LEVELS[name].label for name in fiscal_year.levels)


def _told(fiscal_year: FiscalYear) -> dict[str, str]:
    return {
        "opens_at": fiscal_year.opens_at.isoformat(),
        "deadline": fiscal_year.deadline.isoformat(),
        "edition": str(fiscal_year.edition),
        "notice": fiscal_year.notice,
        "levels": _levels_told(fiscal_year),
    }


def _notice(text: str) -> str:
    try:
        return clean_text(text, NOTICE_LIMIT)
    except Unreadable as fault:
        raise Refused(f"通知：{fault}") from fault


def _reason(text: str) -> str:
    try:
        reason = clean_text(text, REASON_LIMIT)
    except Unreadable as fault:
        raise Refused(f"延期原因：{fault}") from fault
    if not reason:
        raise Refused("请填写延期原因。")
    return reason
