"""Storing regions and units; what is typed is checked before anything is stored.

Nothing here knows of people: `evaluations.registry` says who may do it, tells the audit log, and does what follows.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evaluations.core.basics.values import NAME_LIMIT, Unreadable, clean_line
from evaluations.units.credit_codes import clean_credit_code
from evaluations.units.models import CODE_LIMIT, CONTACT_LIMIT, Region, Section, Unit
from evaluations.units.relations import DEPARTMENT_CIRCLE, OTHER_REGION, PARENT_CIRCLE, is_circle


class Particulars(NamedTuple):
    """What is known of a unit beside its code, name and department, and changes without a date."""

    kind: str = ""
    section: Section | None = None
    credit_code: str = ""
    since_year: int | None = None
    until_year: int | None = None


NO_PARTICULARS = Particulars()


def add_region(
    code: str, name: str, bureau_name: str = "", *, has_bureau: bool = True, parent: Region | None = None
) -> Region:
    """A new region; by default its bureau is called `{name}财政局`, unless there is none.

    Raises:
        ValidationError: a value is blank, too long, unprintable or already used.
    """
    bureau = (bureau_name or f"{name}财政局") if has_bureau else ""
    return store_region(Region(code=code, name=name, bureau_name=bureau, parent=parent))


def store_region(region: Region) -> Region:
    """The region, stored with what is set on it.

    Raises:
        ValidationError: a blank, too long, unprintable or already used value, or a parent that is below the region.
    """
    region.code, region.name = (
        cleaned_line("code", region.code, CODE_LIMIT),
        cleaned_line("name", region.name, NAME_LIMIT),
    )
    region.bureau_name = cleaned_line("bureau_name", region.bureau_name, NAME_LIMIT) if region.bureau_name else ""
    for field in ("consulting", "support"):
        given = getattr(region, field)
        setattr(region, field, cleaned_line(field, given, CONTACT_LIMIT) if given.strip() else "")
    region.full_clean()
    if region.pk and is_circle(region.pk, region.parent_id, _parent_of):
        raise ValidationError({"parent": PARENT_CIRCLE})
    return _saved(region)


def store_section(section: Section) -> Section:
    """The section, stored with what is set on it.

    Raises:
        ValidationError: a blank, too long, unprintable or already used name.
    """
    section.name = cleaned_line("name", section.name, NAME_LIMIT)
    section.full_clean()
    return _saved(section)


def add_unit(
    region: Region,
    code: str,
    name: str,
    particulars: Particulars = NO_PARTICULARS,
    department: Unit | None = None,
) -> Unit:
    """A new unit of `region`.

    Raises:
        ValidationError: as `store_unit`.
    """
    return store_unit(Unit(region=region, code=code, name=name, department=department), particulars)


def store_unit(unit: Unit, particulars: Particulars | None = None) -> Unit:
    """The unit, stored with what is set on it and with these particulars, if given.

    Raises:
        ValidationError: a blank, too long, unprintable or already used value, a section or department of another region, or a department
            that is closed or below the unit.
    """
    for field, value in particulars._asdict().items() if particulars else ():
        setattr(unit, field, value)
    unit.code, unit.name = cleaned_line("code", unit.code, CODE_LIMIT), cleaned_line("name", unit.name, NAME_LIMIT)
    unit.credit_code = _credit_code(unit.credit_code)
    _refuse_misplaced(unit)
    unit.full_clean()
    return _saved(unit)


def _saved[M: (Region, Section, Unit)](row: M) -> M:
    """Saved; what somebody else has just taken is told like what was taken before."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()
        raise
    return row


def _refuse_misplaced(unit: Unit) -> None:
    if unit.section and unit.section.region_id != unit.region_id:
        raise ValidationError({"section": OTHER_REGION})
    if unit.department and unit.department.region_id != unit.region_id:
        raise ValidationError({"department": OTHER_REGION})
    if unit.is_active and unit.department and not unit.department.is_active:
        raise ValidationError({"department": f"{unit.department.name}已撤销，不能作主管部门，请选择在用的单位。"})
    if unit.pk and is_circle(unit.pk, unit.department_id, _department_of):
        raise ValidationError({"department": DEPARTMENT_CIRCLE})


def _parent_of(region: int) -> int | None:
    return Region.objects.values_list("parent", flat=True).get(pk=region)


def _department_of(unit: int) -> int | None:
    return Unit.objects.values_list("department", flat=True).get(pk=unit)


def cleaned_line(field: str, text: str, limit: int) -> str:
    """The text of a field as it is stored.

    Raises:
        ValidationError: it is blank, too long or unprintable.
    """
    try:
        return clean_line(text, limit)
    except Unreadable as fault:
        raise ValidationError({field: str(fault)}) from fault


def _credit_code(text: str) -> str:
    try:
        return clean_credit_code(text)
    except Unreadable as fault:
        raise ValidationError({"credit_code": str(fault)}) from fault
