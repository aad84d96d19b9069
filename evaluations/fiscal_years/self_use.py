"""A unit that uses the program only for itself, without a bureau, opens its own years, which stay open."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.models import USUAL_KINDS, FiscalYear, FormEdition
from evaluations.fiscal_years.services import kind_of, open_year
from evaluations.units.models import Region, Unit

_OFFERED = 10
_FOR_GOOD = timedelta(days=100 * 365)


def usual_year() -> int:
    """The year that is evaluated now, which is last year."""
    return timezone.localdate().year - 1


def years_to_open(region: Region) -> list[int]:
    """The years in which a unit of this region may open a form of some kind itself, latest first; none if there is a bureau."""
    if region.has_bureau:
        return []
    opened = set(FiscalYear.objects.filter(region=region).values_list("year", "kind"))
    offered = range(usual_year() + 1, usual_year() - _OFFERED, -1)
    return [year for year in offered if any((year, kind) not in opened for kind in USUAL_KINDS.values())]


def editions_to_choose(region: Region | None = None) -> Sequence[FormEdition]:
    """The latest version of each edition that a region may use, without its content: those that come with the program, its own, and those of the regions above it.

    Forms of whole units come first, of these one with scores, the most recently loaded.
    """
    offered = FormEdition.objects.filter(Q(region=None) | Q(region__in=with_those_above(region)), withdrawn_at=None)
    latest = {edition.code: edition for edition in offered.defer("content").order_by("version")}
    return sorted(latest.values(), key=_rank)


def with_those_above(region: Region | None) -> list[Region]:
    """The region and those above it."""
    found = list[Region]()
    while region is not None and region not in found:
        found.append(region)
        region = region.parent
    return found


def _rank(stored: FormEdition) -> tuple[bool, bool, int]:
    return stored.subject != "unit", not stored.edition.has_scores, -stored.pk


@transaction.atomic
def open_own_year(unit: Unit, year: int, edition: FormEdition, actor: Actor | None) -> FiscalYear:
    """The fiscal year in the unit's region with a form of this kind, which is opened if necessary.

    Raises:
        Refused: a bureau opens the years there, the year is not offered, or the actor is not the unit's preparer.
    """
    if actor is not None and unit.pk not in actor.units(Role.PREPARER):
        raise Refused("只有本单位的填报人可以开始新的年度。")
    if unit.region.has_bureau:
        raise Refused(f"年度由{unit.region.bureau_name}设定，请等通知，或者与{unit.region.bureau_name}联系。")
    opened = FiscalYear.objects.filter(region=unit.region, year=year, kind=kind_of(edition, "")).first()
    if opened is None and year not in years_to_open(unit.region):
        raise Refused(f"不能开始 {year} 年度：请选择最近 {_OFFERED} 年中的一年。")
    now = timezone.now()
    return opened or open_year(unit.region, year, edition, opens_at=now, deadline=now + _FOR_GOOD, actor=actor)
