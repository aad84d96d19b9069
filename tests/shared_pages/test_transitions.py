"""The page that asks before an act, and what it answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of
from evaluations.comments.services import open_comment
from evaluations.dossier.store import load
from evaluations.filling.steps import INDICATORS
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import Version
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.pages import Page
from tests.scenario import Scenario, explained

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"


def url(scenario: Scenario, name: str) -> str:
    return reverse("shared_pages:transition", args=(scenario.pk, name))


@pytest.mark.slow
def test_the_page_says_what_will_happen(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    client.force_login(scenario.head)
    page = client.get(url(scenario, "confirm"))
    assert TRANSITIONS["confirm"].explains in page.text
    assert scenario.unit.name in page.text


@pytest.mark.slow
def test_giving_back_tells_until_when_it_can_be_submitted_again(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    assert "之前再次提交" in client.get(url(scenario, "return")).text
    now = timezone.now()
    FiscalYear.objects.update(opens_at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    assert "已过：须由绩效管理员给单位延期" in client.get(url(scenario, "return")).text


@pytest.mark.slow
def test_the_act_leads_on_and_says_what_happened_and_who_has_it_next(client: Client) -> None:
    scenario = Scenario().fill()
    client.force_login(scenario.preparer)
    response = client.post(url(scenario, "submit"), follow=True)
    page = Page(response)
    assert page.headings[0] == "已提交单位审核"
    assert f"接下来由单位负责人{scenario.head.name}核对并确认上报" in page.text
    assert f"{scenario.unit.code}-2023-1" in page.text
    assert scenario.head.phone in page.text
    assert {("/", "返回首页"), (url(scenario, "withdraw"), "撤回")} <= page.links


@pytest.mark.slow
def test_the_bureau_goes_back_to_its_list(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    response = client.post(url(scenario, "approve"), follow=True)
    back = {words: address for address, words in Page(response).links}["返回审核列表"]
    assert client.get(back)["Location"] == f"{reverse('desk:list')}?year=2023"
    assert scenario.evaluation.state == State.APPROVED


def test_a_return_leads_to_the_list_and_says_of_which_unit_it_was(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    response = client.post(url(scenario, "return"), {"comment": "请补充。"}, follow=True)
    assert response.redirect_chain[-1] == (f"{reverse('desk:list')}?year=2023", 302)


def test_the_page_after_an_act_leads_on_once_the_evaluation_has_gone_on(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    after = reverse("shared_pages:done", args=(scenario.pk, "submit"))
    client.force_login(scenario.preparer)
    assert client.get(after).status_code == 200
    scenario.confirm()
    assert client.get(after)["Location"] == reverse("home:evaluation", args=(scenario.pk,))
    assert client.get(reverse("shared_pages:done", args=(scenario.pk, "withdraw"))).status_code == 404


def test_the_page_after_an_act_takes_as_many_queries_after_many_submissions(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    client.force_login(scenario.preparer)
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("shared_pages:done", args=(scenario.pk, "submit")))
        taken.append(len(queries))
        perform("withdraw", scenario.pk, actor_of(scenario.preparer))
        scenario.submit()
    assert taken[0] == taken[1] <= 13, taken


def test_the_number_counts_the_submissions(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED).submit()
    client.force_login(scenario.preparer)
    assert f"{scenario.unit.code}-2023-2" in client.get(reverse("shared_pages:done", args=(scenario.pk, "submit"))).text


def test_the_head_reads_all_of_it_and_confirms_or_sends_back_on_one_page(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    client.force_login(scenario.head)
    page = client.get(url(scenario, "confirm")).text
    assert f'action="{url(scenario, "confirm")}"' in page
    assert f'action="{url(scenario, "send_back")}"' in page
    assert 'class="paper"' in page
    assert f"审核员{scenario.reviewer.name}" in page
    assert "第一次提交" in page


@pytest.mark.parametrize(("decision", "actor"), [("submit", "preparer"), ("confirm", "head"), ("approve", "reviewer")])
def test_a_second_submission_shows_what_has_changed_since_the_first(client: Client, decision: str, actor: str) -> None:
    scenario = Scenario().at(State.RETURNED).type({"thrift_measures": "改过的措施。"})
    if decision != "submit":
        scenario.submit()
    if decision == "approve":
        scenario.confirm()
    client.force_login(getattr(scenario, actor))
    text = Page(client.get(url(scenario, decision))).text
    assert "与上一次提交相比 改动 1 处" in text
    assert "厉行节约保障措施" in text
    assert "改过的措施。" in text


def test_a_removed_row_is_the_only_difference_and_the_rows_below_it_stand_as_before(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    row = "self_assessment.indicators.1"
    gone = load(scenario.evaluation).self_assessment.indicators[0]
    client.force_login(scenario.preparer)
    client.post(
        reverse("filling:step", args=(scenario.pk, INDICATORS.code)),
        {"revision": str(scenario.evaluation.revision), "action": f"remove:{row}"},
    )
    page = Page(client.get(url(scenario, "submit")))
    filled = [one for one in (gone.name, gone.target, gone.actual, gone.direction, gone.deviation_reason) if one]
    assert f"改动 {len(filled) + 2} 处" in page.text  # and the weight and the score
    assert page.text.count("已删除的行") == len(filled) + 2


def test_the_explanations_stand_on_the_page_that_asks(client: Client) -> None:
    why = "三人经批准借用，编制年底已核定。"
    where = "basic_data.staffing.staff_in_post"
    scenario = Scenario().type({"staffing.staff_in_post": "99"}, explanations=explained(where, "A2-01", why))
    client.force_login(scenario.preparer)
    page = client.get(url(scenario, "submit")).text
    assert why in page
    assert f'href="/evaluations/{scenario.pk}/document/#{where}"' in page


def test_a_decision_takes_as_many_queries_with_much_in_it(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    client.force_login(scenario.head)
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url(scenario, "confirm"))
        taken.append(len(queries))
        perform("withdraw", scenario.pk, actor_of(scenario.preparer))
        changed = {f"report.chapters.{number}": f"第 {number} 章改过。" for number in (7, 8, 9)}
        scenario.type({"thrift_measures": "改过。", **changed}).submit()
    assert taken[0] == taken[1] <= 13, taken


@pytest.mark.slow
def test_submit_pressed_twice_is_a_409_and_one_version(client: Client) -> None:
    scenario = Scenario().fill()
    client.force_login(scenario.preparer)
    client.post(url(scenario, "submit"))
    second = client.post(url(scenario, "submit"))
    assert second.status_code == 409
    assert "已经是“待单位审核”，不用再次办理" in second.text
    assert Version.objects.count() == 1


def test_an_unmet_guard_is_a_409_with_the_page_again(client: Client) -> None:
    scenario = Scenario().type({"thrift_measures": ""})
    client.force_login(scenario.preparer)
    response = client.post(url(scenario, "submit"))
    assert response.status_code == 409
    assert "A2-10" in response.text
    assert "<form" in response.text


@pytest.mark.slow
def test_a_refused_reason_is_still_there(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    typed = "<b>" + "好" * 2000
    response = client.post(url(scenario, "return"), {"comment": typed})
    assert response.status_code == 409
    assert "不能超过 2000 个字" in response.text
    assert "&lt;b&gt;" + "好" * 2000 in response.text


@pytest.mark.slow
def test_a_reason_that_came_too_late_is_still_there(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    perform("withdraw", scenario.pk, actor_of(scenario.head))
    response = client.post(url(scenario, "return"), {"comment": "写了很久的意见"})
    assert response.status_code == 409
    assert "现在是“单位填报中”，不能退回" in response.text
    assert "写了很久的意见" in response.text


@pytest.mark.slow
def test_an_open_comment_stops_the_approval_with_its_cell(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    client.force_login(scenario.reviewer)
    response = client.post(url(scenario, "approve"))
    assert response.status_code == 409
    assert "办公经费" in response.text


@pytest.mark.slow
def test_publishing_wants_the_tick(client: Client) -> None:
    scenario = Scenario().at(State.APPROVED)
    client.force_login(scenario.manager)
    assert 'name="redaction_seen"' in client.get(url(scenario, "publish")).text
    assert client.post(url(scenario, "publish")).status_code == 409
    assert client.post(url(scenario, "publish"), {"redaction_seen": "1"}).status_code == 302
    assert scenario.evaluation.state == State.PUBLISHED


@pytest.mark.slow
def test_the_start_of_the_review_comes_back_to_the_document(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    document = reverse("shared_pages:document", args=(scenario.pk,))
    assert "开始审核" in client.get(document).text
    response = client.post(reverse("shared_pages:start_review", args=(scenario.pk,)))
    assert response.headers["Location"] == document
    assert scenario.evaluation.review_started_by == scenario.reviewer
