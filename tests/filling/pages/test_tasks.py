"""The task list of an evaluation."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.filling.steps import BASIC_DATA, CHECK, STEPS
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.history.review_start import start_review
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, EDITION, PROJECT, address, fill_in, post, typed_into
from tests.pages import Page

pytestmark = pytest.mark.django_db
CELL = f"{PROJECT}.final"


def tasks(browser: Client, evaluation: SelfEvaluation) -> str:
    return unescape(browser.get(address(evaluation)).content.decode())


@pytest.fixture
def reviewer(db: None) -> User:
    """The reviewer of the usual unit."""
    person = a_person(Role.REVIEWER, name="何志远")
    assign(a_region(), {a_unit().pk: person.pk}, actor_of(a_person(Role.MANAGER)))
    return person


@pytest.fixture
def returned(evaluation: SelfEvaluation, preparer: User, unit_head: User, reviewer: User) -> SelfEvaluation:
    """Handed in without a fault, commented on one cell, returned."""
    fill_in(evaluation, builders.document())
    perform("submit", evaluation.pk, actor_of(preparer))
    perform("confirm", evaluation.pk, actor_of(unit_head))
    open_comment(evaluation.pk, actor_of(reviewer), CELL, "请补充批文文号。")
    return perform("return", evaluation.pk, actor_of(reviewer), "请按批注修改。")


def test_each_step_is_listed_with_its_address(browser: Client, evaluation: SelfEvaluation) -> None:
    page = tasks(browser, evaluation)
    for step in STEPS:
        assert f'<a href="{address(evaluation, step)}">{step.title(EDITION)}</a>' in page


def test_the_next_step_is_named(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "请接着填“基本信息”" in tasks(browser, evaluation)
    details = {"preparer.name": "周敏", "preparer.phone": "0731-28000000", "filing_date": "2024-03-15"}
    fill_in(evaluation, typed_into(BLANK, details))
    page = tasks(browser, evaluation)
    assert "请接着填“附件2 基础数据”" in page
    assert "已完成 1 步" in page


def test_when_all_is_filled_in_the_last_step_is_next(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, builders.document())
    page = tasks(browser, evaluation)
    assert "到“检查与提交”核对检查结果并提交" in page
    assert "可以提交" in page


def test_other_years_are_one_click_away(browser: Client, evaluation: SelfEvaluation) -> None:
    other = an_evaluation(fiscal_year=a_year(2022))
    for page in (tasks(browser, evaluation), browser.get(address(evaluation, BASIC_DATA)).content.decode()):
        assert f'<a href="{address(other)}">2022年度</a>' in page


@pytest.mark.slow
def test_a_return_stands_on_top_with_its_reason_and_who_said_it(browser: Client, returned: SelfEvaluation) -> None:
    page = tasks(browser, returned)
    assert page.index("请按批注修改。") < page.index("附件2 基础数据")
    assert "何志远" in page
    assert "请按退回意见修改、答复批注" in page
    assert "1 条意见" in page


@pytest.mark.slow
def test_the_way_so_far_is_told(browser: Client, returned: SelfEvaluation) -> None:
    page = tasks(browser, returned)
    way = page[page.index("办理记录") :]
    assert way.index("提交单位审核") < way.index("确认上报") < way.index("退回")


@pytest.mark.slow
def test_a_comment_stands_at_its_cell_and_below_the_table_with_a_box_and_is_told_above(
    browser: Client, returned: SelfEvaluation
) -> None:
    comment = Comment.objects.get()
    page = unescape(browser.get(address(returned, BASIC_DATA)).content.decode())
    assert page.index('<a href="#comment">1 条审核批注</a>') < page.index("<table") < page.index("请补充批文文号。")
    assert f'action="/comments/{comment.pk}/answer/"' in page
    assert "批注 1" in page
    assert "请补充批文文号。" not in browser.get(address(returned, STEPS[0])).content.decode()


@pytest.mark.slow
def test_an_answer_leads_back_to_the_step(browser: Client, returned: SelfEvaluation) -> None:
    comment = Comment.objects.get()
    step = address(returned, BASIC_DATA)
    assert f'<input type="hidden" name="next" value="{step}">' in browser.get(step).content.decode()
    response = browser.post(f"/comments/{comment.pk}/answer/", {"text": "已补充", "next": step})
    assert response["Location"].startswith(step)
    assert "已补充" in browser.get(step).content.decode()
    assert "条意见" not in tasks(browser, returned)
    assert "可以提交" in tasks(browser, returned)


@pytest.mark.slow
def test_what_is_corrected_can_be_handed_in_again(browser: Client, returned: SelfEvaluation) -> None:
    assert (
        post(browser, returned, BASIC_DATA, {"basic_data.thrift_measures": "控制会议"}, revision=1).status_code == 303
    )
    response = post(browser, returned, CHECK, {}, revision=2, action="submit")
    assert browser.post(response["Location"]).status_code in (302, 303)
    assert SelfEvaluation.objects.get().state == State.UNIT_CHECK


def test_the_head_finds_the_buttons_to_confirm_and_to_send_back(
    signed_in: SignIn,
    unit_head: User,
    evaluation: SelfEvaluation,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
) -> None:
    browser = signed_in(unit_head)
    assert "填报人正在填写" in tasks(browser, evaluation)
    submitted(evaluation, State.UNIT_CHECK)
    page = tasks(browser, evaluation)
    assert f'href="{address(evaluation)}transitions/confirm/"' in page
    assert f'href="{address(evaluation)}transitions/send_back/"' in page


def test_the_preparer_can_withdraw_and_is_told_what_is_waited_for(
    browser: Client, evaluation: SelfEvaluation, preparer: User
) -> None:
    fill_in(evaluation, builders.document())
    perform("submit", evaluation.pk, actor_of(preparer))
    page = tasks(browser, evaluation)
    assert "等待单位负责人核对并确认上报" in page
    assert f'href="{address(evaluation)}transitions/withdraw/"' in page
    assert "已提交" in page


@pytest.mark.parametrize("role", [Role.MANAGER])
def test_the_bureau_is_led_to_the_whole_document(
    signed_in: SignIn,
    evaluation: SelfEvaluation,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
    role: Role,
) -> None:
    submitted(evaluation, State.SUBMITTED)
    browser = signed_in(a_person(role))
    for url in (address(evaluation), address(evaluation, BASIC_DATA), address(evaluation, CHECK)):
        assert browser.get(url)["Location"] == f"{address(evaluation)}document/"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_a_draft_is_the_units_own_business(signed_in: SignIn, evaluation: SelfEvaluation, role: Role) -> None:
    assert signed_in(a_person(role)).get(address(evaluation)).status_code == 404


def test_who_changed_it_last_and_when_is_said_in_place_of_a_count(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "最后修改" not in tasks(browser, evaluation)
    post(browser, evaluation, BASIC_DATA, {CELL: "8"})
    page = tasks(browser, evaluation)
    assert f"<dd>周敏 今天 {timezone.localtime():%H}:" in page
    assert "修改次数" not in page


def test_a_change_of_another_day_carries_its_date_and_a_file_is_named_as_one(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    at = timezone.now() - timedelta(days=2)
    Edit.objects.create(evaluation=evaluation, revision=1, where=CELL, old="", new="8", at=at)
    assert f"<dd>数据导入 {deadline_text(at)}</dd>" in tasks(browser, evaluation)


def test_each_step_says_in_one_word_how_it_stands_before_any_count(browser: Client, returned: SelfEvaluation) -> None:
    words = Page(browser.get(address(returned))).texts("state-tag", inside="task-list")
    assert words == ["已完成", "需处理", "已完成", "已完成", "已完成", "需处理"]


def test_while_the_unit_waits_it_reads_who_reviews_and_since_when(
    browser: Client, evaluation: SelfEvaluation, preparer: User, unit_head: User, reviewer: User
) -> None:
    fill_in(evaluation, builders.document())
    perform("submit", evaluation.pk, actor_of(preparer))
    assert "单位负责人陈立" in tasks(browser, evaluation)
    perform("confirm", evaluation.pk, actor_of(unit_head))
    assert f"审核员何志远 {reviewer.phone}" in tasks(browser, evaluation)
    start_review(evaluation.pk, actor_of(reviewer))
    at = deadline_text(SelfEvaluation.objects.get().review_started_at)
    assert f"审核员何志远，{at} 开始审核 {reviewer.phone}" in tasks(browser, evaluation)
