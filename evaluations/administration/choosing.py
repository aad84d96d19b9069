"""Which units an act on a year concerns: all that the year asks, some of these by what they are, or those whose codes were typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from evaluations.fiscal_years.models import FiscalYear
from evaluations.units.departments import with_all_below
from evaluations.units.models import Region, Unit, asked_in

_BETWEEN = re.compile(r"[\s,，、;；]+")
ALL, SOME, CODES = "all", "some", "codes"
CONDITIONS = ("kinds", "sections", "department")
NONE = "none"
"""The choice of units without a kind, or without a section."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen units (typed codes may name closed ones), and the codes that no unit of the region has."""

    units: QuerySet[Unit]
    unknown: Sequence[str] = ()


def chosen_units(year: FiscalYear, asked: Mapping[str, Any]) -> Choice:
    """The units chosen in a clean `UnitsForm`; those chosen by what they are meet every condition that is set."""
    if asked["scope"] == CODES:
        return _listed(year.region, asked["codes"])
    units = Unit.objects.filter(asked_in(year.year), region=year.region)
    return Choice(units.filter(_conditions(year.region, asked)) if asked["scope"] == SOME else units)


def _conditions(region: Region, asked: Mapping[str, Any]) -> Q:
    kinds, sections, department = (asked[name] for name in CONDITIONS)
    wanted = Q()
    if kinds:
        wanted &= Q(kind__in=["" if kind == NONE else kind for kind in kinds])
    if sections:
        of_none = Q(section=None) if NONE in sections else Q(pk__in=())
        wanted &= of_none | Q(section__in=[section for section in sections if section != NONE])
    if department:
        wanted &= Q(pk__in=with_all_below(region, int(department)))
    return wanted


def _listed(region: Region, typed: str) -> Choice:
    codes = [code for code in _BETWEEN.split(typed) if code]
    found = Unit.objects.filter(region=region, code__in=codes)
    known = set(found.values_list("code", flat=True))
    return Choice(found, [code for code in dict.fromkeys(codes) if code not in known])
