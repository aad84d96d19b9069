"""The cells of a step under a spreadsheet's keys: moving, marking, copying, pasting, undoing, and totals that compute themselves."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from evaluations.core.form.document import Indicator
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, REPORT, Step
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, sign_in
from tests.conftest import open_page
from tests.core.builders import document, edition, real_figures, with_indicators
from tests.filling.forms import BLANK, FUND, address, fill_in, stored, typed_into, with_rows
from tests.filling.forms import INDICATORS as INDICATOR
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = "basic_data.expenditure"
COLUMNS = ("prior_final", "budget", "final")
FIRST = f"{LINES}.three_public.prior_final"
OFFICE = f"{LINES}.office"
TWELVE = [
    "three_public",
    "official_vehicles",
    "vehicle_purchase",
    "vehicle_operation",
    "overseas_travel",
    "official_reception",
    "project",
    "business_funds",
    "maintenance_funds",
    "operating",
    "office",
    "utilities_travel",
]
PASTE = """([element, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
COPY = """(kind) => {
    const data = new DataTransfer();
    document.activeElement.dispatchEvent(new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData("text/plain");
}"""


@pytest.fixture
def open_step(page: Page, evaluation: SelfEvaluation, preparer: User) -> Any:
    """Signs in and opens a step."""

    def signed_in(step: Step) -> Page:
        sign_in(page, preparer)
        page.goto(address(evaluation, step))
        return page

    return signed_in


def line(page: Page, item: str, column: str = "final") -> Locator:
    return cell(page, f"{LINES}.{item}.{column}")


def block(rows: Sequence[Sequence[str]]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


def paste(page: Page, path: str, text: str) -> None:
    cell(page, path).focus()
    page.evaluate(PASTE, [cell(page, path).element_handle(), text])


def numbers(height: int) -> list[list[str]]:
    return [[str(row + column / 10) for column in (1, 2, 3)] for row in range(10, 10 + height)]


def test_enter_and_arrows_go_from_cell_to_cell(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    line(page, "project").click()
    ways = [
        ("Enter", "business_funds", "final"),
        ("Shift+Enter", "project", "final"),
        ("ArrowLeft", "project", "budget"),
        ("ArrowUp", "official_reception", "budget"),
        ("ArrowLeft", "official_reception", "prior_final"),
        ("ArrowDown", "project", "prior_final"),
        ("ArrowRight", "project", "budget"),
        ("Tab", "project", "final"),
    ]
    for key, item, column in ways:
        page.keyboard.press(key)
        expect(line(page, item, column)).to_be_focused()
    assert page.url.endswith("/basic-data/")


def test_enter_passes_over_headings_and_what_is_not_asked(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    line(page, "maintenance_funds").click()
    page.keyboard.press("Enter")
    expect(line(page, "operating")).to_be_focused()
    line(page, "meeting_training", "prior_final").click()
    page.keyboard.press("Enter")
    expect(cell(page, "basic_data.thrift_measures")).to_be_focused()


def test_arrows_move_inside_a_text_before_they_leave_it(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    line(page, "project", "budget").click()
    page.keyboard.type("12")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
        expect(line(page, "project", "budget")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(line(page, "project", "prior_final")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("3")
    expect(line(page, "project", "budget")).to_have_value("3")


def test_enter_in_a_long_text_is_a_new_line_and_arrows_stay_in_it(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    thrift = cell(page, "basic_data.thrift_measures")
    thrift.click()
    page.keyboard.type("一")
    page.keyboard.press("Enter")
    page.keyboard.type("二")
    page.keyboard.press("ArrowUp")
    expect(thrift).to_be_focused()
    expect(thrift).to_have_value("一\n二")


def test_enter_goes_through_an_ordinary_form_and_ctrl_enter_saves(open_step: Any, evaluation: SelfEvaluation) -> None:
    page = open_step(REPORT)
    cell(page, "report.figures.basic").click()
    page.keyboard.type("66.56")
    page.keyboard.press("Enter")
    expect(cell(page, "report.figures.project")).to_be_focused()
    page.keyboard.press("Control+Enter")
    is_saved(page)
    assert stored(evaluation)["report.figures.basic"] == "66.56"


def test_a_block_is_marked_by_keys_copied_and_cleared(open_step: Any, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, real_figures())
    page = open_step(BASIC_DATA)
    line(page, "operating", "prior_final").click()
    for key in ("Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("td.marked")).to_have_count(6)
    expect(page.get_by_text("选中 6 格 · 合计 25.01 · 平均 4.17 · 计数 6")).to_be_visible()
    assert not violations(page)
    assert page.evaluate(COPY, "copy") == "5.64\t8.08\t7.25\r\n1.69\t1\t1.35"
    page.keyboard.press("Delete")
    expect(line(page, "office")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("td.marked")).to_have_count(0)
    is_saved(page)
    expect(page.locator(".save-bar")).not_to_contain_text("正在保存")
    page.keyboard.press("Control+z")
    expect(line(page, "operating", "budget")).to_have_value("8.08")
    expect(line(page, "office")).to_have_value("1.35")


def test_a_block_is_marked_by_dragging(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    line(page, "official_vehicles", "budget").hover()
    page.mouse.down()
    line(page, "vehicle_purchase").hover()
    line(page, "vehicle_operation").hover()
    page.mouse.up()
    expect(page.locator("td.marked")).to_have_count(6)
    line(page, "project").click()
    expect(page.locator("td.marked")).to_have_count(0)


def test_a_block_of_twelve_rows_is_pasted_and_saves_by_itself(open_step: Any, evaluation: SelfEvaluation) -> None:
    page = open_step(BASIC_DATA)
    figures = numbers(12)
    paste(page, FIRST, block(figures))
    for item, row in zip(TWELVE, figures, strict=True):
        for column, text in zip(COLUMNS, row, strict=True):
            expect(line(page, item, column)).to_have_value(text)
    is_saved(page)
    now = stored(evaluation)
    assert [[now[f"{LINES}.{item}.{column}"] for column in COLUMNS] for item in TWELVE] == figures
    page.reload()
    for item, row in zip(TWELVE, figures, strict=True):
        for column, text in zip(COLUMNS, row, strict=True):
            expect(line(page, item, column)).to_have_value(text)


def test_undo_takes_back_a_whole_paste_and_redo_brings_it_again(open_step: Any, evaluation: SelfEvaluation) -> None:
    page = open_step(BASIC_DATA)
    line(page, "office").click()
    page.keyboard.type("7")
    paste(page, FIRST, block(numbers(12)))
    expect(line(page, "office")).to_have_value("20.3")
    page.keyboard.press("Control+z")
    expect(line(page, "office")).to_have_value("7")
    expect(cell(page, FIRST)).to_have_value("")
    page.keyboard.press("Control+z")
    expect(line(page, "office")).to_have_value("")
    is_saved(page)
    assert (stored(evaluation)[f"{OFFICE}.final"], stored(evaluation)[FIRST]) == ("", "")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    expect(line(page, "office")).to_have_value("20.3")
    is_saved(page)
    assert stored(evaluation)[f"{OFFICE}.final"] == "20.3"


def test_a_block_with_the_forms_merged_cells_and_headings_falls_into_place(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    rows = [
        ["1", "", "2", "", "3", ""],
        ["", "", "", "", "", ""],
        ["", "", "", "", "", ""],
        ["4", "", "5", "", "6", ""],
    ]
    paste(page, f"{LINES}.maintenance_funds.prior_final", block(rows))
    expect(line(page, "maintenance_funds")).to_have_value("3")
    expect(line(page, "operating", "budget")).to_have_value("5")
    expect(line(page, "operating")).to_have_value("6")


def test_what_is_not_asked_is_passed_over_when_it_says_nothing(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    rows = [["1", "2", "3"], ["——", "5", "6"]]
    paste(page, f"{LINES}.meeting_training.prior_final", block(rows))
    expect(line(page, "government_procurement")).to_have_value("6")


def test_cells_that_do_not_fit_are_named_and_nothing_is_pasted(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    rows = [["1", "2", "3"], ["4", "5", "6"]]
    paste(page, f"{LINES}.meeting_training.prior_final", block(rows))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("没有粘贴：“4”（粘贴内容第 2 行第 1 列，对应“政府采购金额”）没有可填的格")
    expect(line(page, "meeting_training")).to_have_value("")
    paste(page, f"{LINES}.basic_budget_adjustment.budget", block([["1", "2"], ["3", "4"]]))
    expect(alert).to_contain_text("“3”（粘贴内容第 2 行第 1 列")
    paste(page, f"{LINES}.office.budget", block([["1", "2", "3"]]))
    expect(alert).to_contain_text("“3”（粘贴内容第 1 行第 3 列")
    expect(line(page, "office")).to_have_value("")


def test_a_locked_cell_takes_only_what_it_shows(open_step: Any) -> None:
    page = open_step(BASIC_DATA)
    cell(page, f"{OFFICE}.prior_final").evaluate(
        """input => {
            input.parentElement.classList.add("computed");
            input.parentElement.innerHTML = '6.2<a class="cell-correct" href="#">更正</a>';
        }"""
    )
    paste(page, f"{LINES}.operating.prior_final", block([["9", "2", "3"], ["6.3", "5", "7"]]))
    expect(page.get_by_role("alert")).to_contain_text("“6.3”（粘贴内容第 2 行第 1 列，对应“其中：办公经费”）")
    paste(page, f"{LINES}.operating.prior_final", block([["9", "2", "3"], ["6.20", "5", "7"]]))
    expect(line(page, "office")).to_have_value("7")


def test_rows_left_over_become_new_rows(open_step: Any, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, with_rows(BLANK, FUND))
    page = open_step(BASIC_DATA)
    names = ["文化惠民", "古籍保护", "“双减”\n专项"]
    rows = [[name, "1", "2", str(place)] for place, name in enumerate(names, 1)]
    rows[2][0] = '"“双减”\n专项"'
    paste(page, f"{FUND}.1.name", block(rows))
    expect(cell(page, f"{FUND}.3.name")).to_have_value("“双减” 专项")
    expect(cell(page, f"{FUND}.1.name")).to_have_value("文化惠民")
    now = stored(evaluation)
    assert [now[f"{FUND}.{place}.final"] for place in (1, 2, 3)] == ["1", "2", "3"]
    assert now[f"{LINES}.project.final"] == "6"


def test_a_block_is_pasted_over_indicators(open_step: Any, evaluation: SelfEvaluation) -> None:
    categories = list(edition().categories)[:4]
    rows = [Indicator(category=category, name="原有") for category in categories for _ in range(3)]
    fill_in(evaluation, with_indicators(document(), *rows))
    page = open_step(INDICATORS)
    pasted = [[f"指标{n}", f"≥{n}%", f"{n}%"] for n in range(1, 13)]
    paste(page, f"{INDICATOR}.1.name", block(pasted))
    for number, (name, target, actual) in enumerate(pasted, 1):
        expect(cell(page, f"{INDICATOR}.{number}.name")).to_have_value(name)
        expect(cell(page, f"{INDICATOR}.{number}.target")).to_have_value(target)
        expect(cell(page, f"{INDICATOR}.{number}.actual")).to_have_value(actual)


def test_one_cell_is_pasted_as_ever(open_step: Any) -> None:
    page = open_step(BUDGET)
    path = "self_assessment.executed"
    cell(page, path).focus()
    assert page.evaluate(
        """([element]) => {
            const data = new DataTransfer();
            data.setData("text/plain", "65.8\\r\\n");
            return element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [cell(page, path).element_handle()],
    )


def test_a_total_computes_itself_until_a_person_types_another(open_step: Any, evaluation: SelfEvaluation) -> None:
    page = open_step(BASIC_DATA)
    line(page, "vehicle_operation").click()
    page.keyboard.type("2.5")
    page.keyboard.press("Tab")
    total = line(page, "three_public")
    expect(total).to_have_value("2.5")
    expect(total).to_have_attribute("title", "合计自动计算")
    line(page, "official_reception").click()
    page.keyboard.type("1,000.50")
    page.keyboard.press("Tab")
    expect(total).to_have_value("1003")
    total.fill("9")
    total.press("Tab")
    expect(total).to_have_attribute("title", "")
    line(page, "official_reception").fill("１")
    line(page, "official_reception").press("Tab")
    expect(page.locator("td", has=total)).to_contain_text("各分项之和 3.5")
    expect(total).to_have_value("9")
    is_saved(page)
    assert stored(evaluation)[f"{LINES}.three_public.final"] == "9"


def test_an_amount_that_looks_typed_in_yuan_is_converted_by_a_click(open_step: Any, evaluation: SelfEvaluation) -> None:
    page = open_step(BASIC_DATA)
    cell(page, f"{OFFICE}.prior_final").fill("60")
    cell(page, f"{OFFICE}.final").fill("658000")
    cell(page, f"{OFFICE}.final").press("Tab")
    page.get_by_role("button", name="按元换算：65.8").click()
    expect(cell(page, f"{OFFICE}.final")).to_have_value("65.8")
    expect(page.get_by_role("button", name="按元换算")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    is_saved(page)
    assert stored(evaluation)[f"{OFFICE}.final"] == "65.8"


def test_a_click_into_a_filled_amount_selects_it_and_the_next_sets_the_caret(
    open_step: Any, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(BLANK, {f"{OFFICE}.final": "180"}))
    page = open_step(BASIC_DATA)
    final = line(page, "office")
    final.click()
    page.keyboard.type("9")
    expect(final).to_have_value("9")
    final.click()
    page.keyboard.press("End")
    page.keyboard.type("5")
    expect(final).to_have_value("95")
    is_saved(page)


def test_a_click_beside_the_digits_of_a_right_aligned_amount_replaces_them_too(
    open_step: Any, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(BLANK, {f"{OFFICE}.final": "8"}))
    page = open_step(BASIC_DATA)
    line(page, "office").click(position={"x": 3, "y": 5})
    page.keyboard.type("9")
    expect(line(page, "office")).to_have_value("9")


def test_a_part_of_an_amount_that_is_dragged_over_stays_selected(open_step: Any, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, typed_into(BLANK, {f"{OFFICE}.final": "123456"}))
    page = open_step(BASIC_DATA)
    drag_over_end(page, line(page, "office"))
    page.keyboard.type("9")
    value = line(page, "office").input_value()
    assert value.startswith("1"), value
    assert value.endswith("9"), value


def drag_over_end(page: Page, amount: Locator) -> None:
    """From the end of a right-aligned amount over its last digits."""
    amount.scroll_into_view_if_needed()
    box = amount.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 30, y, steps=5)
    page.mouse.up()


def test_a_click_into_a_text_sets_the_caret(open_step: Any, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, typed_into(BLANK, {"basic_data.thrift_measures": "少开会"}))
    page = open_step(BASIC_DATA)
    text = cell(page, "basic_data.thrift_measures")
    text.click()
    page.keyboard.press("End")
    page.keyboard.type("。")
    expect(text).to_have_value("少开会。")


def test_a_tap_into_a_filled_amount_selects_it(
    browser: Browser, live_server: Any, evaluation: SelfEvaluation, preparer: User
) -> None:
    fill_in(evaluation, typed_into(BLANK, {f"{OFFICE}.final": "180"}))
    for page in open_page(browser, live_server, viewport={"width": 360, "height": 740}, has_touch=True):
        sign_in(page, preparer)
        page.goto(address(evaluation, BASIC_DATA))
        line(page, "office").tap()
        page.keyboard.type("9")
        expect(line(page, "office")).to_have_value("9")
