"""检查与提交."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from evaluations.core.basics.values import EXPLANATION_LIMIT
from evaluations.filling.steps import BASIC_DATA, CHECK
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.core import builders
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, PROJECT, address, blank_with, fill_in, post, revision_of, typed_into

pytestmark = pytest.mark.django_db
OVER_BUDGET = f"explanation.A2-08.{PROJECT}.final"


@pytest.fixture
def over_budget(evaluation: SelfEvaluation) -> SelfEvaluation:
    """With a project over its budget, and much that is missing."""
    return fill_in(evaluation, typed_into(BLANK, {f"{PROJECT}.final": "8", f"{PROJECT}.budget": "3"}))


@pytest.fixture
def clean(evaluation: SelfEvaluation) -> SelfEvaluation:
    """With nothing that the checks could find."""
    return fill_in(evaluation, builders.document())


def page_of(response) -> str:  # type: ignore[no-untyped-def]
    return unescape(response.content.decode())


def test_findings_are_grouped_and_lead_to_their_cells(browser: Client, over_budget: SelfEvaluation) -> None:
    post(browser, over_budget, CHECK, {}, revision=1, action="submit")
    page = page_of(browser.get(address(over_budget, CHECK)))
    assert page.index("错误") < page.index("需说明")
    assert f'href="/evaluations/{over_budget.pk}/basic-data/#{PROJECT}.final"' in page
    assert f'href="/evaluations/{over_budget.pk}/indicators/#self_assessment.indicators.output.quantity"' in page
    assert f'name="{OVER_BUDGET}"' in page


def test_every_step_begun_says_in_the_navigation_what_is_left_on_it(
    browser: Client, over_budget: SelfEvaluation
) -> None:
    for step in (CHECK, BASIC_DATA):
        navigation = (
            page_of(browser.get(address(over_budget, step))).partition('class="step-nav"')[2].partition("</nav>")[0]
        )
        left = dict(re.findall(r'data-step="([a-z-]+)">(.*?)</span></a>', navigation))
        assert "处错误" in left["basic-data"]
        assert left["indicators"] == ""


def test_an_explanation_is_stored_with_its_history_and_shown_again(
    browser: Client, over_budget: SelfEvaluation
) -> None:
    assert post(browser, over_budget, CHECK, {OVER_BUDGET: "年中追加 5 万元\r\n见批文"}, revision=1).status_code == 303
    assert Explanation.objects.get().text == "年中追加 5 万元\n见批文"
    assert Edit.objects.get(where=OVER_BUDGET).new == "年中追加 5 万元\n见批文"
    assert "年中追加 5 万元" in page_of(browser.get(address(over_budget, CHECK)))
    assert revision_of(over_budget) == 2


def test_a_blank_explanation_takes_the_stored_one_away(browser: Client, over_budget: SelfEvaluation) -> None:
    post(browser, over_budget, CHECK, {OVER_BUDGET: "追加"}, revision=1)
    post(browser, over_budget, CHECK, {OVER_BUDGET: "  "}, revision=2)
    assert not Explanation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("长" * (EXPLANATION_LIMIT + 1), "不能超过 2000 个字"),
        ("a\x00b", "不可显示的字符"),
        ("a\ufffdb", "不完整的字符"),
    ],
    ids=["too long", "NUL", "broken"],
)
def test_an_explanation_that_can_not_be_stored_is_shown_again(
    browser: Client, over_budget: SelfEvaluation, typed: str, message: str
) -> None:
    response = post(browser, over_budget, CHECK, {OVER_BUDGET: typed}, revision=1)
    assert response.status_code == 422
    assert message in page_of(response)
    assert typed in page_of(response)
    assert not Explanation.objects.exists()


def test_submitting_with_errors_saves_the_explanations_and_says_what_is_left(
    browser: Client, over_budget: SelfEvaluation
) -> None:
    response = post(browser, over_budget, CHECK, {OVER_BUDGET: "追加"}, revision=1, action="submit")
    assert response["Location"] == address(over_budget, CHECK)
    page = page_of(browser.get(response["Location"]))
    assert "没有提交：还有" in page
    assert Explanation.objects.exists()


def test_without_errors_the_way_leads_on_to_the_submission(browser: Client, clean: SelfEvaluation) -> None:
    page = page_of(browser.get(address(clean, CHECK)))
    assert "可以提交" in page
    response = post(browser, clean, CHECK, {}, revision=1, action="submit")
    assert (response.status_code, response["Location"]) == (303, f"/evaluations/{clean.pk}/transitions/submit/")
    assert browser.get(response["Location"]).status_code == 200


def test_the_whole_document_can_be_looked_at(browser: Client, clean: SelfEvaluation) -> None:
    assert f'href="/evaluations/{clean.pk}/document/"' in page_of(browser.get(address(clean, CHECK)))


def test_the_head_reads_the_explanations_and_can_confirm(
    signed_in: SignIn,
    unit_head: User,
    over_budget: SelfEvaluation,
    browser: Client,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
) -> None:
    post(browser, over_budget, CHECK, {OVER_BUDGET: "年中追加"}, revision=1)
    submitted(over_budget, State.UNIT_CHECK)
    page = page_of(signed_in(unit_head).get(address(over_budget, CHECK)))
    assert "年中追加" in page
    assert "<textarea" not in page
    assert f'href="/evaluations/{over_budget.pk}/transitions/confirm/"' in page


def test_an_untouched_evaluation_is_told_calmly_what_is_to_be_filled_in(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    page = page_of(browser.get(address(evaluation, CHECK)))
    assert "处错误" not in page
    assert re.search(rf'href="{address(evaluation, BASIC_DATA)}">附件2 基础数据</a> 还没有填写', page)
    assert page.count("还没有填写") == 5
    assert "必填项未填" not in page


def test_once_submission_is_asked_for_everything_is_shown_also_on_the_sheets(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    post(browser, evaluation, CHECK, {}, revision=0, action="submit")
    page = page_of(browser.get(address(evaluation, CHECK)))
    assert page.count("必填项未填") == 17
    assert "还没有填写" not in page
    assert "必填项未填" in page_of(browser.get(address(evaluation, BASIC_DATA)))


def test_a_sheet_that_is_begun_marks_no_other_row(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, typed_into(BLANK, {"basic_data.expenditure.office.final": "8"}))
    assert "必填项未填" not in page_of(browser.get(address(evaluation, BASIC_DATA)))
    page = page_of(browser.get(address(evaluation, CHECK)))
    assert '待填<span class="count">12 处</span>' in page
    assert "处错误" not in page
    assert page.count("还没有填写") == 4


@pytest.fixture
def asked_twice(evaluation: SelfEvaluation) -> SelfEvaluation:
    """A project over its budget and far over last year's, with a single fund in it."""
    fund = "basic_data.expenditure.earmarked_fund.1"
    amounts = {"prior_final": "2", "budget": "3", "final": "8"}
    texts = {f"{fund}.{column}": text for column, text in amounts.items()} | {f"{fund}.name": "文化惠民"}
    return fill_in(evaluation, blank_with(texts, "basic_data.expenditure.earmarked_fund"))


def test_one_box_explains_all_that_is_found_of_a_cell_and_of_its_only_part(
    browser: Client, asked_twice: SelfEvaluation
) -> None:
    page = page_of(browser.get(address(asked_twice, CHECK)))
    assert page.count("<textarea") == 1
    assert f'name="{OVER_BUDGET}"' in page
    post(browser, asked_twice, CHECK, {OVER_BUDGET: "年中追加。"}, revision=1)
    fund = "basic_data.expenditure.earmarked_fund.1.final"
    assert {(e.code, e.where, e.text) for e in Explanation.objects.all()} == {
        ("A2-08", f"{PROJECT}.final", "年中追加。"),
        ("P-02", f"{PROJECT}.final", "年中追加。"),
        ("P-02", fund, "年中追加。"),
    }
    post(browser, asked_twice, CHECK, {OVER_BUDGET: " "}, revision=2)
    assert not Explanation.objects.exists()


def test_a_box_left_as_it_was_explains_what_is_found_anew_and_changes_nothing_else(
    browser: Client, asked_twice: SelfEvaluation
) -> None:
    post(browser, asked_twice, CHECK, {f"explanation.P-02.{PROJECT}.final": "追加。"}, revision=1)
    assert Explanation.objects.count() == 1
    page = page_of(browser.get(address(asked_twice, CHECK)))
    assert "追加。</textarea>" in page
    assert "新增的一条还没有说明" in page
    post(browser, asked_twice, CHECK, {OVER_BUDGET: "追加。"}, revision=2)
    assert {e.text for e in Explanation.objects.all()} == {"追加。"}
    assert Explanation.objects.count() == 3


def test_cells_come_in_the_order_of_the_sheet(browser: Client, over_budget: SelfEvaluation) -> None:
    post(browser, over_budget, CHECK, {}, revision=1, action="submit")
    page = page_of(browser.get(address(over_budget, CHECK)))
    wheres = re.findall(r'<p class="cell"><a href="[^#]*#([^"]+)"', page)
    assert wheres.index("basic_data.staffing.authorized_posts") < wheres.index("basic_data.thrift_measures")
    assert wheres.index("basic_data.thrift_measures") < wheres.index("self_assessment.initial_budget")
