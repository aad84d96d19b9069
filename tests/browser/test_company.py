"""Others in the same step, and one's own other window: what they save is shown where nobody types, and is a choice where somebody does. The
choice belongs to its window and its person."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from evaluations.filling.steps import BASIC_DATA, REPORT
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import button, cell, choice_at, is_saved, meanwhile, open_step, quick, status
from tests.filling.forms import BLANK, FUND, fill_in, stored, typed_into, with_rows
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "basic_data.expenditure.office"
FINAL, BUDGETED = f"{OFFICE}.final", f"{OFFICE}.budget"
THRIFT = "basic_data.thrift_measures"
TOTAL = "basic_data.expenditure.project.final"


@pytest.fixture
def evaluation(evaluation: SelfEvaluation) -> SelfEvaluation:
    """An evaluation with one row of a list."""
    return fill_in(evaluation, typed_into(with_rows(BLANK, FUND), {f"{FUND}.1.name": "专项", FINAL: "6"}))


@pytest.fixture
def tab(page: Page, preparer: User, evaluation: SelfEvaluation) -> Page:
    """附件2, opened by the preparer."""
    open_step(quick(page, preparer), evaluation, BASIC_DATA)
    return page


def save(page: Page, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        cell(page, path).fill(text)
    page.locator("h1").click()
    expect(status(page)).not_to_contain_text("正在保存")
    is_saved(page)


def test_a_cell_that_nobody_touches_here_follows_with_a_mark_and_its_total_agrees(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    open_step(colleague, evaluation, BASIC_DATA)
    save(colleague, {FINAL: "7.5", f"{FUND}.1.final": "20"})
    expect(cell(tab, FINAL)).to_have_value("7.5")
    mark = tab.locator(f'[name="{FINAL}"] + .cell-changed')
    expect(mark).to_contain_text("王芳")
    expect(mark).to_contain_text("原为“6”")
    expect(cell(tab, f"{FUND}.1.final")).to_have_value("20")
    expect(cell(tab, TOTAL)).to_have_value("20")
    expect(tab.locator(".save-bar .company")).to_contain_text("王芳")
    expect(tab.locator(".save-bar .company")).to_contain_text("也在填这一步")
    assert not violations(tab)
    cell(tab, FINAL).fill("9")
    is_saved(tab)
    expect(mark).to_have_count(0)
    expect(tab.locator(".cell-choice")).to_have_count(0)
    assert stored(evaluation)[FINAL] == "9"
    assert tab.evaluate("Object.keys(localStorage)") == []


def test_a_cell_that_has_the_focus_is_left_alone_until_it_is_left(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    open_step(colleague, evaluation, BASIC_DATA)
    cell(tab, FINAL).focus()
    save(colleague, {FINAL: "7.5"})
    choice = choice_at(tab, FINAL)
    expect(choice).to_contain_text("改为“7.5”")
    expect(choice.get_by_role("button", name="采用王芳的 7.5")).to_be_visible()
    expect(cell(tab, FINAL)).to_have_value("6")
    cell(tab, BUDGETED).focus()
    expect(cell(tab, FINAL)).to_have_value("7.5")
    expect(choice).to_have_count(0)


def test_typing_in_the_cell_that_waits_makes_it_a_choice_and_typing_over_that_saves(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    open_step(colleague, evaluation, BASIC_DATA)
    cell(tab, FINAL).focus()
    save(colleague, {FINAL: "7.5"})
    choice = choice_at(tab, FINAL)
    expect(choice).to_contain_text("改为“7.5”")
    cell(tab, FINAL).fill("8")
    expect(choice).to_contain_text("您填的是“8”；王芳")
    expect(choice.get_by_role("button", name="保留我填的 8")).to_have_class("btn btn-secondary btn-sm")
    cell(tab, FINAL).fill("9")
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "9"
    expect(choice).to_contain_text("保存的“7.5”已改为您填的")
    choice.get_by_role("button", name="采用王芳的 7.5").click()
    is_saved(tab)
    expect(tab.locator(".cell-choice")).to_have_count(0)
    assert stored(evaluation)[FINAL] == "7.5"


def test_a_choice_ends_with_its_window_and_is_not_called_that_of_others(tab: Page, evaluation: SelfEvaluation) -> None:
    second = tab.context.new_page()
    open_step(second, evaluation, BASIC_DATA)
    meanwhile(second, tab, {FINAL: "8"}, {FINAL: "5"})
    expect(choice_at(second, FINAL)).to_contain_text("您填的是“8”；您在另一个窗口")
    expect(choice_at(second, FINAL).get_by_role("button", name="采用另一个窗口的 5")).to_be_visible()
    expect(status(second)).to_contain_text("与您在另一个窗口的改动不同")
    second.close()

    save(tab, {FINAL: "7"})
    assert stored(evaluation)[FINAL] == "7"
    tab.reload()
    expect(cell(tab, FINAL)).to_have_value("7")
    expect(choice_at(tab, FINAL)).to_contain_text("您在另一个窗口填了“8”，没有保存")
    expect(status(tab)).to_contain_text("已保存")
    save(tab, {FINAL: "7.2"})
    assert stored(evaluation)[FINAL] == "7.2"


def test_what_a_closed_window_left_can_be_taken_or_let_go(tab: Page, evaluation: SelfEvaluation) -> None:
    for text, act, stands in (("8", "改为 8", "8"), ("9", "不用了", "5")):
        second = tab.context.new_page()
        open_step(second, evaluation, BASIC_DATA)
        meanwhile(second, tab, {FINAL: text}, {FINAL: "5"})
        expect(choice_at(second, FINAL)).to_be_visible()
        second.close()
        tab.reload()
        choice_at(tab, FINAL).get_by_role("button", name=act).click()
        expect(tab.locator(".cell-choice")).to_have_count(0)
        expect(status(tab)).not_to_contain_text("正在保存")
        is_saved(tab)
        assert stored(evaluation)[FINAL] == stands
        assert tab.evaluate("Object.keys(localStorage)") == []


def test_a_choice_outlives_a_reload_of_its_own_window(tab: Page, colleague: Page, evaluation: SelfEvaluation) -> None:
    open_step(colleague, evaluation, BASIC_DATA)
    meanwhile(tab, colleague, {FINAL: "8"}, {FINAL: "5"})
    expect(choice_at(tab, FINAL)).to_contain_text("您填的是“8”；王芳")
    tab.reload()
    expect(choice_at(tab, FINAL)).to_contain_text("您填的是“8”；王芳")
    choice_at(tab, FINAL).get_by_role("button", name="保留我填的 8").click()
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "8"


def test_a_chapter_that_somebody_else_writes_follows_and_its_former_text_can_be_read(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    path, before = "report.chapters.1", "原来的一章。" * 30
    for page in (tab, colleague):
        open_step(page, evaluation, REPORT)
    save(tab, {path: before})
    expect(cell(colleague, path)).to_have_value(before)
    save(colleague, {path: "新的一章。"})
    expect(cell(tab, path)).to_have_value("新的一章。")
    details = tab.locator(f'[name="{path}"] + .cell-changed details')
    details.locator("summary").click()
    expect(details).to_contain_text(before)
    expect(tab.locator(".writing", has=cell(tab, path)).locator(".length span")).to_have_text("5")


def test_rows_that_somebody_else_adds_are_not_numbered_anew_here(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    open_step(colleague, evaluation, BASIC_DATA)
    with colleague.expect_navigation():
        button(colleague, f"add:{FUND}").click()
    cell(tab, BUDGETED).fill("3")
    expect(status(tab)).to_contain_text("有几行已被增删或移动，请重新打开这一步")
    expect(cell(tab, f"{FUND}.2.name")).to_have_count(0)
    assert stored(evaluation)[BUDGETED] == "3"
