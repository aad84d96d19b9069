"""Under which name a unit stands in a fiscal year: that of the year's deadline once it is past, until then today's."""

from datetime import date

from django.utils import timezone

from evaluations.fiscal_years.models import FiscalYear


def naming_day(fiscal_year: FiscalYear) -> date:
    """The day whose names and departments count for the year."""
    return min(timezone.localdate(fiscal_year.deadline), timezone.localdate())
