"""What a unit was called, and whose it was, on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.units.models import ChangeKind, Unit, UnitChange
from evaluations.units.names import department_on, name_on, unit_name_on
from tests.factories import a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    """文化站 until 1 March 2022, 文化馆 until 1 March 2024 (under 文化局 until 1 June 2023), 文旅中心 since."""
    unit, bureau = a_unit(), a_unit("D1")
    for on, kind, name, department in (
        (date(2022, 3, 1), ChangeKind.RENAMED, "文化站", bureau),
        (date(2023, 6, 1), ChangeKind.MOVED, "文化馆", bureau),
        (date(2024, 3, 1), ChangeKind.RENAMED, "文化馆", None),
    ):
        UnitChange.objects.create(unit=unit, kind=kind, on=on, former_name=name, former_department=department)
    Unit.objects.filter(pk=unit.pk).update(name="文旅中心", changed_on=date(2024, 3, 1))
    return Unit.objects.get(pk=unit.pk)


NAMES = [
    (date(2000, 1, 1), "文化站"),
    (date(2022, 2, 28), "文化站"),
    (date(2022, 3, 1), "文化馆"),
    (date(2024, 2, 29), "文化馆"),
    (date(2024, 3, 1), "文旅中心"),
    (date(2100, 1, 1), "文旅中心"),
]


@pytest.mark.parametrize(("day", "name"), NAMES)
def test_a_name_holds_from_its_day_on(unit: Unit, day: date, name: str) -> None:
    assert name_on(unit, day) == name
    assert Unit.objects.annotate(then=unit_name_on(day)).values_list("then", flat=True).get(pk=unit.pk) == name


@pytest.mark.parametrize(("day", "code"), [(date(2023, 5, 31), "D1"), (date(2023, 6, 1), None)])
def test_a_department_holds_from_its_day_on(unit: Unit, day: date, code: str | None) -> None:
    department = department_on(unit, day)
    assert (department.code if department else None) == code


def test_two_changes_of_one_day_leave_the_name_before_the_first() -> None:
    unit, day = a_unit(), date(2024, 3, 1)
    for name in ("甲", "乙"):
        UnitChange.objects.create(unit=unit, kind=ChangeKind.RENAMED, on=day, former_name=name)
    unit.changed_on = day
    assert name_on(unit, date(2024, 2, 29)) == "甲"
    assert Unit.objects.annotate(then=unit_name_on(date(2024, 2, 29))).get(pk=unit.pk).then == "甲"
    assert name_on(unit, day) == unit.name


@pytest.mark.parametrize(("day", "number"), [(date(2024, 3, 1), 0), (date(2024, 2, 29), 1)])
def test_a_unit_that_has_not_changed_since_costs_no_query(unit: Unit, day: date, number: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        name_on(unit, day)
    assert len(queries) == number
