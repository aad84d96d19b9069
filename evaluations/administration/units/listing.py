"""The list of a region's units: narrowed, 50 a page, with as many queries for 40,000 units as for ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.roles import Role
from evaluations.access.readiness import has_somebody
from evaluations.units.models import Region, Unit, UnitChange, UnitKind

PER_PAGE = 50
IN_USE, CLOSED, ALL = "", "closed", "all"
NO_PREPARER, NO_HEAD = "no_preparer", "no_head"
STATES: Mapping[str, str] = {
    IN_USE: "在用",
    NO_PREPARER: "在用，没有填报人",
    NO_HEAD: "在用，没有单位负责人",
    CLOSED: "已撤销",
    ALL: "全部",
}
_LACKING = {NO_PREPARER: Role.PREPARER, NO_HEAD: Role.UNIT_HEAD}
NONE = "none"
KINDS: Mapping[str, str] = dict(UnitKind.choices) | {NONE: "未填"}
_DEPARTMENTS = 500


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """Some units, and the codes from which the pages before and after go on; "": there are none."""

    units: Sequence[Unit]
    before: str
    after: str


def listed(region: Region, asked: Mapping[str, Any]) -> QuerySet[Unit]:
    """The units of the region that the cleaned `UnitsForm` asks for, by code. A former name finds a unit too."""
    units = _under(region, asked["department"]) if asked["department"] else Unit.objects.filter(region=region)
    if asked["state"] != ALL:
        units = units.filter(is_active=asked["state"] != CLOSED)
    if asked["state"] in _LACKING:
        units = units.exclude(has_somebody(_LACKING[asked["state"]]))
    if asked["kind"]:
        units = units.filter(kind="" if asked["kind"] == NONE else asked["kind"])
    if asked["section"]:
        units = units.filter(Q(section=None) if asked["section"] == NONE else Q(section=asked["section"]))
    if asked["name"]:
        units = units.filter(_is_named(asked["name"]))
    return units.select_related("section", "department").order_by("code")


def page_of(units: QuerySet[Unit], *, after: str = "", before: str = "") -> UnitsPage:
    """The units after this code, or those before the other; the first ones without either. One query, which counts nothing."""
    if before:
        found = list(units.filter(code__lt=before).order_by("-code")[: PER_PAGE + 1])
        shown, has_before, has_after = found[:PER_PAGE][::-1], len(found) > PER_PAGE, True
    else:
        found = list((units.filter(code__gt=after) if after else units)[: PER_PAGE + 1])
        shown, has_before, has_after = found[:PER_PAGE], bool(after), len(found) > PER_PAGE
    return UnitsPage(
        shown, shown[0].code if shown and has_before else "", shown[-1].code if shown and has_after else ""
    )


def sections_to_choose(region: Region) -> Sequence[tuple[str, str]]:
    """(value, label) of the region's sections, and of none. One query."""
    found = region.sections.order_by("name").values_list("pk", "name")
    return [*((str(key), name) for key, name in found), (NONE, "未填")]


def _under(region: Region, name: str) -> QuerySet[Unit]:
    """The units directly under the department whose code or name is `name`; if there is none, under those that contain it."""
    units = Unit.objects.filter(region=region)
    keys = list(units.filter(Q(code=name) | Q(name=name)).values_list("pk", flat=True)[:_DEPARTMENTS])
    if not keys:
        containing = units.filter(Q(name__icontains=name) | Q(code__icontains=name))
        keys = list(
            containing.filter(subordinates__isnull=False).distinct().values_list("pk", flat=True)[:_DEPARTMENTS]
        )
    # By the departments alone, which are in the region: so that their index is used.
    return Unit.objects.filter(department__in=keys)


def _is_named(name: str) -> Q:
    formerly = UnitChange.objects.filter(former_name__icontains=name).values("unit")
    return Q(name__icontains=name) | Q(code__icontains=name) | Q(pk__in=formerly)
