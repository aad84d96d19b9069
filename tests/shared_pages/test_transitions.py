"""The page that asks before an act, and what it answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.comments.services import open_comment
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import Version
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.stage import Stage

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"


def url(stage: Stage, name: str) -> str:
    return reverse("shared_pages:transition", args=(stage.pk, name))


def test_the_page_says_what_will_happen(client: Client) -> None:
    stage = Stage().at(State.UNIT_CHECK)
    client.force_login(stage.head)
    page = client.get(url(stage, "confirm"))
    assert TRANSITIONS["confirm"].explains in page.text
    assert stage.unit.name in page.text


def test_giving_back_tells_until_when_it_can_be_submitted_again(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    client.force_login(stage.reviewer)
    assert "之前再次提交" in client.get(url(stage, "return")).text
    now = timezone.now()
    FiscalYear.objects.update(opens_at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    assert "已过：须由财政局绩效管理员给单位延期" in client.get(url(stage, "return")).text


def test_the_act_leads_on_and_says_what_happened_and_who_has_it_next(client: Client) -> None:
    stage = Stage().fill()
    client.force_login(stage.preparer)
    response = client.post(url(stage, "submit"), follow=True)
    assert response.redirect_chain[-1] == (reverse("filling:tasks", args=(stage.pk,)), 302)
    assert f"已提交单位审核。接下来由单位负责人{stage.head.name}核对并确认上报" in response.text


def test_the_bureau_goes_back_to_its_list(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    client.force_login(stage.reviewer)
    response = client.post(url(stage, "approve"), follow=True)
    assert response.redirect_chain[-1] == (f"{reverse('desk:list')}?year=2023", 302)
    assert stage.evaluation.state == State.APPROVED


def test_submit_pressed_twice_is_a_409_and_one_version(client: Client) -> None:
    stage = Stage().fill()
    client.force_login(stage.preparer)
    client.post(url(stage, "submit"))
    second = client.post(url(stage, "submit"))
    assert second.status_code == 409
    assert "已经是“待单位审核”，不用再次办理" in second.text
    assert Version.objects.count() == 1


def test_an_unmet_guard_is_a_409_with_the_page_again(client: Client) -> None:
    stage = Stage().type({"thrift_measures": ""})
    client.force_login(stage.preparer)
    response = client.post(url(stage, "submit"))
    assert response.status_code == 409
    assert "A2-10" in response.text
    assert "<form" in response.text


def test_a_refused_reason_is_still_there(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    client.force_login(stage.reviewer)
    typed = "<b>" + "好" * 2000
    response = client.post(url(stage, "return"), {"comment": typed})
    assert response.status_code == 409
    assert "不能超过 2000 个字" in response.text
    assert "&lt;b&gt;" + "好" * 2000 in response.text


def test_a_reason_that_came_too_late_is_still_there(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    client.force_login(stage.reviewer)
    perform("withdraw", stage.pk, stage.head)
    response = client.post(url(stage, "return"), {"comment": "写了很久的意见"})
    assert response.status_code == 409
    assert "现在是“单位填报中”，不能退回" in response.text
    assert "写了很久的意见" in response.text


def test_an_open_comment_stops_the_approval_with_its_cell(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。")
    client.force_login(stage.reviewer)
    response = client.post(url(stage, "approve"))
    assert response.status_code == 409
    assert "办公经费" in response.text


def test_publishing_wants_the_tick(client: Client) -> None:
    stage = Stage().at(State.APPROVED)
    client.force_login(stage.manager)
    assert 'name="redaction_seen"' in client.get(url(stage, "publish")).text
    assert client.post(url(stage, "publish")).status_code == 409
    assert client.post(url(stage, "publish"), {"redaction_seen": "1"}).status_code == 302
    assert stage.evaluation.state == State.PUBLISHED


def test_the_start_of_the_review_comes_back_to_the_document(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    client.force_login(stage.reviewer)
    document = reverse("shared_pages:document", args=(stage.pk,))
    assert "开始审核" in client.get(document).text
    response = client.post(reverse("shared_pages:start_review", args=(stage.pk,)))
    assert response.headers["Location"] == document
    assert stage.evaluation.review_started_by == stage.reviewer
