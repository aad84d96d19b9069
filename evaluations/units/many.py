"""Storing many units of a region at once, as a list has them: the number of queries does not depend on the number of units.

As in `units.services`, nothing here knows of people: `evaluations.registry` says who may do it, and does what follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from evaluations.core.basics.values import NAME_LIMIT
from evaluations.units.models import CODE_LIMIT, ChangeKind, Region, Unit, UnitChange
from evaluations.units.services import NO_PARTICULARS, Particulars, cleaned_line

_BATCH = 200
_STORED = ("name", "initials", "is_active", "changed_on", "department", *Particulars._fields)


class UnitValues(NamedTuple):
    """A unit's values in a list; `department` is the code of one in the region or in the same list."""

    code: str
    name: str
    is_active: bool = True
    particulars: Particulars = NO_PARTICULARS
    department: str = ""


def store_units(region: Region, added: Sequence[UnitValues], changed: Sequence[UnitValues] = ()) -> None:
    """New units of `region`, and changed ones, which are found by code. A name or a department is corrected; a state changes today.

    Raises:
        ValidationError: a value is blank, too long or unprintable, or there is no such department.
        IntegrityError: a code or credit code is already used, a section or department is of another region, or departments run in a circle.
    """
    wanted = {each.code: each for each in map(_cleaned, changed)}
    units = [unit for unit in Unit.objects.select_for_update().filter(region=region) if unit.code in wanted]
    _note_states([unit for unit in units if unit.is_active != wanted[unit.code].is_active])
    # Blank for a moment, so that departments and credit codes can change places.
    Unit.objects.filter(region=region, pk__in=_moving(units, wanted)).update(department=None, credit_code="")
    new = [Unit(region=region, code=each.code) for each in map(_cleaned, added)]
    wanted |= {each.code: each for each in map(_cleaned, added)}
    for unit in (*new, *units):
        _set(unit, wanted[unit.code])
    Unit.objects.bulk_create(new, batch_size=_BATCH)
    _put_under_departments(region, [*new, *units], wanted)
    _update(units, _STORED)
    _update([unit for unit in new if unit.department_id], ("department",))


def _update(units: Sequence[Unit], fields: Sequence[str]) -> None:
    """Store these fields of stored units; for thousands this takes a fraction of what `bulk_update` takes."""
    Unit.objects.bulk_create(
        units, update_conflicts=True, unique_fields=["pk"], update_fields=fields, batch_size=_BATCH
    )


def _cleaned(values: UnitValues) -> UnitValues:
    code, name = cleaned_line("code", values.code, CODE_LIMIT), cleaned_line("name", values.name, NAME_LIMIT)
    return values._replace(code=code, name=name)


def _moving(units: Iterable[Unit], wanted: Mapping[str, UnitValues]) -> list[int]:
    """The units that are going to have another credit code, and those that are or may come to be under another department."""
    return [
        unit.pk for unit in units if unit.department_id or unit.credit_code != wanted[unit.code].particulars.credit_code
    ]


def _set(unit: Unit, values: UnitValues) -> None:
    unit.name, unit.is_active = values.name, values.is_active
    for field, value in values.particulars._asdict().items():
        setattr(unit, field, value)
    unit.department = None
    unit.clean_fields(exclude=("region", "section", "department"))  # each would be looked up


def _put_under_departments(region: Region, units: Iterable[Unit], wanted: Mapping[str, UnitValues]) -> None:
    keys = dict(Unit.objects.filter(region=region).values_list("code", "pk"))
    for unit in units:
        department = wanted[unit.code].department
        if department and department not in keys:
            raise ValidationError({"department": f"本地区没有代码为“{department}”的单位。"})
        unit.department_id = keys[department] if department else None


def _note_states(units: Sequence[Unit]) -> None:
    """The changes of units that are closed or reopened today; as they stand before."""
    today, noted = timezone.localdate(), []
    for unit in units:
        kind = ChangeKind.CLOSED if unit.is_active else ChangeKind.REOPENED
        former = {"former_name": unit.name, "former_department_id": unit.department_id}
        noted.append(UnitChange(unit=unit, kind=kind, on=today, **former))
        unit.changed_on = today
    UnitChange.objects.bulk_create(noted, batch_size=_BATCH)
