"""Opening a fiscal year and granting a unit a later deadline."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_text
from evaluations.fiscal_years.deadlines import shown
from evaluations.fiscal_years.models import REASON_LIMIT, DeadlineExtension, FiscalYear, FormEdition
from evaluations.units.models import Region, Unit


@transaction.atomic
def open_year(
    region: Region,
    year: int,
    edition: FormEdition,
    *,
    opens_at: datetime,
    deadline: datetime,
    actor: User | None = None,
) -> FiscalYear:
    """The new fiscal year of a region.

    Raises:
        ValidationError: the year is there already or out of range, or the deadline is not after the opening.
    """
    fiscal_year = FiscalYear(region=region, year=year, edition=edition, opens_at=opens_at, deadline=deadline)
    fiscal_year.full_clean()
    fiscal_year.save()
    record(
        "open_year",
        actor,
        subject=f"{region.code} {year}",
        detail={"edition": str(edition), "deadline": deadline.isoformat()},
    )
    return fiscal_year


@transaction.atomic
def grant_extension(
    fiscal_year: FiscalYear, unit: Unit, until: datetime, reason: str, actor: User
) -> DeadlineExtension:
    """A later deadline for one unit, in place of an earlier extension; audited.

    Raises:
        Refused: not by a manager of the year's region, a unit of another region, no reason, or not later than the deadline and now.
    """
    now = timezone.now()
    if actor.role != Role.MANAGER or actor.region != fiscal_year.region or unit.region_id != fiscal_year.region_id:
        raise Refused("只有本地区的财政局绩效管理员可以给本地区的单位延期。")
    if until <= max(now, fiscal_year.deadline):
        raise Refused(f"延期时间应晚于现在，并晚于截止时间 {shown(fiscal_year.deadline)}。")
    values = {"until": until, "reason": _reason(reason), "granted_by": actor, "granted_at": now}
    extension, _ = DeadlineExtension.objects.update_or_create(fiscal_year=fiscal_year, unit=unit, defaults=values)
    record(
        "grant_extension",
        actor,
        subject=f"{unit.code} {fiscal_year.year}",
        detail={"until": until.isoformat(), "reason": extension.reason},
    )
    return extension


def _reason(text: str) -> str:
    try:
        reason = clean_text(text, REASON_LIMIT)
    except Unreadable as fault:
        raise Refused(f"延期原因：{fault}") from fault
    if not reason:
        raise Refused("请填写延期原因。")
    return reason
