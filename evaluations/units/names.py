"""What a unit was called, and whose it was, on a day."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Expression, OuterRef, Subquery
from django.db.models.functions import Coalesce

from evaluations.units.models import Unit, UnitChange


def name_on(unit: Unit, day: date) -> str:
    """The unit's name on that day. One query, and none for a unit that has not changed since."""
    change = _first_after(unit, day)
    return change.former_name if change else unit.name


def department_on(unit: Unit, day: date) -> Unit | None:
    """The unit's department on that day. As many queries as `name_on`."""
    change = _first_after(unit, day)
    return change.former_department if change else unit.department


def standing_on(unit: Unit, changes: Sequence[UnitChange], day: date) -> tuple[str, Unit | None]:
    """`name_on` and `department_on` together, from the unit's changes in their order. No query where these have their departments."""
    change = next((change for change in changes if change.on > day), None)
    return (change.former_name, change.former_department) if change else (unit.name, unit.department)


def unit_name_on(day: date | Expression, unit: str = "pk") -> Expression:
    """`name_on` of many units, for `annotate`; `unit`: the column with the unit's key, beside its `name`."""
    former = UnitChange.objects.filter(unit=OuterRef(unit), on__gt=day).order_by("on", "pk").values("former_name")
    return Coalesce(Subquery(former[:1]), "name")


def _first_after(unit: Unit, day: date) -> UnitChange | None:
    if unit.changed_on is None or unit.changed_on <= day:
        return None
    later = unit.changes.filter(on__gt=day).select_related("former_department")
    return later.order_by("on", "pk").first()
