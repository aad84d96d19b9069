"""The table of indicators at a browser: rows by keys and by dragging, weights, suggested scores and the library, with and without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from evaluations.filling.steps import INDICATORS
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, open_step, press, sign_in
from tests.factories import an_evaluation
from tests.filling.forms import BLANK, address, fill_in, stored, typed_into, with_rows
from tests.filling.forms import INDICATORS as INDICATOR
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUANTITY = f"{INDICATOR}.output.quantity"
COST = f"{INDICATOR}.cost.economic"
SCORE = f"{INDICATOR}.4.score"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """Three indicators of output and one of cost, whose score differs from the suggested one."""
    typed = {f"{INDICATOR}.{n}.name": name for n, name in enumerate(("甲", "乙", "丙", "整体支出"), 1)}
    typed |= {f"{INDICATOR}.{n}.weight": "8" for n in (1, 2, 3)}
    typed |= {f"{INDICATOR}.4.{f}": t for f, t in {"target": "65.8", "actual": "74.56", "weight": "20"}.items()}
    rows = with_rows(BLANK, QUANTITY, QUANTITY, QUANTITY, COST)
    return fill_in(an_evaluation(), typed_into(rows, typed | {SCORE: "18"}))


@pytest.fixture
def step(page: Page, evaluation: SelfEvaluation, preparer: User) -> Page:
    """The step, open."""
    sign_in(page, preparer)
    open_step(page, evaluation, INDICATORS)
    return page


@pytest.fixture
def plain_step(plain_page: Page, evaluation: SelfEvaluation, preparer: User) -> Page:
    """The step in a browser without JavaScript."""
    sign_in(plain_page, preparer)
    open_step(plain_page, evaluation, INDICATORS)
    return plain_page


def expect_names(page: Page, *names: str) -> None:
    for number, name in enumerate(names, 1):
        expect(cell(page, f"{INDICATOR}.{number}.name")).to_have_value(name)


def test_everything_works_without_javascript(plain_step: Page, evaluation: SelfEvaluation) -> None:
    page = plain_step
    press(page, f"copy:{INDICATOR}.2")
    expect_names(page, "甲", "乙", "乙", "丙", "整体支出")
    press(page, f"take:{INDICATOR}.5.score")
    expect(cell(page, f"{INDICATOR}.5.score")).to_have_value("17.34")
    page.locator("a.library").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("指标库")
    page.locator("section", has_text="满意度指标").get_by_role("button", name="服务对象满意度").click()
    expect(cell(page, f"{INDICATOR}.5.name")).to_have_value("服务对象满意度")
    assert stored(evaluation)[f"{INDICATOR}.5.target"] == "≥95%"


def test_a_row_moves_by_keys_and_keeps_the_cursor(step: Page, evaluation: SelfEvaluation) -> None:
    cell(step, f"{INDICATOR}.1.actual").fill("98%")
    cell(step, f"{INDICATOR}.1.actual").press("Alt+ArrowDown")
    expect(cell(step, f"{INDICATOR}.2.name")).to_be_focused()
    expect_names(step, "乙", "甲", "丙")
    cell(step, f"{INDICATOR}.2.name").press("Alt+ArrowDown")
    expect(cell(step, f"{INDICATOR}.3.name")).to_be_focused()
    expect_names(step, "乙", "丙", "甲", "整体支出")
    cell(step, f"{INDICATOR}.3.name").press("Alt+ArrowUp")
    expect(cell(step, f"{INDICATOR}.2.name")).to_be_focused()
    expect_names(step, "乙", "甲", "丙")
    assert stored(evaluation)[f"{INDICATOR}.2.actual"] == "98%"


def test_a_row_is_dragged_within_its_category(step: Page, evaluation: SelfEvaluation) -> None:
    def row(number: int) -> Any:
        return step.locator(f'tr[id="{INDICATOR}.{number}"]')

    row(1).locator(".handle").drag_to(row(4).locator("td.gutter"))
    expect_names(step, "甲", "乙", "丙", "整体支出")
    row(1).locator(".handle").drag_to(row(3).locator("td.gutter"))
    expect(cell(step, f"{INDICATOR}.3.name")).to_be_focused()
    expect_names(step, "乙", "丙", "甲", "整体支出")
    assert stored(evaluation)[f"{INDICATOR}.3.name"] == "甲"


def test_a_suggested_score_is_readable_and_taken_over_by_a_click(step: Page, evaluation: SelfEvaluation) -> None:
    step.get_by_role("button", name="本格说明").click()
    cell(step, SCORE.replace("score", "deviation_reason")).focus()
    expect(step.locator("#cell-panel")).to_contain_text("建议 17.34：超出 13.31%，按超支比例扣分")
    step.get_by_role("button", name="本格说明").click()
    button = step.get_by_role("button", name="建议 17.34")
    assert button.evaluate(
        "b => b.scrollWidth <= b.clientWidth + 1 && b.closest('td').scrollWidth <= b.closest('td').clientWidth + 1"
    )
    button.click()
    expect(cell(step, SCORE)).to_have_value("17.34")
    expect(cell(step, SCORE)).to_be_focused()
    expect(button).to_have_count(0)
    assert stored(evaluation)[SCORE] == "17.34"


def test_a_save_renews_weights_and_what_was_understood(step: Page) -> None:
    output = step.locator('[id="meter.output"]')
    expect(output).to_contain_text("还差 16 分")
    cell(step, f"{INDICATOR}.1.weight").fill("24")
    cell(step, f"{INDICATOR}.1.target").fill("≥95%")
    cell(step, f"{INDICATOR}.1.actual").fill("90%")
    expect(output).to_contain_text("产出指标 40/40")
    expect(output).to_contain_text("已满")
    expect(step.locator(f'[id="{INDICATOR}.1.target.hint"]')).to_have_text("≥ 95 % · 正向")
    expect(step.get_by_role("button", name="建议 22.74")).to_be_visible()
    cell(step, f"{INDICATOR}.1.target").fill("")
    expect(step.locator(f'[id="{INDICATOR}.1.target.hint"]')).to_have_count(0)


def test_the_library_opens_beside_its_category(step: Page, evaluation: SelfEvaluation) -> None:
    cell(step, f"{INDICATOR}.1.actual").fill("98%")
    link = step.locator(f'tr[id="{INDICATOR}.3"] a.library')
    link.click()
    entry = step.get_by_role("button", name="培训人次")
    expect(entry).to_be_visible()
    step.keyboard.press("Escape")
    expect(entry).to_have_count(0)
    expect(link).to_be_focused()
    link.press("Enter")
    entry.click()
    expect(cell(step, f"{INDICATOR}.4.target")).to_be_focused()
    expect(cell(step, f"{INDICATOR}.4.name")).to_have_value("培训人次")
    assert stored(evaluation)[f"{INDICATOR}.1.actual"] == "98%"


def test_the_pages_are_accessible(step: Page, evaluation: SelfEvaluation) -> None:
    assert violations(step) == []
    step.goto(f"{address(evaluation, INDICATORS)}library/")
    assert violations(step) == []


def test_the_pages_fit_a_telephone(page_360: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    sign_in(page_360, preparer)
    for url in (address(evaluation, INDICATORS), f"{address(evaluation, INDICATORS)}library/"):
        page_360.goto(url)
        assert not scrolls_sideways(page_360)


def test_a_rows_tools_are_one_menu_that_keys_go_through(step: Page, evaluation: SelfEvaluation) -> None:
    menu = step.locator(f'tr[id="{INDICATOR}.2"] .row-menu')
    opener = menu.locator("summary")
    expect(step.get_by_role("button", name="复制：指标 2")).to_be_hidden()
    opener.focus()
    step.keyboard.press("Enter")
    expect(step.get_by_role("button", name="删除：指标 2")).to_be_visible()
    assert violations(step) == []
    step.keyboard.press("Escape")
    expect(step.get_by_role("button", name="删除：指标 2")).to_be_hidden()
    expect(opener).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
        step.keyboard.press(key)
    with step.expect_navigation():
        step.keyboard.press("Enter")
    expect_names(step, "甲", "乙", "乙", "丙", "整体支出")


def test_only_one_menu_is_open_and_a_click_elsewhere_closes_it(step: Page) -> None:
    step.locator(f'tr[id="{INDICATOR}.1"] .row-menu summary').click()
    step.locator(f'tr[id="{INDICATOR}.2"] .row-menu summary').press("Enter")
    expect(step.locator(".row-menu[open]")).to_have_count(1)
    step.get_by_role("heading", level=1).click()
    expect(step.locator(".row-menu[open]")).to_have_count(0)


def test_missing_points_are_shared_out_as_one_step_to_undo(step: Page, evaluation: SelfEvaluation) -> None:
    cell(step, f"{INDICATOR}.2.weight").fill("")
    cell(step, f"{INDICATOR}.3.weight").fill("")
    step.get_by_role("button", name="均分剩余分值：产出指标").click()
    expect(cell(step, f"{INDICATOR}.3.weight")).to_have_value("16")
    expect(step.locator('[id="meter.output"]')).to_contain_text("已满")
    expect(step.get_by_role("button", name="均分剩余分值：产出指标")).to_be_hidden()
    assert stored(evaluation)[f"{INDICATOR}.2.weight"] == "16"
    step.keyboard.press("Control+z")
    expect(cell(step, f"{INDICATOR}.2.weight")).to_have_value("")
    expect(cell(step, f"{INDICATOR}.3.weight")).to_have_value("")


def test_none_is_put_into_a_blank_row_by_one_press(step: Page, evaluation: SelfEvaluation) -> None:
    press(step, f"add:{COST}")
    name = cell(step, f"{INDICATOR}.5.name")
    name.focus()
    step.get_by_role("button", name="填“无”").first.click()
    expect(name).to_have_value("无")
    is_saved(step)
    assert stored(evaluation)[f"{INDICATOR}.5.name"] == "无"
