"""How small and how large a city can be, and that the same number makes the same one."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership
from evaluations.demo.city.making import make_city
from evaluations.units.models import Unit
from tests.undone import undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def demo(units: int, years: int) -> None:
    call_command("demo", units=units, years=years, verbosity=0)


@pytest.mark.parametrize("units", [1, 9, 10])
def test_the_smallest_cities_are_made_too(units: int) -> None:
    demo(units=units, years=1)
    assert Unit.objects.count() == units


@pytest.mark.parametrize(("units", "years"), [(0, 3), (20_000, 3), (10, 0), (10, 20)])
def test_a_city_has_a_bound(units: int, years: int) -> None:
    with pytest.raises(CommandError, match="单位应为 1 至 10000 个，年度应为 1 至 10 个"):
        demo(units=units, years=years)


def made() -> list[tuple[object, ...]]:
    """Who has which membership in a small city, which is gone again."""
    with undone():
        make_city(50, 1)
        kept = ("user__username", "user__name", "role", "unit__code", "region__code", "since", "until")
        return list(Membership.objects.order_by(*kept).values_list(*kept))


def test_the_same_number_makes_the_same_people() -> None:
    assert made() == made()
