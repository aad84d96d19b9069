"""What the browser prints: whole texts in place of boxes, tables that begin on the first page, lists that say what they are."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluations.core.form.document import Indicator
from evaluations.filling.steps import BASIC_DATA, INDICATORS
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import open_step, sign_in
from tests.core.builders import document, edition, with_indicators
from tests.factories import a_person, an_evaluation, in_state
from tests.files import pdf_text
from tests.filling.forms import address, fill_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "查档平均等候时间由二十分钟降到十二分钟以内"
ACTUAL = "self_assessment.indicators.1.actual"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """An evaluation with many indicators, whose texts are longer than their boxes."""
    categories = list(edition().categories)
    rows = [
        Indicator(category=categories[number * len(categories) // 40], name=f"第{number}项", actual=LONG)
        for number in range(40)
    ]
    return fill_in(an_evaluation(), with_indicators(document(), *rows))


def printed(page: Page) -> list[str]:
    """The text of each page on paper, blanks left out."""
    return ["".join(text.split()) for text in pdf_text.each(page.pdf(prefer_css_page_size=True))]


def test_a_table_of_indicators_begins_on_the_first_page_with_whole_texts(
    page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    sign_in(page, preparer)
    open_step(page, evaluation, INDICATORS)
    first, *others = printed(page)
    assert LONG in first
    assert sum(text.count(LONG) for text in [first, *others]) == 40
    expect(page.locator(".as-printed")).to_have_count(0)
    expect(page.locator(f"[name='{ACTUAL}']")).to_have_value(LONG)


def test_a_step_needs_no_more_paper_than_the_document(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    sign_in(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    assert len(printed(page)) == 1


def test_the_reviewers_list_says_what_it_is(page: Page, evaluation: SelfEvaluation) -> None:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.SUBMITTED))
    sign_in(page, a_person(Role.MANAGER))
    page.goto("/review/?state=submitted")
    (only,) = printed(page)
    for words in ("2023年度自评审核列表", "测试区430203财政局", "状态：待审核。", "打印时间：", "测试单位U1"):
        assert words in only


def test_a_list_says_what_it_was_asked_for_and_not_what_was_chosen_since(
    page: Page, evaluation: SelfEvaluation
) -> None:
    sign_in(page, a_person(Role.MANAGER))
    page.goto("/administration/units/?name=U1")
    page.get_by_label("名称或代码").fill("别的")
    page.get_by_label("状态").select_option(label="全部")
    (only,) = printed(page)
    for words in (
        "测试区430203财政局。",
        "名称或代码：U1。",
        "类型：全部。",
        "状态：在用。",
        "打印时间：",
        "测试单位U1",
    ):
        assert words in only
    assert "别的" not in only


def test_a_button_prints(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    page.context.add_init_script("window.print = () => { window.isPrinted = true; };")
    sign_in(page, preparer)
    page.goto(address(evaluation) + "document/")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.isPrinted")


def test_without_javascript_no_button_promises_to_print(
    plain_page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    sign_in(plain_page, preparer)
    plain_page.goto(address(evaluation) + "document/")
    expect(plain_page.get_by_text("打印", exact=True)).to_be_hidden()
