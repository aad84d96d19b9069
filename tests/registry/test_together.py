"""Two who keep the same units, at the same moment."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.registry.changes import Order, close_unit, merge_unit, move_unit
from evaluations.registry.regions import change_region, register_region
from evaluations.registry.sections import add_section
from evaluations.registry.units import NewUnit, register_unit
from evaluations.units.models import Region, Section, Unit, UnitChange
from tests.acting_together import refusals, together
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db(transaction=True)


def today() -> Order:
    return Order(timezone.localdate(), actor_of(a_person(Role.MANAGER)))


def test_a_code_is_given_once_whichever_the_region() -> None:
    regions = [a_region("1"), a_region("2")]
    results = together(*[partial(register_unit, region, NewUnit("U1", "单位"), None) for region in regions])
    assert (refusals(results), Unit.objects.count()) == (1, 1)


def test_a_section_and_a_region_are_added_once() -> None:
    assert refusals(together(*[partial(add_section, a_region(), "教科文股", None)] * 2)) == 1
    assert refusals(together(*[partial(register_region, "430299", "区", actor=None)] * 2)) == 1
    assert (Section.objects.count(), Region.objects.count()) == (1, 2)


def test_two_units_do_not_become_each_others_department() -> None:
    one, other, order = a_unit("U1"), a_unit("U2"), today()
    assert refusals(together(partial(move_unit, one, other, order), partial(move_unit, other, one, order))) == 1


def test_two_regions_do_not_become_parts_of_each_other() -> None:
    one, other = a_region("1"), a_region("2")
    results = together(
        partial(change_region, one, "一", "一财政局", other, None),
        partial(change_region, other, "二", "二财政局", one, None),
    )
    assert refusals(results) == 1


def test_two_units_are_not_merged_into_each_other_and_a_unit_is_closed_once() -> None:
    one, other, order = a_unit("U1"), a_unit("U2"), today()
    assert refusals(together(partial(merge_unit, one, other, order), partial(merge_unit, other, one, order))) == 1
    left = Unit.objects.get(is_active=True)
    assert refusals(together(*[partial(close_unit, left, order)] * 2)) == 1
    assert UnitChange.objects.count() == 2
