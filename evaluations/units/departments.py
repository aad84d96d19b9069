"""The units under a department (主管部门), as far down as they go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluations.units.models import Region, Unit

_BELOW = """
WITH RECURSIVE below AS (
SELECT id, code, name, department_id FROM units_unit WHERE department_id = %s AND is_active
UNION SELECT next.id, next.code, next.name, next.department_id
FROM below JOIN units_unit AS next ON next.department_id = below.id WHERE next.is_active
) SELECT id, code, name, department_id FROM below ORDER BY code LIMIT %s
"""


def departments(region: Region) -> QuerySet[Unit]:
    """The region's units that have units under them, by code."""
    above = Unit.objects.filter(region=region, department__isnull=False).values("department")
    return Unit.objects.filter(region=region, pk__in=above).order_by("code")


def with_all_below(region: Region, department: int) -> set[int]:
    """The keys of the department and of all units under it, closed ones included. One query."""
    below: dict[int | None, list[int]] = {}
    for unit, above in Unit.objects.filter(region=region).order_by().values_list("pk", "department"):
        below.setdefault(above, []).append(unit)
    found, waiting = {department}, [department]
    while waiting:
        fresh = [unit for unit in below.get(waiting.pop(), ()) if unit not in found]
        found.update(fresh)
        waiting += fresh
    return found


def above(unit: Unit) -> list[int]:
    """The keys of the departments over a unit, the nearest first. One query for each."""
    found: list[int] = []
    key = unit.department_id
    while key is not None and key not in found:
        found.append(key)
        key = Unit.objects.filter(pk=key).values_list("department", flat=True).first()
    return found


def all_below(departments: Iterable[int]) -> set[int]:
    """The keys of all units under these, closed ones included. One query for each step down."""
    found: set[int] = set()
    fresh = set(departments)
    while fresh:
        fresh = set(Unit.objects.filter(department__in=fresh).order_by().values_list("pk", flat=True)) - found
        found |= fresh
    return found


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with the branches under it."""

    unit: Unit
    branches: Sequence["Branch"]


def branches_under(unit: Unit, limit: int) -> tuple[list[Branch], bool]:
    """The units in use under this one, by code, and whether there are more than `limit`, which are left out. One query."""
    found = list(Unit.objects.raw(_BELOW, [unit.pk, limit + 1]))
    below: dict[int | None, list[Unit]] = {}
    for each in found[:limit]:
        below.setdefault(each.department_id, []).append(each)
    return _branches(unit.pk, below), len(found) > limit


def _branches(key: int, below: Mapping[int | None, Sequence[Unit]]) -> list[Branch]:
    return [Branch(each, _branches(each.pk, below)) for each in below.get(key, ())]
