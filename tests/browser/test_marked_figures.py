"""The figures that a chapter takes over from the tables, marked in its text box: where they stand, and as they stand."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from evaluations.filling.steps import REPORT
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, open_step, quick
from tests.core.builders import document
from tests.factories import an_evaluation
from tests.filling.forms import fill_in
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEVEN = "report.chapters.7"
LONG = "本年度各项工作按计划推进，厉行节约，严格控制各项支出，保障了机构正常运转和重点项目实施。" * 2

# Of each mark that is to be seen, its own text, and the text of the box that is drawn there.
SEEN = """(area) => [...area.previousElementSibling.querySelectorAll("mark")].flatMap((mark) => {
    const box = mark.getBoundingClientRect();
    const own = area.getBoundingClientRect();
    const [x, y] = [box.left, (box.top + box.bottom) / 2];
    if (y < Math.max(own.top, 0) || y > Math.min(own.bottom, innerHeight)) {
        return [];
    }
    const from = document.caretPositionFromPoint(x + 1, y);
    return [[mark.textContent, from.offsetNode === area ? area.value.substr(from.offset, mark.textContent.length) : ""]];
})"""


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """An evaluation whose seventh chapter states a figure as it is and one as it is not, below much text and above more."""
    text = f"公用经费7万元。\n{LONG}\n人员经费59.5万元，  基本支出66万元。\n{LONG * 36}\n项目支出8万元。"
    return fill_in(an_evaluation(), document({SEVEN: text}))


@pytest.fixture
def tab(page: Page, preparer: User) -> Page:
    """A page of the preparer that saves quickly."""
    return quick(page, preparer)


def mark(page: Page, text: str) -> Locator:
    return page.locator(".chapter", has=cell(page, SEVEN)).locator(".marks mark", has_text=text)


def told(page: Page) -> Locator:
    return page.locator(f'[id="{SEVEN}.sentences"] .figures-told')


def seen(page: Page) -> list[list[str]]:
    found: list[list[str]] = cell(page, SEVEN).evaluate(SEEN)
    return found


def test_figures_are_marked_where_they_stand_whatever_the_window(tab: Page, evaluation: SelfEvaluation) -> None:
    for width, height in ((1280, 900), (640, 400), (360, 740), (1920, 1000)):
        tab.set_viewport_size({"width": width, "height": height})
        open_step(tab, evaluation, REPORT)
        cell(tab, SEVEN).evaluate("(area) => { area.scrollIntoView({ block: 'start' }); scrollBy(0, -80); }")
        assert seen(tab)[:1] == [["7", "7"]], width
        cell(tab, SEVEN).evaluate(
            "(area) => { area.scrollTop = area.scrollHeight; area.scrollIntoView({ block: 'end' }); }"
        )
        tab.wait_for_function(f"() => ({SEEN})(document.getElementsByName('{SEVEN}')[0]).some(([own]) => own === '8')")
        assert seen(tab) == [["8", "8"]], width
    expect(mark(tab, "7")).to_have_class("agrees")
    expect(mark(tab, "59.5")).to_have_class("differs")
    expect(told(tab)).to_have_text("正文引用表格中的数：3 处一致，1 处不一致：59.5（表中为 59）。")


def test_marks_stay_with_their_figures_while_somebody_writes_and_over_the_whole_window(
    tab: Page, evaluation: SelfEvaluation
) -> None:
    open_step(tab, evaluation, REPORT)
    tab.locator(".chapter", has=cell(tab, SEVEN)).locator("button.write-large").click()
    cell(tab, SEVEN).evaluate("(area) => area.setSelectionRange(0, 0)")
    tab.route("**/cells/", lambda route: route.abort())  # nothing is told meanwhile
    tab.keyboard.insert_text("概况如下，先说明资金。\n")
    assert seen(tab)[:3] == [["7", "7"], ["59.5", "59.5"], ["66", "66"]]
    assert violations(tab) == []
    cell(tab, SEVEN).evaluate(
        "(area) => { const at = area.value.indexOf('59.5') + 4; area.setSelectionRange(at, at); }"
    )
    tab.keyboard.type("1")
    expect(mark(tab, "59.5")).to_have_count(0)
    tab.unroute("**/cells/")
    tab.keyboard.press("Backspace")
    tab.keyboard.press("Backspace")
    tab.keyboard.press("Backspace")
    is_saved(tab)
    expect(mark(tab, "59")).to_have_class("agrees")
    assert seen(tab)[:3] == [["7", "7"], ["59", "59"], ["66", "66"]]
    expect(told(tab)).to_have_text("正文引用表格中的数：4 处一致。")


def test_a_changed_figure_changes_the_marks_without_a_touch_of_the_text(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    cell(tab, "report.figures.personnel").fill("58.6")
    expect(told(tab)).to_contain_text("59.5（表中为 58.6）")
    cell(tab, "report.figures.personnel").fill("59.5")
    expect(mark(tab, "59.5")).to_have_class("agrees")
    expect(told(tab)).to_have_text("正文引用表格中的数：4 处一致。")
    assert violations(tab) == []
