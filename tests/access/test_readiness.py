"""What would stand in the way of units that shall fill in a year."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from evaluations.access.readiness import NAMED, obstacles
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.scenario import assign_to

pytestmark = pytest.mark.django_db


def a_ready_unit(code: str = "ready") -> Unit:
    """A unit with its people and a reviewer, whose last year was approved."""
    unit = a_unit(code)
    a_person(Role.PREPARER, unit)
    a_person(Role.UNIT_HEAD, unit)
    assign_to(a_person(Role.REVIEWER), unit, a_person(Role.MANAGER))
    an_evaluation(unit, a_year(2022), **in_state(State.APPROVED, unit))
    return unit


def found(year: FiscalYear) -> dict[str, list[Unit]]:
    return {one.title: one.units for one in obstacles(year, Unit.objects.all())}


def test_nothing_stands_in_the_way_of_a_unit_that_has_everything() -> None:
    a_ready_unit()
    assert found(a_year()) == {}


def test_each_obstacle_names_its_units() -> None:
    bare, closed = a_unit("bare"), a_ready_unit("closed")
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    assert found(a_year()) == {
        "已撤销的单位": [closed],
        "没有填报人": [bare],
        "没有单位负责人": [bare],
        "没有审核员": [bare],
        "没有上年审核通过的自评": [bare],
    }


def test_a_preparer_without_a_password_has_not_activated_the_account() -> None:
    unit = a_ready_unit()
    people = User.objects.filter(memberships__unit=unit, memberships__role=Role.PREPARER)
    people.update(password=make_password(None))
    assert found(a_year()) == {"填报人还没有激活账号": [unit]}


def test_somebody_who_can_not_sign_in_fills_in_nothing() -> None:
    unit = a_ready_unit()
    User.objects.filter(memberships__unit=unit).update(is_active=False)
    assert set(found(a_year())) == {"没有填报人", "没有单位负责人"}


def test_a_department_without_a_reviewer_is_an_obstacle_where_departments_check() -> None:
    above, between, unit = a_ready_unit("above"), a_ready_unit("between"), a_ready_unit()
    Unit.objects.filter(pk=between.pk).update(department=above)
    Unit.objects.filter(pk=unit.pk).update(department=between)
    year = a_year()
    assert found(year) == {}
    FiscalYear.objects.update(department_check=True)
    year.refresh_from_db()
    assert found(year) == {"主管部门没有审核人": [between, unit]}
    a_person(Role.DEPARTMENT_REVIEWER, between)
    assert found(year) == {"主管部门没有审核人": [between]}
    a_person(Role.DEPARTMENT_REVIEWER, above)
    assert found(year) == {}


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_queries_does_not_depend_on_the_number_of_units(number: int) -> None:
    for place in range(number):
        a_unit(f"N{place}")
    year = a_year()
    with CaptureQueriesContext(connection) as captured:
        (first, *_) = obstacles(year, Unit.objects.all())
    assert len(captured) == 12
    assert (first.count, len(first.units), first.more) == (number, min(number, NAMED), max(0, number - NAMED))
