"""The manager's form for a later deadline."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.records.states import State
from tests.factories import a_region, a_unit, a_year
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


def url(scenario: Scenario) -> str:
    return reverse("desk:extension", args=(scenario.year.pk, scenario.unit.pk))


def local(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.slow
def test_a_returned_evaluation_can_be_submitted_after_the_deadline_by_an_extension(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    now = timezone.now()
    FiscalYear.objects.update(opens_at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    client.force_login(scenario.preparer)
    submit = reverse("shared_pages:transition", args=(scenario.pk, "submit"))
    assert client.post(submit).status_code == 409
    client.force_login(scenario.manager)
    response = client.post(url(scenario), {"until": local(5), "reason": "退回修改"}, follow=True)
    assert "自评已延期，单位可以填报到" in response.text
    client.force_login(scenario.preparer)
    assert client.post(submit).status_code == 302


@pytest.mark.parametrize(
    ("posted", "status", "words"),
    [
        ({}, 422, "请填写延期到什么时候"),
        ({"until": "abc", "reason": "理由"}, 422, "请填写日期和时间"),
        ({"until": "9999-12-31T23:59", "reason": "理由"}, 422, "年份不对"),
        ({"until": "0001-01-01T00:00", "reason": "理由"}, 422, "年份不对"),
        ({"until": "2024-01-01T00:00", "reason": "理由"}, 409, "延期时间应晚于现在"),
        ({"until": "soon", "reason": "好" * 501}, 422, "不能超过 500 个字"),
        ({"until": "2024-01-01T00:00", "reason": "有\x00字符"}, 422, "空字符"),
    ],
)
def test_a_form_that_can_not_be_taken_says_why(client: Client, posted: dict[str, str], status: int, words: str) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    response = client.post(url(scenario), posted)
    assert response.status_code == status
    assert words in response.text
    assert not DeadlineExtension.objects.exists()


@pytest.mark.slow
def test_a_year_and_a_unit_of_different_regions_are_not_found(client: Client) -> None:
    scenario = Scenario()
    elsewhere = a_region("430204")
    client.force_login(scenario.manager)
    for year, unit in ((a_year(region=elsewhere), scenario.unit), (scenario.year, a_unit("U9", elsewhere))):
        address = reverse("desk:extension", args=(year.pk, unit.pk))
        assert client.get(address).status_code == client.post(address).status_code == 404
    for numbers in ("0/units/0", f"{'9' * 25}/units/1"):
        assert client.get(f"/years/{numbers}/extension/").status_code == 404


def several(scenario: Scenario) -> str:
    return reverse("desk:extensions", args=(scenario.year.pk,))


@pytest.mark.slow
def test_ticked_units_get_the_same_later_deadline(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    keys = [a_unit(code).pk for code in ("U2", "U3")]
    page = client.get(several(scenario), {"unit": keys}).text
    assert "延期：2 个单位的 2023年度自评" in page
    assert "测试单位U2、测试单位U3" in page
    response = client.post(several(scenario), {"unit": keys, "until": local(200), "reason": "系统故障"}, follow=True)
    assert "2 个单位的 2023年度自评已延期" in response.text
    assert set(DeadlineExtension.objects.values_list("unit__code", flat=True)) == {"U2", "U3"}


@pytest.mark.slow
def test_all_units_that_were_asked_for_get_it(client: Client) -> None:
    scenario = Scenario()
    a_unit("U20")
    client.force_login(scenario.manager)
    page = client.get(several(scenario), {"whole": "1", "name": "U2", "unit": str(scenario.unit.pk)}).text
    assert "测试单位U2、测试单位U20" in page
    assert "测试单位U1" not in page


@pytest.mark.slow
def test_without_a_choice_it_says_what_to_do(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    far = str(a_unit("U9", a_region("430204")).pk)
    for query in ({}, {"unit": ["abc", "9" * 25, far]}):
        assert "没有勾选单位" in client.get(several(scenario), query, follow=True).text
