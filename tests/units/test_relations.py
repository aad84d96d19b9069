"""Regions and units stand in trees: the database itself refuses circles, and a section or department of another region."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from evaluations.units.models import Region, Section, Unit
from evaluations.units.relations import DEPARTMENT_CIRCLE, OTHER_REGION, PARENT_CIRCLE
from evaluations.units.services import Particulars, store_region, store_unit
from tests.factories import a_region, a_unit

pytestmark = pytest.mark.django_db


def refused(what: models.Model, **values: object) -> None:
    rows = type(what)._default_manager.filter(pk=what.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)


def a_line_of_units() -> list[Unit]:
    """Each under the one before."""
    units = [a_unit(f"U{number}") for number in range(4)]
    for above, unit in pairwise(units):
        Unit.objects.filter(pk=unit.pk).update(department=above)
    return units


def a_line_of_regions() -> list[Region]:
    regions = [a_region(f"{number}") for number in range(4)]
    for above, region in pairwise(regions):
        Region.objects.filter(pk=region.pk).update(parent=above)
    return regions


@pytest.mark.parametrize("last", range(4))
@pytest.mark.parametrize(("line", "column"), [(a_line_of_units, "department"), (a_line_of_regions, "parent")])
def test_the_database_refuses_a_circle_of_any_length(
    line: Callable[[], list[models.Model]], column: str, last: int
) -> None:
    first, *_ = made = line()
    refused(first, **{column: made[last].pk})


@pytest.mark.parametrize("last", range(4))
def test_a_circle_is_refused_in_words(last: int) -> None:
    units, regions = a_line_of_units(), a_line_of_regions()
    unit, region = Unit.objects.get(pk=units[0].pk), Region.objects.get(pk=regions[0].pk)
    unit.department, region.parent = units[last], regions[last]
    with pytest.raises(ValidationError, match=DEPARTMENT_CIRCLE):
        store_unit(unit)
    with pytest.raises(ValidationError, match=PARENT_CIRCLE):
        store_region(region)


def test_a_unit_moves_within_the_tree_as_long_as_there_is_no_circle() -> None:
    first, second, third, fourth = a_line_of_units()
    fourth.department = first
    store_unit(fourth)
    Unit.objects.filter(pk=third.pk).update(department=fourth)
    assert set(first.subordinates.all()) == {second, fourth}


def test_section_and_department_are_of_the_same_region() -> None:
    unit, other = a_unit(), a_unit("U2", a_region("430204"))
    section = Section.objects.create(region=other.region, name="教科文股")
    refused(unit, department=other)
    refused(unit, section=section)
    with pytest.raises(ValidationError, match=OTHER_REGION):
        store_unit(unit, Particulars(section=section))
    unit.department, unit.section = other, None
    with pytest.raises(ValidationError, match=OTHER_REGION):
        store_unit(unit)


def test_a_unit_in_use_has_no_closed_department() -> None:
    unit, closed = a_unit(), a_unit("U2")
    closed.is_active = False
    closed.save()
    unit.department = closed
    with pytest.raises(ValidationError, match="测试单位U2已撤销，不能作主管部门"):
        store_unit(unit)
    unit.is_active = False
    store_unit(unit)


def test_what_no_unit_can_be_is_refused_by_the_database() -> None:
    unit, other = a_unit(), a_unit("U2")
    refused(unit, kind="club")
    refused(unit, since_year=2024, until_year=2023)
    Unit.objects.filter(pk=other.pk).update(credit_code="91350100M000100Y43")
    refused(unit, credit_code="91350100M000100Y43")
    Unit.objects.update(credit_code="", since_year=2023, until_year=2023)


def test_sections_are_unique_within_their_region() -> None:
    region = a_region()
    section = Section.objects.create(region=region, name="教科文股")
    Section.objects.create(region=a_region("2"), name="教科文股")
    other = Section.objects.create(region=region, name="行政政法股")
    refused(other, name=section.name)


@pytest.mark.parametrize(
    ("particulars", "field"),
    [
        (Particulars(kind="club"), "kind"),
        (Particulars(credit_code="123"), "credit_code"),
        (Particulars(since_year=1999), "since_year"),
        (Particulars(until_year=2101), "until_year"),
        (Particulars(since_year=2024, until_year=2023), "__all__"),
    ],
)
def test_impossible_particulars_are_refused_in_words(particulars: Particulars, field: str) -> None:
    with pytest.raises(ValidationError) as fault:
        store_unit(a_unit(), particulars)
    assert list(fault.value.message_dict) == [field]
    assert "Constraint" not in str(fault.value)
    assert "约束" not in str(fault.value)
