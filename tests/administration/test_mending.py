"""What stands in the way of a year leads to the page that mends it."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from evaluations.access.readiness import obstacles
from evaluations.administration.mending import mended
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit, a_year, people
from tests.pages import Page
from tests.scenario import assign_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> User:
    """Signed in."""
    manager = a_person(Role.MANAGER)
    client.force_login(manager)
    return manager


@pytest.fixture
def lacking(manager: User) -> dict[str, Unit]:
    """A unit for each obstacle, which lacks this alone."""
    units = {name: a_unit(name) for name in ("closed", "no_preparer", "no_head", "not_activated", "no_reviewer")}
    reviewer = a_person(Role.REVIEWER)
    for name, unit in units.items():
        if name != "no_preparer":
            a_person(Role.PREPARER, unit, name=f"填报人{name}")
        if name != "no_head":
            a_person(Role.UNIT_HEAD, unit)
        if name != "no_reviewer":
            assign_to(reviewer, unit, manager)
    Unit.objects.filter(code="closed").update(is_active=False)
    User.objects.filter(name="填报人not_activated").update(password=make_password(None))
    return units


def links() -> dict[str, str]:
    year = a_year(needs_issuing=True)
    return {one.obstacle.kind: one.url for one in mended(obstacles(year, Unit.objects.all()), year.region)}


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("closed", "测试单位closed"),
        ("no_preparer", "测试单位no_preparer"),
        ("no_head", "测试单位no_head"),
        ("not_activated", "填报人not_activated"),
        ("no_reviewer", "测试单位no_reviewer"),
    ],
)
def test_each_obstacle_leads_to_what_has_it_and_to_nothing_else(
    client: Client, lacking: dict[str, Unit], kind: str, shown: str
) -> None:
    text = Page(client.get(links()[kind])).text
    assert shown in text
    others = {f"{word}{name}" for name in lacking for word in ("测试单位", "填报人")} - {shown, f"测试单位{kind}"}
    assert not [other for other in others if other in text]


def test_nothing_is_to_be_done_about_a_last_year_that_is_not_approved(lacking: dict[str, Unit]) -> None:
    assert links()["no_last_year"] == ""


def test_the_page_of_a_year_links_the_obstacles_and_each_unit(client: Client, lacking: dict[str, Unit]) -> None:
    expected = {kind: url for kind, url in links().items() if url and kind != "closed"}
    page = Page(client.get(reverse("administration:year", args=[a_year().pk])))
    assert set(expected.values()) <= page.addresses
    assert reverse("administration:unit", args=[lacking["no_preparer"].pk]) in page.addresses


def test_a_manager_of_several_regions_is_led_to_the_one_of_the_year(client: Client, manager: User) -> None:
    other = a_region("430204")
    manager.memberships.create(role=Role.MANAGER, region=other)
    a_unit("here")
    [newcomer] = people((Role.PREPARER, a_unit("there", other)), password=make_password(None))
    year = a_year(region=other)
    found = {one.obstacle.kind: one.url for one in mended(obstacles(year, Unit.objects.filter(region=other)), other)}
    assert newcomer.name in Page(client.get(found["not_activated"])).text
    listed = Page(client.get(found["no_head"])).text
    assert "测试单位there" in listed
    assert "测试单位here" not in listed
