"""Until when a unit may fill in and submit: the year's deadline, or the unit's extension."""

from datetime import datetime

from django.db.models import Expression, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from evaluations.common.refusal import Refused
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.units.models import Unit


def effective_deadline(unit: str = "unit", fiscal_year: str = "fiscal_year") -> Expression:
    """The deadline of a row's unit in its year, for `annotate`; the arguments are the row's paths to both (default: those of an evaluation)."""
    extension = DeadlineExtension.objects.filter(unit=OuterRef(unit), fiscal_year=OuterRef(fiscal_year))
    deadline = F(f"{fiscal_year}__deadline")
    return Greatest(deadline, Coalesce(Subquery(extension.values("until")), deadline))


def deadline_for(fiscal_year: FiscalYear, unit: Unit) -> datetime:
    """Until when `unit` may fill in and submit: its extension, if it reaches further than the year's deadline. One query."""
    until = DeadlineExtension.objects.filter(fiscal_year=fiscal_year, unit=unit).values_list("until", flat=True).first()
    return max(fiscal_year.deadline, until or fiscal_year.deadline)


def why_closed(fiscal_year: FiscalYear, deadline: datetime, now: datetime) -> str:
    """Why nothing can be filled in or submitted `now`, and what to do; "" from the opening moment to that of the unit's `deadline`."""
    if now < fiscal_year.opens_at:
        return f"{fiscal_year}自评 {shown(fiscal_year.opens_at)} 开始填报，现在还不能填写。"
    if now > deadline:
        bureau = fiscal_year.region.bureau_name
        return f"{fiscal_year}自评已于 {shown(deadline)} 截止，不能再填写和提交。确需填报的，请联系{bureau}申请延期。"
    return ""


def refuse_unless_open(fiscal_year: FiscalYear, deadline: datetime, now: datetime) -> None:
    """Raise Refused unless now is between the year's opening and the unit's `deadline`.

    Raises:
        Refused: before or after; it names the moment and what to do.
    """
    reason = why_closed(fiscal_year, deadline, now)
    if reason:
        raise Refused(reason)


def shown(moment: datetime) -> str:
    """A moment as screens and messages show it, in local time: 2024年4月30日 18:00."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
