"""分工: the manager gives units to reviewers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.access.models import Assignment
from evaluations.common.refusal import Refused
from evaluations.units.models import Unit
from tests.cast import a_person, a_region, a_unit
from tests.stage import Stage

pytestmark = pytest.mark.django_db

URL = reverse("desk:assignments")


def test_the_manager_gives_takes_and_changes(client: Client) -> None:
    stage = Stage()
    second, other = a_unit("U2"), a_person(Role.REVIEWER)
    client.force_login(stage.manager)
    posted = {f"reviewer.{stage.unit.pk}": other.pk, f"reviewer.{second.pk}": stage.reviewer.pk}
    response = client.post(URL, posted, follow=True)
    assert "已更新 2 个单位的审核员" in response.text
    assert dict(Assignment.objects.values_list("unit__code", "reviewer")) == {"U1": other.pk, "U2": stage.reviewer.pk}
    client.post(URL, {f"reviewer.{second.pk}": ""})
    assert dict(Assignment.objects.values_list("unit__code", "reviewer")) == {"U1": other.pk}
    assert AuditEvent.objects.filter(action="assign", actor=stage.manager).count() == 2


def test_the_same_choice_again_changes_nothing(client: Client) -> None:
    stage = Stage()
    client.force_login(stage.manager)
    response = client.post(URL, {f"reviewer.{stage.unit.pk}": stage.reviewer.pk}, follow=True)
    assert "分工没有变化" in response.text
    assert not AuditEvent.objects.filter(action="assign").exists()


def test_nobody_else_assigns() -> None:
    stage = Stage()
    for person in stage.everybody:
        if person.role != Role.MANAGER:
            with pytest.raises(Refused):
                assign({stage.unit.pk: None}, person)
    assert Assignment.objects.exists()


def test_units_and_reviewers_of_another_region_are_refused() -> None:
    stage = Stage()
    elsewhere = a_unit("U9", a_region("430204"))
    for unit, reviewer in ((elsewhere, stage.reviewer), (stage.unit, stage.strangers[3]), (stage.unit, stage.manager)):
        with pytest.raises(Refused, match="刷新"):
            assign({unit.pk: reviewer.pk}, stage.manager)
    assert Assignment.objects.get().reviewer == stage.reviewer


@pytest.mark.parametrize("key", ["reviewer.x", "reviewer.", "reviewer.-1", "reviewer.99999999999999999999"])
@pytest.mark.parametrize("value", ["", "x", "1e3", "9" * 30, "\x00"])
def test_what_the_page_never_sends_is_refused(client: Client, key: str, value: str) -> None:
    stage = Stage()
    client.force_login(stage.manager)
    assert "刷新页面" in client.post(URL, {key: value}, follow=True).text
    assert Assignment.objects.get().reviewer == stage.reviewer


def test_the_page_shows_and_narrows_the_units(client: Client) -> None:
    stage = Stage()
    client.force_login(stage.manager)
    text = client.get(URL).text
    assert f'<option value="{stage.reviewer.pk}" selected>' in text
    assert a_unit("U2").name in client.get(f"{URL}?free=1").text
    assert stage.unit.name not in client.get(f"{URL}?free=1").text
    assert "没有符合条件的单位" in client.get(f"{URL}?name=nobody").text
    assert "没有符合条件的单位" in client.get(f"{URL}?name=nobody&free=1").text


def test_when_every_unit_has_its_reviewer_the_page_says_so(client: Client) -> None:
    stage = Stage()
    second = a_unit("U2")
    client.force_login(stage.manager)
    free = f"{URL}?free=1"
    response = client.post(free, {f"reviewer.{second.pk}": stage.reviewer.pk}, follow=True)
    assert "已更新 1 个单位的审核员" in response.text
    assert "全部单位都已分配审核员。" in response.text
    assert "没有符合条件的单位" not in response.text


def test_a_region_without_units_is_not_told_that_all_are_assigned(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    for query in ("", "?free=1"):
        assert "全部单位都已分配" not in client.get(f"{URL}{query}").text


def test_the_page_takes_as_many_queries_with_30_units_as_with_two(client: Client) -> None:
    stage = Stage()
    client.force_login(stage.manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    few = queries()
    Unit.objects.bulk_create(
        Unit(region=stage.unit.region, code=f"U{100 + place}", name=f"单位{place}") for place in range(30)
    )
    assert queries() == few <= 8
