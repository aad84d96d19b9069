"""The sheet under the hands of a clerk who knows Excel: selecting, editing, moving far, filling down, adding up, and numbers in any spelling."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from evaluations.filling.steps import BASIC_DATA, BUDGET
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, press, sign_in
from tests.core.builders import real_figures
from tests.filling.forms import BLANK, address, fill_in, stored, typed_into
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = "basic_data.expenditure"
OFFICE = f"{LINES}.office.final"


@pytest.fixture
def sheet(page: Page, evaluation: SelfEvaluation, preparer: User) -> Page:
    """附件2 with the figures of a real unit, open."""
    fill_in(evaluation, real_figures())
    sign_in(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    return page


@pytest.fixture
def blank_sheet(page: Page, evaluation: SelfEvaluation, preparer: User) -> Page:
    """附件2 of a unit that has typed nothing, open."""
    fill_in(evaluation, BLANK)
    sign_in(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    return page


def line(page: Page, item: str, column: str = "final") -> Locator:
    return cell(page, f"{LINES}.{item}.{column}")


def test_typing_into_a_selected_cell_replaces_and_f2_or_a_second_click_edits(sheet: Page) -> None:
    office = line(sheet, "office")
    office.click()
    sheet.keyboard.type("18")
    expect(office).to_have_value("18")
    sheet.keyboard.press("Enter")
    sheet.keyboard.press("Shift+Enter")
    sheet.keyboard.press("F2")
    sheet.keyboard.type("0")
    expect(office).to_have_value("180")
    line(sheet, "government_procurement").click()
    office.dblclick()
    sheet.keyboard.type("5")
    expect(office).to_have_value("1805")


def test_escape_restores_what_stood_there_on_entering(sheet: Page, evaluation: SelfEvaluation) -> None:
    office = line(sheet, "office")
    office.click()
    sheet.keyboard.type("99")
    sheet.keyboard.press("Escape")
    expect(office).to_have_value("1.35")
    sheet.keyboard.type("7")
    expect(office).to_have_value("7")
    sheet.keyboard.press("Escape")
    sheet.keyboard.press("Enter")
    is_saved(sheet)
    assert stored(evaluation)[OFFICE] == "1.35"
    sheet.keyboard.press("Control+z")
    expect(office).to_have_value("7")


def test_ctrl_arrows_home_and_end_go_far(sheet: Page) -> None:
    line(sheet, "office").click()
    ways = [
        ("Home", f"{LINES}.office.prior_final"),
        ("End", f"{LINES}.office.final"),
        ("Control+Home", "basic_data.staffing.authorized_posts"),
        ("Control+ArrowRight", "basic_data.staffing.staff_in_post"),
        ("Control+End", "basic_data.thrift_measures"),
    ]
    for key, path in ways:
        sheet.keyboard.press(key)
        expect(cell(sheet, path)).to_be_focused()


def test_ctrl_arrow_stops_where_the_filled_cells_end(blank_sheet: Page) -> None:
    for item, text in (("three_public", "1"), ("official_vehicles", "2"), ("office", "3")):
        line(blank_sheet, item).fill(text)
    line(blank_sheet, "three_public").click()
    for item in ("official_vehicles", "office"):
        blank_sheet.keyboard.press("Control+ArrowDown")
        expect(line(blank_sheet, item)).to_be_focused()
    blank_sheet.keyboard.press("Control+ArrowUp")
    expect(line(blank_sheet, "official_vehicles")).to_be_focused()


def test_ctrl_d_fills_down_one_cell_or_a_block_and_one_undo_takes_it_back(
    blank_sheet: Page, evaluation: SelfEvaluation
) -> None:
    line(blank_sheet, "operating").fill("1.5")
    line(blank_sheet, "office").click()
    blank_sheet.keyboard.press("Control+d")
    expect(line(blank_sheet, "office")).to_have_value("1.5")
    line(blank_sheet, "operating").click()
    blank_sheet.keyboard.press("Shift+ArrowDown")
    blank_sheet.keyboard.press("Shift+ArrowDown")
    blank_sheet.keyboard.press("Control+d")
    expect(line(blank_sheet, "utilities_travel")).to_have_value("1.5")
    is_saved(blank_sheet)
    assert stored(evaluation)[f"{LINES}.utilities_travel.final"] == "1.5"
    blank_sheet.keyboard.press("Control+z")
    expect(line(blank_sheet, "utilities_travel")).to_have_value("")
    expect(line(blank_sheet, "office")).to_have_value("1.5")


def test_a_marked_block_is_added_up_exactly_and_delete_clears_it(blank_sheet: Page) -> None:
    for item, text in (("operating", "0.1"), ("office", "0.2"), ("utilities_travel", "0.8")):
        line(blank_sheet, item).fill(text)
    line(blank_sheet, "operating").click()
    line(blank_sheet, "utilities_travel").click(modifiers=["Shift"])
    told = blank_sheet.locator(".sheet-status")
    expect(told).to_have_text("选中 3 格 · 合计 1.1 · 平均 0.37 · 计数 3")
    expect(told).to_be_in_viewport()
    blank_sheet.keyboard.press("Delete")
    expect(told).to_have_text("选中 3 格 · 计数 0")
    blank_sheet.keyboard.press("Escape")
    expect(told).to_have_text("")


def test_ctrl_shift_arrow_marks_to_the_edge(sheet: Page) -> None:
    line(sheet, "office").click()
    sheet.keyboard.press("Control+Shift+ArrowLeft")
    expect(sheet.locator("td.marked")).to_have_count(3)


def test_numbers_are_read_in_any_spelling_and_show_as_stored_once_left(
    blank_sheet: Page, evaluation: SelfEvaluation
) -> None:
    office = line(blank_sheet, "office")
    spellings = {
        "12.5万": "12.5",
        "125000元": "12.5",
        "3。5": "3.5",
        "１２３．４": "123.4",
        "1 234": "1234",
        "=1+2": "3",
    }
    for typed, shown in spellings.items():
        office.click()
        blank_sheet.keyboard.insert_text(typed)
        expect(office).to_have_value(typed)
        blank_sheet.keyboard.press("Enter")
        expect(office).to_have_value(shown)
    is_saved(blank_sheet)
    assert stored(evaluation)[OFFICE] == "3"
    blank_sheet.keyboard.press("Control+z")
    expect(office).to_have_value("1234")


def test_what_can_not_be_read_is_kept_and_one_press_takes_the_guess(
    blank_sheet: Page, evaluation: SelfEvaluation
) -> None:
    office = line(blank_sheet, "office")
    office.click()
    blank_sheet.keyboard.insert_text("约12.5万")
    blank_sheet.keyboard.press("Enter")
    guess = blank_sheet.get_by_role("button", name="改为 12.5")
    expect(guess).to_be_visible()
    expect(office).to_have_value("约12.5万")
    assert not violations(blank_sheet)
    guess.click()
    expect(office).to_have_value("12.5")
    expect(office).to_be_focused()
    expect(guess).to_have_count(0)
    is_saved(blank_sheet)
    assert stored(evaluation)[OFFICE] == "12.5"
    blank_sheet.keyboard.insert_text("无")
    blank_sheet.keyboard.press("Enter")
    expect(blank_sheet.get_by_role("button", name="改为 0")).to_be_visible()
    blank_sheet.get_by_role("button", name="留空").click()
    expect(office).to_have_value("")


def test_a_question_mark_opens_the_table_of_keys(sheet: Page) -> None:
    table = sheet.get_by_role("dialog", name="快捷键")
    line(sheet, "office").click()
    sheet.keyboard.press("?")
    expect(table).to_be_visible()
    expect(table).to_contain_text("Ctrl+D")
    assert not violations(sheet)
    sheet.keyboard.press("Escape")
    expect(table).to_be_hidden()
    expect(line(sheet, "office")).to_be_focused()
    expect(line(sheet, "office")).to_have_value("1.35")
    sheet.get_by_role("button", name="快捷键 ?").click()
    sheet.get_by_role("button", name="关闭快捷键表").click()
    expect(table).to_be_hidden()


def test_a_question_mark_in_a_text_is_text(sheet: Page) -> None:
    thrift = cell(sheet, "basic_data.thrift_measures")
    thrift.fill("")
    thrift.press("?")
    expect(thrift).to_have_value("?")


def test_the_first_open_cell_is_few_stops_away_and_has_the_cursor_after_the_next_step(
    blank_sheet: Page, evaluation: SelfEvaluation
) -> None:
    page = blank_sheet
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="跳到表格")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, "basic_data.staffing.authorized_posts")).to_be_focused()
    press(page, "save_next")
    expect(cell(page, "self_assessment.initial_budget")).to_be_focused()
    fill_in(evaluation, typed_into(BLANK, {"self_assessment.initial_budget": "1"}))
    page.goto(address(evaluation, BASIC_DATA))
    page.goto(f"{address(evaluation, BUDGET)}#sheet")
    expect(cell(page, "self_assessment.adjusted_budget")).to_be_focused()
