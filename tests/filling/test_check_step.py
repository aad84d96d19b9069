"""检查与提交."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from evaluations.core.values import EXPLANATION_LIMIT
from evaluations.filling.steps import BASIC_DATA, CHECK
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.core import builders
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, PROJECT, address, fill_in, post, revision_of, typed_into

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
    page = page_of(browser.get(address(over_budget, CHECK)))
    assert page.index("错误") < page.index("待说明")
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
    assert (response.status_code, response["Location"]) == (303, f"/evaluations/{clean.pk}/submit/")
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
    assert f'href="/evaluations/{over_budget.pk}/confirm/"' in page
