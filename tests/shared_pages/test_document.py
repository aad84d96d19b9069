"""The page of the whole document."""

from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import User
from evaluations.comments.models import Comment
from evaluations.comments.services import answer_comment, open_comment
from evaluations.core.form.document import ExpenditureRow, Indicator
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.scenario import Scenario, explained

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"
STAFF = "basic_data.staffing.staff_in_post"


def show(client: Client, scenario: Scenario, person: User, query: str = "", status: int = 200) -> str:
    client.force_login(person)
    response = client.get(reverse("shared_pages:document", args=(scenario.pk,)) + query)
    assert response.status_code == status
    return response.text


@pytest.mark.slow
def test_it_shows_both_tables_and_the_report(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    text = show(client, scenario, scenario.reviewer)
    document = builders.document()
    for words in (
        "部门（单位）整体支出绩效评价基础数据表",
        "部门（单位）整体支出绩效自评表",
        document.basic_data.thrift_measures,
        document.self_assessment.indicators[0].name,
        "九、部门整体支出绩效自评结果拟应用和公开情况",
        "结转结余",
        "人员经费",
    ):
        assert words in text


def test_the_unit_sees_its_draft_as_it_stands(client: Client) -> None:
    scenario = Scenario().type({"thrift_measures": "刚写的措施。"})
    text = show(client, scenario, scenario.preparer)
    assert "刚写的措施。" in text
    assert "批注" not in text.split("<aside")[0]


@pytest.mark.slow
def test_the_bureau_sees_what_was_handed_in_while_the_unit_corrects(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED).type({"thrift_measures": "退回后改的措施。"})
    assert "退回后改的措施。" in show(client, scenario, scenario.preparer)
    text = show(client, scenario, scenario.reviewer)
    assert "退回后改的措施。" not in text
    assert "单位上一次上报的内容" in text


@pytest.mark.slow
def test_findings_stand_beside_the_document_with_their_explanation(client: Client) -> None:
    why = "年中划入人员，编制尚未调整。"
    scenario = Scenario().type({"staffing.staff_in_post": "99"}, explanations=explained(STAFF, "A2-01", why)).submit()
    for person in (scenario.head, scenario.preparer):
        text = show(client, scenario, person)
        assert "A2-01" in text
        assert why in text


@pytest.mark.slow
def test_the_reviewer_opens_a_box_for_a_cell(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    text = show(client, scenario, scenario.reviewer)
    assert f"?comment={quote(OFFICE)}#comment" in text
    assert 'id="comment"' not in text
    opened = show(client, scenario, scenario.reviewer, f"?comment={OFFICE}")
    assert f'<option value="{OFFICE}" selected>' in opened


@pytest.mark.slow
@pytest.mark.parametrize("where", ["nothing", "basic_data", "%00", "<script>", "x" * 3000])
def test_a_box_for_no_cell_is_not_found(client: Client, where: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    show(client, scenario, scenario.reviewer, f"?comment={where}", 404)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["preparer", "head", "manager"])
def test_others_get_no_box(client: Client, role: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert 'id="comment"' not in show(client, scenario, getattr(scenario, role), f"?comment={OFFICE}")


@pytest.mark.slow
def test_a_comment_is_posted_and_marks_its_cell(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    response = client.post(
        reverse("shared_pages:comment", args=(scenario.pk,)), {"where": OFFICE, "text": "请<b>核对</b>。"}
    )
    assert response.headers["Location"] == f"{reverse('shared_pages:document', args=(scenario.pk,))}#{OFFICE}"
    text = show(client, scenario, scenario.reviewer)
    assert "请&lt;b&gt;核对&lt;/b&gt;。" in text
    assert "批注 1" in text
    assert "1 处待处理" in text


@pytest.mark.slow
def test_a_comment_that_can_not_be_stored_keeps_its_text(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    typed = "好" * 2001
    response = client.post(reverse("shared_pages:comment", args=(scenario.pk,)), {"where": OFFICE, "text": typed})
    assert response.status_code == 409
    assert typed in response.text
    assert "共 2001 个字，不能超过 2000 个字" in response.text


@pytest.mark.slow
def test_a_comment_on_no_cell_is_not_found(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    url = reverse("shared_pages:comment", args=(scenario.pk,))
    assert client.post(url, {"where": "basic_data", "text": "？"}).status_code == 404
    assert client.post(url).status_code == 404


@pytest.mark.slow
def test_the_preparer_answers_from_the_preview(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    answer = reverse("shared_pages:answer", args=(comment.pk,))
    assert answer in show(client, scenario, scenario.preparer)
    assert answer not in show(client, scenario, scenario.head)
    client.force_login(scenario.preparer)
    assert client.post(answer, {"text": "核对无误。"}).status_code == 302
    assert "核对无误。" in show(client, scenario, scenario.preparer)


@pytest.mark.slow
@pytest.mark.parametrize(
    "elsewhere", ["", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]
)
def test_an_answer_leads_back_to_where_it_was_typed_on_this_host_only(client: Client, elsewhere: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    client.force_login(scenario.preparer)
    url = reverse("shared_pages:answer", args=(comment.pk,))
    document = f"{reverse('shared_pages:document', args=(scenario.pk,))}#comment-{comment.pk}"
    assert client.post(url, {"text": "好。", "next": elsewhere}).headers["Location"] == document
    assert client.post(url, {"text": "好。", "next": "/evaluations/"}).headers["Location"] == "/evaluations/"


@pytest.mark.slow
def test_an_answer_that_came_too_late_keeps_its_text(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    scenario.submit()
    client.force_login(scenario.preparer)
    response = client.post(reverse("shared_pages:answer", args=(comment.pk,)), {"text": "写好的答复"})
    assert response.status_code == 409
    assert "写好的答复" in response.text
    assert "不能答复批注" in response.text


@pytest.mark.slow
def test_a_blank_answer_is_asked_for_again(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    client.force_login(scenario.preparer)
    response = client.post(reverse("shared_pages:answer", args=(comment.pk,)), {"text": " "})
    assert response.status_code == 409
    assert "请填写答复内容" in response.text


@pytest.mark.slow
def test_the_reviewer_closes_and_a_second_close_says_so(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    client.force_login(scenario.reviewer)
    close = reverse("shared_pages:settle", args=(comment.pk,))
    assert close in show(client, scenario, scenario.reviewer)
    assert [client.post(close).status_code for _ in range(2)] == [302, 409]


@pytest.mark.slow
def test_the_way_of_the_evaluation_is_told(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    text = show(client, scenario, scenario.preparer)
    for words in ("提交单位审核", "确认上报", "退回", "请补充说明。", scenario.head.name):
        assert words in text


@pytest.mark.slow
def test_the_buttons_are_those_that_this_person_may_press(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)

    def offered(person: User) -> set[str]:
        text = show(client, scenario, person)
        return {
            name
            for name in ("submit", "withdraw", "return", "approve", "reopen")
            if f"/{scenario.pk}/transitions/{name}/" in text
        }

    assert offered(scenario.reviewer) == {"return", "approve"}
    assert offered(scenario.head) == {"withdraw"}
    assert offered(scenario.preparer) == offered(scenario.manager) == set()


# As many queries for much as for little


def much(scenario: Scenario) -> None:
    """30 funds, 40 indicators, long chapters."""
    document = builders.document({f"report.chapters.{number}": "很长的一章。" * 60 for number in range(1, 10)})
    funds = [ExpenditureRow(item="earmarked_fund", name=f"专项{number}") for number in range(30)]
    indicators = [
        Indicator(
            category="output.quantity",
            name=f"指标{number}",
            target="≥1次",
            actual="1次",
            weight=Decimal(1),
            score=Decimal(1),
        )
        for number in range(40)
    ]
    scenario.fill(builders.with_indicators(builders.with_rows(document, "earmarked_fund", *funds), *indicators))


def comment_often(scenario: Scenario, number: int) -> None:
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(evaluation_id=scenario.pk, where=OFFICE, cell_name="格", text=str(i), author=scenario.reviewer, at=now)
        for i in range(number)
    )


def queries(client: Client, scenario: Scenario, person: User) -> int:
    client.force_login(person)
    client.get(reverse("shared_pages:document", args=(scenario.pk,)))  # the first reading of a day is told to the log
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("shared_pages:document", args=(scenario.pk,))).status_code == 200
    return len(captured)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["preparer", "head"])
def test_a_draft_takes_as_many_queries_with_much_in_it(client: Client, role: str) -> None:
    scenario = Scenario().fill()
    person = getattr(scenario, role)
    comment_often(scenario, 1)
    few = queries(client, scenario, person)
    much(scenario)
    comment_often(scenario, 30)
    assert queries(client, scenario, person) == few <= 12


@pytest.mark.slow
@pytest.mark.parametrize("role", ["head", "reviewer", "manager"])
def test_a_submission_takes_as_many_queries_with_many_comments(client: Client, role: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    person = getattr(scenario, role)
    comment_often(scenario, 1)
    few = queries(client, scenario, person)
    comment_often(scenario, 30)
    assert queries(client, scenario, person) == few <= 12


@pytest.mark.slow
def test_answers_take_no_more_queries(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comments = [open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。") for _ in range(3)]
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    answer_comment(comments[0], actor_of(scenario.preparer), "好。")
    few = queries(client, scenario, scenario.preparer)
    for comment in comments[1:]:
        answer_comment(comment, actor_of(scenario.preparer), "好。")
    assert queries(client, scenario, scenario.preparer) == few
