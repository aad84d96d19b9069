"""分工: the manager gives units to reviewers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit
from tests.pages import Page
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db

URL = reverse("administration:assignments")


def test_the_manager_gives_takes_and_changes(client: Client) -> None:
    scenario = Scenario()
    second, other = a_unit("U2"), a_person(Role.REVIEWER)
    client.force_login(scenario.manager)
    posted = {f"reviewer.{scenario.unit.pk}": other.pk, f"reviewer.{second.pk}": scenario.reviewer.pk}
    response = client.post(URL, posted, follow=True)
    assert "已更新 2 个单位的审核员" in response.text
    assert dict(Assignment.objects.values_list("unit__code", "reviewer")) == {
        "U1": other.pk,
        "U2": scenario.reviewer.pk,
    }
    client.post(URL, {f"reviewer.{second.pk}": ""})
    assert dict(Assignment.objects.values_list("unit__code", "reviewer")) == {"U1": other.pk}
    told = AuditEvent.objects.filter(action="assign", actor=scenario.manager).order_by("number")
    assert list(told.values_list("subject", flat=True)) == ["U1", "U2", "U2"]


def test_the_same_choice_again_changes_nothing(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    response = client.post(URL, {f"reviewer.{scenario.unit.pk}": scenario.reviewer.pk}, follow=True)
    assert "分工没有变化" in response.text
    assert not AuditEvent.objects.filter(action="assign").exists()


@pytest.mark.parametrize("key", ["reviewer.x", "reviewer.", "reviewer.-1", "reviewer.99999999999999999999"])
@pytest.mark.parametrize("value", ["", "x", "1e3", "9" * 30, "\x00"])
def test_what_the_page_never_sends_is_refused(client: Client, key: str, value: str) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    assert "刷新页面" in client.post(URL, {key: value}, follow=True).text
    assert Assignment.objects.get().reviewer == scenario.reviewer


@pytest.mark.slow
def test_the_page_shows_and_narrows_the_units(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    text = client.get(URL).text
    assert f'<option value="{scenario.reviewer.pk}" selected>' in text
    assert a_unit("U2").name in client.get(f"{URL}?reviewer=none").text
    assert scenario.unit.name not in client.get(f"{URL}?reviewer=none").text
    assert "没有符合条件的单位" in client.get(f"{URL}?name=nobody").text
    assert "没有符合条件的单位" in client.get(f"{URL}?name=nobody&reviewer=none").text


def test_when_every_unit_has_its_reviewer_the_page_says_so(client: Client) -> None:
    scenario = Scenario()
    second = a_unit("U2")
    client.force_login(scenario.manager)
    free = f"{URL}?reviewer=none"
    response = client.post(free, {f"reviewer.{second.pk}": scenario.reviewer.pk}, follow=True)
    assert "已更新 1 个单位的审核员" in response.text
    assert "全部单位都已分配审核员。" in response.text
    assert "没有符合条件的单位" not in response.text


def test_a_region_without_units_is_not_told_that_all_are_assigned(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    for query in ("", "?reviewer=none"):
        assert "全部单位都已分配" not in client.get(f"{URL}{query}").text


def test_the_page_takes_as_many_queries_with_30_units_as_with_two(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    few = queries()
    Unit.objects.bulk_create(
        Unit(region=scenario.unit.region, code=f"U{100 + place}", name=f"单位{place}") for place in range(30)
    )
    assert queries() == few <= 8


def test_a_manager_of_several_regions_chooses_the_one_whose_units_are_assigned(client: Client) -> None:
    manager, other = a_person(Role.MANAGER), a_region("430204")
    manager.memberships.create(role=Role.MANAGER, region=other)
    here, there = a_unit("H1"), a_unit("T1", other)
    reviewer = a_person(Role.REVIEWER, region=other)
    client.force_login(manager)
    first, second = Page(client.get(URL)), Page(client.get(f"{URL}?region=430204"))
    assert (here.name in first.text, there.name in first.text) == (True, False)
    assert (here.name in second.text, there.name in second.text) == (False, True)
    assert f"{URL}?region=430204" in first.addresses
    assert f"{URL}?region=430203" in second.addresses
    response = client.post(f"{URL}?region=430204", {f"reviewer.{there.pk}": reviewer.pk}, follow=True)
    assert there.name in response.text
    assert Assignment.objects.get().unit == there
    history = Page(client.get(reverse("administration:assignment_history", args=[there.pk])))
    assert f"{URL}?region=430204" in history.addresses
    assert client.get(f"{URL}?region=430299").status_code == 404
