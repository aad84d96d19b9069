"""Looking for a part of a name on the list: whatever it is, those that have it are found, on both databases."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.common.kept_query import Kept
from evaluations.desk import listing, wanted
from evaluations.desk.asked import Asked
from evaluations.desk.keeping import refill
from evaluations.desk.models import Standing
from evaluations.fiscal_years.models import FiscalYear
from evaluations.units.models import Unit
from tests.factories import a_person, a_unit, a_year
from tests.scenario import assign_to

pytestmark = pytest.mark.slow

NAMES = ("文化和旅游局", "文旅中心", "A类“民政”局", '第"一"中学', "一")
PARTS = st.text("文化旅游局中心A类“民第\"一学01*%_'aw", min_size=1, max_size=4)


def found(part: str, year: FiscalYear, person: User) -> set[str]:
    """The codes of those that the list shows."""
    sought, values = wanted.wanted(Asked(name=part), year, actor_of(person))
    rows = Kept(sought.rows)(**values)
    number = listing.tally(year, sought, values, is_narrowed=True).wanted
    assert number == len(rows) or number == wanted.FEW + 1 < len(rows)
    return {row.code for row in rows}


def having(part: str) -> set[str]:
    """The codes of those that have it, as the units themselves say."""
    return {
        unit.code for unit in Unit.objects.all() if part.lower() in f"{unit.code}\n{unit.name}\n{unit.initials}".lower()
    }


def renamed(code: str, name: str) -> Unit:
    """A unit that had another name before."""
    unit = a_unit(code)
    unit.name = name
    unit.save()
    return unit


class Parts(TestCase):
    """Units whose names share characters, and two years."""

    def setUp(self) -> None:
        """The reviewer has two of them."""
        self.years = a_year(2022), a_year(2023)
        self.manager, self.reviewer = a_person(Role.MANAGER), a_person(Role.REVIEWER)
        units = [renamed(f"0{at}", name) for at, name in enumerate(NAMES)]
        for unit in units[:2]:
            assign_to(self.reviewer, unit, self.manager)

    @given(PARTS, st.integers(0, 1), st.sampled_from((0, 2, 1000)))
    @settings(max_examples=150, deadline=None)
    def test_those_are_found_that_have_it(self, part: str, year: int, few: int) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(wanted, "FEW", few)
            patched.setattr(listing, "FEW", few)
            listing._counts.cache_clear()
            assert found(part, self.years[year], self.manager) == having(part)
            assert found(part, self.years[year], self.reviewer) == having(part) & {"00", "01"}
        listing._counts.cache_clear()


@pytest.mark.django_db
def test_whatever_becomes_of_a_unit_it_is_found_by_the_name_that_it_has() -> None:
    year, manager = a_year(), a_person(Role.MANAGER)
    unit = renamed("01", "文旅中心")
    assert found("文旅", year, manager) == {"01"}
    renamed("01", "档案馆")
    assert (found("文旅", year, manager), found("档案", year, manager)) == (set(), {"01"})
    refill()
    assert found("馆", year, manager) == {"01"}
    unit.delete()
    assert found("馆", year, manager) == set()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM desk_standingname")
            assert cursor.fetchone() == (Standing.objects.count(),)


@pytest.mark.django_db
def test_years_of_any_number_are_kept_apart() -> None:
    a_unit("01")
    manager = a_person(Role.MANAGER)
    years = [a_year(2020 + at, pk=pk) for at, pk in enumerate((1, 4095, 4096, 4097, 2 * 4096))]
    Unit.objects.filter(code="01").update(until_year=2021)
    assert [found("01", year, manager) for year in years] == [{"01"}, {"01"}, set(), set(), set()]


@pytest.mark.django_db
def test_of_a_name_that_very_many_have_it_is_said_only_that_they_are_many(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_year()
    client.force_login(a_person(Role.MANAGER))
    for at in range(3):
        a_unit(f"0{at}")
    for few, words in ((3, "共 3 条"), (2, "共 2 多 条")):
        listing._counts.cache_clear()
        for module in (wanted, listing):
            monkeypatch.setattr(module, "FEW", few)
        monkeypatch.setattr("evaluations.desk.views.listing.FEW", few)
        assert words in client.get(f"{reverse('desk:list')}?name=单位").text
    listing._counts.cache_clear()
