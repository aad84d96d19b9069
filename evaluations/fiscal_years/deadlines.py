"""Until when a unit may fill in and submit: the year's deadline, or the unit's extension."""

from datetime import datetime

from django.db.models import Expression, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.refusal import Refused
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


def is_open_for(fiscal_year: FiscalYear, unit: Unit, now: datetime) -> bool:
    """Whether `unit` may fill in and submit; the opening moment and the moment of the deadline itself still count."""
    return fiscal_year.opens_at <= now <= deadline_for(fiscal_year, unit)


def refuse_unless_open(fiscal_year: FiscalYear, unit: Unit, now: datetime) -> None:
    """Let pass while the year is open for `unit`.

    Raises:
        Refused: before the opening or after the deadline; it names the moment and what to do.
    """
    if now < fiscal_year.opens_at:
        raise Refused(f"{fiscal_year}自评 {shown(fiscal_year.opens_at)} 开始填报，现在还不能填报。")
    deadline = deadline_for(fiscal_year, unit)
    if now > deadline:
        raise Refused(
            f"{fiscal_year}自评已于 {shown(deadline)} 截止，不能再填报。如确需填报，请联系{fiscal_year.region.bureau_name}申请延期。"
        )


def shown(moment: datetime) -> str:
    """A moment as screens and messages show it, in local time: 2024年4月30日 18:00."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
