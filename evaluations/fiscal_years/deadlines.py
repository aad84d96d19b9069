"""Deadlines for filling in and submitting: the year's, or the unit's extension."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Expression, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from evaluations.common.moments import moment_text
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.units.models import Unit


def effective_deadline(unit: str = "unit", fiscal_year: str = "fiscal_year") -> Expression:
    """The deadline of a row's unit in its year, for `annotate`; the arguments are the row's lookups to both (default: an evaluation's)."""
    extension = DeadlineExtension.objects.filter(unit=OuterRef(unit), fiscal_year=OuterRef(fiscal_year))
    deadline = F(f"{fiscal_year}__deadline")
    return Greatest(deadline, Coalesce(Subquery(extension.values("until")), deadline))


def deadline_for(fiscal_year: FiscalYear, unit: Unit) -> datetime:
    """The deadline of `unit`: the later of its extension and the year's deadline. One query."""
    until = DeadlineExtension.objects.filter(fiscal_year=fiscal_year, unit=unit).values_list("until", flat=True).first()
    return max(fiscal_year.deadline, until or fiscal_year.deadline)


def extensions_of(units: Iterable[Unit]) -> "QuerySet[DeadlineExtension, tuple[int, int, datetime]]":
    """(unit, fiscal year, until) of every extension for these units, with primary keys. One query."""
    return DeadlineExtension.objects.filter(unit__in=units).values_list("unit", "fiscal_year", "until")


def why_closed(fiscal_year: FiscalYear, deadline: datetime, now: datetime) -> str:
    """Why nothing can be filled in or submitted `now`, and what to do; "" between the year's opening and the unit's `deadline`."""
    if now < fiscal_year.opens_at:
        return f"{fiscal_year}自评 {deadline_text(fiscal_year.opens_at)} 开始填报，现在还不能填写。"
    if now > deadline:
        bureau = fiscal_year.region.bureau_name
        return f"{fiscal_year}自评已于 {deadline_text(deadline)} 截止，不能再填写和提交。确需填报的，请联系{bureau}申请延期。"
    return ""


def refuse_unless_open(fiscal_year: FiscalYear, deadline: datetime, now: datetime) -> None:
    """Raise Refused unless `now` is between the year's opening and the unit's `deadline`.

    Raises:
        Refused: it is too early or too late; the text names the moment and what to do.
    """
    reason = why_closed(fiscal_year, deadline, now)
    if reason:
        raise Refused(reason)


def deadline_text(moment: datetime) -> str:
    """A deadline as shown on screens and in messages."""
    return moment_text(moment)
