"""What is not said of a new year: it is as in the year before."""

from datetime import datetime
from typing import Any

from evaluations.fiscal_years.levels import USUAL
from evaluations.fiscal_years.models import FiscalYear
from evaluations.units.models import Region


def as_last_time(region: Region, kind: str = "") -> dict[str, Any]:
    """The terms of the region's latest year of a kind, a year later, by the names of `NewYearForm`; the usual levels if there is none."""
    last = FiscalYear.objects.filter(region=region, kind=kind).select_related("edition").first()
    if last is None:
        return {"levels": USUAL}
    later = {name: _a_year_later(getattr(last, name)) for name in ("opens_at", "deadline")}
    return {"year": last.year + 1, "edition": last.edition_id, "notice": last.notice, "levels": last.levels, **later}


def _a_year_later(moment: datetime) -> datetime:
    is_leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year + 1, day=28) if is_leap_day else moment.replace(year=moment.year + 1)
