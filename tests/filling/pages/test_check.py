"""检查与提交."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from accounts.models import User
from accounts.roles import Role
from evaluations.core.basics.values import EXPLANATION_LIMIT
from evaluations.filling.steps import BASIC_DATA, CHECK
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.core import builders
from tests.factories import a_person
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, PROJECT, address, blank_with, fill_in, post, revision_of, stored, typed_into
from tests.pages import Page

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


def test_findings_are_grouped_by_sheet_and_lead_to_their_cells_and_back(
    browser: Client, over_budget: SelfEvaluation
) -> None:
    post(browser, over_budget, CHECK, {}, revision=1, action="submit")
    page = page_of(browser.get(address(over_budget, CHECK)))
    quantity, cell = "self_assessment.indicators.output.quantity", f"{PROJECT}.final"
    titles = ["基本信息", "附件2 基础数据", "附件3 预算执行", "附件3 绩效指标"]
    assert re.findall(r"<h3>(.*?)<span", page) == titles
    assert f'href="/evaluations/{over_budget.pk}/basic-data/?check={cell}#{cell}"' in page
    assert f'href="/evaluations/{over_budget.pk}/indicators/?check={quantity}#{quantity}"' in page
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


@pytest.mark.slow
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
    assert re.search(rf'href="{address(evaluation, BASIC_DATA)}">附件2 基础数据</a> 未填写', page)
    assert page.count("</a> 未填写") == 5
    assert "必填项未填" not in page


def test_once_submission_is_asked_for_everything_is_shown_also_on_the_sheets(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    post(browser, evaluation, CHECK, {}, revision=0, action="submit")
    page = page_of(browser.get(address(evaluation, CHECK)))
    assert page.count("必填项未填") == 17
    assert "</a> 未填写" not in page
    assert "必填项未填" in page_of(browser.get(address(evaluation, BASIC_DATA)))


def test_a_sheet_that_is_begun_marks_no_other_row(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, typed_into(BLANK, {"basic_data.expenditure.office.final": "8"}))
    assert "必填项未填" not in page_of(browser.get(address(evaluation, BASIC_DATA)))
    page = page_of(browser.get(address(evaluation, CHECK)))
    assert '<span class="count missing">12 处待填</span>' in page
    assert "处错误" not in page
    assert page.count("</a> 未填写") == 4


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
    assert page.count('<textarea class="form-control" id="explanation.') == 1
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


FUND = "basic_data.expenditure.earmarked_fund.1.final"


def test_of_a_total_and_its_only_part_the_part_is_changed_here(browser: Client, asked_twice: SelfEvaluation) -> None:
    fields = Page(browser.get(address(asked_twice, CHECK))).fields
    assert fields[FUND] == "8"
    assert f"{PROJECT}.final" not in fields
    post(browser, asked_twice, CHECK, {FUND: "3"}, revision=1)
    assert stored(asked_twice)[f"{PROJECT}.final"] == "3"


def test_a_cell_is_changed_beside_its_finding_with_its_history_and_the_list_keeps_its_place(
    browser: Client, over_budget: SelfEvaluation
) -> None:
    cell = f"{PROJECT}.final"
    assert Page(browser.get(address(over_budget, CHECK))).fields[cell] == "8"
    place = f"{address(over_budget, CHECK)}?at={cell}&then=basic_data.thrift_measures"
    answer = browser.post(place, {"revision": "1", "action": "save", cell: "9"})
    assert answer["Location"] == f"{address(over_budget, CHECK)}#card.{cell}"
    assert Edit.objects.filter(where=cell).latest("pk").new == "9"
    answer = browser.post(place, {"revision": "2", "action": "save", cell: "3"})
    assert answer["Location"] == f"{address(over_budget, CHECK)}#card.basic_data.thrift_measures"


def test_a_text_that_can_not_be_read_stands_in_its_cell_with_the_reason_and_the_rest_is_saved(
    browser: Client, over_budget: SelfEvaluation
) -> None:
    typed = {f"{PROJECT}.final": "八", OVER_BUDGET: "追加。"}
    answer = post(browser, over_budget, CHECK, typed, revision=1)
    assert answer.status_code == 422
    assert Page(answer).fields[f"{PROJECT}.final"] == "八"
    assert "填的是“八”" in page_of(answer)
    assert Explanation.objects.get().text == "追加。"
    assert stored(over_budget)[f"{PROJECT}.final"] == "8"


def test_a_cell_that_somebody_else_has_changed_is_a_clash_as_on_its_step(
    browser: Client, over_budget: SelfEvaluation, signed_in: SignIn
) -> None:
    other = signed_in(a_person(Role.PREPARER, name="孙文"))
    post(other, over_budget, BASIC_DATA, {f"{PROJECT}.final": "7"}, revision=1)
    answer = post(browser, over_budget, CHECK, {f"{PROJECT}.final": "6"}, revision=1)
    assert answer.status_code == 409
    assert "孙文" in page_of(answer)
    assert stored(over_budget)[f"{PROJECT}.final"] == "7"


def test_a_cell_of_no_step_is_refused(browser: Client, over_budget: SelfEvaluation) -> None:
    assert post(browser, over_budget, CHECK, {"nowhere": "1"}, revision=1).status_code == 400


def test_a_corrected_cell_leaves_its_stored_explanation_in_peace(browser: Client, over_budget: SelfEvaluation) -> None:
    post(browser, over_budget, CHECK, {OVER_BUDGET: "追加。"}, revision=1)
    typed = {OVER_BUDGET: "追加。", f"{PROJECT}.final": "3"}
    assert post(browser, over_budget, CHECK, typed, revision=2).status_code == 303
    assert stored(over_budget)[f"{PROJECT}.final"] == "3"


@pytest.fixture
def two_over(evaluation: SelfEvaluation) -> SelfEvaluation:
    """With two amounts over their budgets."""
    lines = (PROJECT, OFFICE)
    return fill_in(
        evaluation,
        typed_into(BLANK, {f"{line}.{c}": t for line in lines for c, t in (("final", "8"), ("budget", "3"))}),
    )


OFFICE = "basic_data.expenditure.office"
SECOND = f"explanation.A2-08.{OFFICE}.final"


def test_the_reason_above_is_taken_by_a_button_without_a_script(browser: Client, two_over: SelfEvaluation) -> None:
    page = page_of(browser.get(address(two_over, CHECK)))
    assert page.count('name="same"') == 1
    form = {"revision": "1", OVER_BUDGET: "年中追加。", SECOND: "", "same": SECOND}
    answer = browser.post(f"{address(two_over, CHECK)}?at={OFFICE}.final", form)
    assert answer["Location"] == f"{address(two_over, CHECK)}#card.{OFFICE}.final"
    assert {(e.where, e.text) for e in Explanation.objects.all()} == {
        (f"{PROJECT}.final", "年中追加。"),
        (f"{OFFICE}.final", "年中追加。"),
    }


def test_one_reason_explains_all_that_are_ticked(browser: Client, two_over: SelfEvaluation) -> None:
    form = {"revision": "1", OVER_BUDGET: "", SECOND: "", "several": [OVER_BUDGET, SECOND], "several_text": "追加。"}
    assert browser.post(address(two_over, CHECK), form).status_code == 303
    assert {e.text for e in Explanation.objects.all()} == {"追加。"}
    assert Explanation.objects.count() == 2


def test_a_reason_for_several_of_which_none_is_ticked_is_not_lost(browser: Client, two_over: SelfEvaluation) -> None:
    form = {"revision": "1", OVER_BUDGET: "", "several_text": "年中追加两项。"}
    page = page_of(browser.post(address(two_over, CHECK), form, follow=True))
    assert "没有勾选" in page
    assert "年中追加两项。" in page


def test_who_came_from_the_list_is_led_back_to_it(evaluation: SelfEvaluation) -> None:
    request = RequestFactory().get("/", {"check": f'{PROJECT}.final"><b>'})
    drawn = render_to_string("filling/back_to_check.html", {"evaluation": evaluation}, request)
    assert f'href="{address(evaluation, CHECK)}#card.{PROJECT}.final&quot;&gt;&lt;b&gt;"' in drawn
    assert "返回检查" not in render_to_string(
        "filling/back_to_check.html", {"evaluation": evaluation}, RequestFactory().get("/")
    )


def test_a_save_keeps_the_way_back_to_the_list(browser: Client, over_budget: SelfEvaluation) -> None:
    cell = f"{PROJECT}.final"
    there = f"{address(over_budget, BASIC_DATA)}?check={cell}"
    assert f'action="{there}"' in page_of(browser.get(there))
    response = browser.post(there, {"revision": "1", "action": "save", cell: "2"})
    assert response["Location"].partition("#")[0] == there
    assert "返回检查" in page_of(browser.post(there, {"revision": "2", "action": "save", cell: "abc"}))
