"""The manager's form for a later deadline."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.records.states import State
from tests.cast import a_region, a_unit, a_year
from tests.stage import Stage

pytestmark = pytest.mark.django_db


def url(stage: Stage) -> str:
    return reverse("desk:extension", args=(stage.year.pk, stage.unit.pk))


def local(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_a_returned_evaluation_can_be_submitted_after_the_deadline_by_an_extension(client: Client) -> None:
    stage = Stage().at(State.RETURNED)
    now = timezone.now()
    FiscalYear.objects.update(opens_at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    client.force_login(stage.preparer)
    submit = reverse("shared_pages:transition", args=(stage.pk, "submit"))
    assert client.post(submit).status_code == 409
    client.force_login(stage.manager)
    response = client.post(url(stage), {"until": local(5), "reason": "退回修改"}, follow=True)
    assert "自评已延期，单位可以填报到" in response.text
    client.force_login(stage.preparer)
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
    stage = Stage()
    client.force_login(stage.manager)
    response = client.post(url(stage), posted)
    assert response.status_code == status
    assert words in response.text
    assert not DeadlineExtension.objects.exists()


def test_a_year_and_a_unit_of_different_regions_are_not_found(client: Client) -> None:
    stage = Stage()
    elsewhere = a_region("430204")
    client.force_login(stage.manager)
    for year, unit in ((a_year(region=elsewhere), stage.unit), (stage.year, a_unit("U9", elsewhere))):
        address = reverse("desk:extension", args=(year.pk, unit.pk))
        assert client.get(address).status_code == client.post(address).status_code == 404
    for numbers in ("0/units/0", f"{'9' * 25}/units/1"):
        assert client.get(f"/years/{numbers}/extension/").status_code == 404
