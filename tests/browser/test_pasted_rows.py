"""A pasted block that adds rows: undone and done again as any change, though the server draws the page anew; refused once others changed it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from evaluations.core.form.document import Indicator
from evaluations.filling.steps import BASIC_DATA, INDICATORS
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, open_step, press, quick, status, type_into
from tests.browser.test_keys import block, paste
from tests.core.builders import document, edition, with_indicators
from tests.factories import an_evaluation
from tests.filling.forms import BLANK, FUND, fill_in, stored, typed_into, with_rows
from tests.filling.forms import INDICATORS as INDICATOR
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECT = "basic_data.expenditure.project.final"
OFFICE = "basic_data.expenditure.office.final"
BEFORE = {f"{FUND}.1.name": "原有项目", f"{FUND}.1.budget": "7", f"{FUND}.1.final": "5"}
ROWS = [["文化惠民", "", "1", "2"], ["古籍保护", "", "3", "4"], ["全民阅读", "", "5", "6"]]


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """One fund, and the total that follows it."""
    return fill_in(an_evaluation(), typed_into(with_rows(BLANK, FUND), BEFORE))


@pytest.fixture
def tab(page: Page, preparer: User, evaluation: SelfEvaluation) -> Page:
    """附件2, opened by the preparer."""
    open_step(quick(page, preparer), evaluation, BASIC_DATA)
    return page


def paste_rows(page: Page) -> None:
    """Three rows over the one that is there."""
    paste(page, f"{FUND}.1.name", block(ROWS))
    expect(cell(page, f"{FUND}.3.name")).to_have_value("全民阅读")
    expect(cell(page, f"{FUND}.1.name")).to_be_focused()


def stands_as_before(page: Page, evaluation: SelfEvaluation) -> None:
    expect(cell(page, f"{FUND}.2.name")).to_have_count(0)
    for path, text in {**BEFORE, PROJECT: "5"}.items():
        expect(cell(page, path)).to_have_value(text)
    now = stored(evaluation)
    assert f"{FUND}.2.name" not in now
    assert {**BEFORE, PROJECT: "5"}.items() <= now.items()


def test_undo_takes_the_new_rows_away_and_redo_brings_them_again(tab: Page, evaluation: SelfEvaluation) -> None:
    paste_rows(tab)
    expect(cell(tab, PROJECT)).to_have_value("12")
    tab.keyboard.press("Control+z")
    stands_as_before(tab, evaluation)
    expect(cell(tab, f"{FUND}.1.name")).to_be_focused()
    tab.keyboard.press("Control+y")
    expect(cell(tab, f"{FUND}.3.final")).to_have_value("6")
    assert (stored(evaluation)[f"{FUND}.3.name"], stored(evaluation)[PROJECT]) == ("全民阅读", "12")
    tab.keyboard.press("Control+z")
    stands_as_before(tab, evaluation)


def test_what_was_typed_before_and_after_the_block_is_undone_in_its_turn(tab: Page, evaluation: SelfEvaluation) -> None:
    type_into(tab, OFFICE, "8")
    is_saved(tab)
    paste_rows(tab)
    type_into(tab, f"{FUND}.3.final", "9")
    is_saved(tab)
    tab.keyboard.press("Control+z")
    expect(cell(tab, f"{FUND}.3.final")).not_to_have_value("9")
    while cell(tab, f"{FUND}.3.final").input_value() != "6":
        tab.keyboard.press("Control+z")
    tab.keyboard.press("Control+z")
    stands_as_before(tab, evaluation)
    expect(cell(tab, OFFICE)).to_have_value("8")
    tab.keyboard.press("Control+z")
    expect(cell(tab, OFFICE)).to_have_value("")
    expect(cell(tab, OFFICE)).to_be_focused()
    expect(status(tab)).not_to_contain_text("正在保存")
    is_saved(tab)
    tab.reload()
    expect(cell(tab, OFFICE)).to_have_value("")
    assert stored(evaluation)[OFFICE] == ""


def test_indicators_pasted_over_the_last_one_are_taken_back(tab: Page, evaluation: SelfEvaluation) -> None:
    first, *_, last = edition().categories
    rows = (Indicator(category=first, name="前面的"), Indicator(category=last, name="原有"))
    fill_in(evaluation, with_indicators(document(), *rows))
    open_step(tab, evaluation, INDICATORS)
    paste(tab, f"{INDICATOR}.2.name", block([["活动场次", "≥10场"], ["参加人次", "≥500人"]]))
    expect(cell(tab, f"{INDICATOR}.3.name")).to_have_value("参加人次")
    expect(cell(tab, f"{INDICATOR}.2.name")).to_have_value("活动场次")
    assert stored(evaluation)[f"{INDICATOR}.3.target"] == "≥500人"
    tab.keyboard.press("Control+z")
    expect(cell(tab, f"{INDICATOR}.3.name")).to_have_count(0)
    expect(cell(tab, f"{INDICATOR}.1.name")).to_have_value("前面的")
    expect(cell(tab, f"{INDICATOR}.2.name")).to_have_value("原有")
    now = stored(evaluation)
    assert [now[f"{INDICATOR}.{place}.name"] for place in (1, 2)] == ["前面的", "原有"]
    assert f"{INDICATOR}.3.name" not in now


def test_undo_is_refused_in_words_once_a_colleague_changed_a_row(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    paste_rows(tab)
    open_step(colleague, evaluation, BASIC_DATA)
    type_into(colleague, f"{FUND}.3.final", "60")
    is_saved(colleague)
    tab.keyboard.press("Control+z")
    alert = tab.get_by_role("alert").filter(has_text="没有撤销粘贴")
    expect(alert).to_contain_text("粘贴之后，有关的行又有改动，不能整块撤销。请逐行删除，逐格改回。")
    assert not violations(tab)
    expect(cell(tab, f"{FUND}.3.name")).to_have_value("全民阅读")
    assert stored(evaluation)[f"{FUND}.3.final"] == "60"
    type_into(tab, OFFICE, "8")
    expect(alert).to_have_count(0)
    is_saved(tab)
    assert stored(evaluation)[OFFICE] == "8"


def test_undo_is_refused_once_a_colleague_changed_the_order_of_the_rows(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    paste_rows(tab)
    open_step(colleague, evaluation, BASIC_DATA)
    press(colleague, f"up:{FUND}.3")
    expect(cell(colleague, f"{FUND}.2.name")).to_have_value("全民阅读")
    tab.keyboard.press("Control+z")
    expect(tab.get_by_role("alert").filter(has_text="不能整块撤销")).to_be_visible()
    assert [stored(evaluation)[f"{FUND}.{place}.name"] for place in (1, 2, 3)] == ["文化惠民", "全民阅读", "古籍保护"]


def test_without_a_connection_nothing_is_undone_and_it_can_be_tried_again(
    tab: Page, evaluation: SelfEvaluation
) -> None:
    paste_rows(tab)
    tab.context.set_offline(True)
    tab.keyboard.press("Control+z")
    expect(tab.get_by_role("alert").filter(has_text="没有撤销粘贴：网络中断")).to_be_visible()
    tab.context.set_offline(False)
    tab.keyboard.press("Control+z")
    stands_as_before(tab, evaluation)


def test_what_is_typed_while_the_rows_are_on_their_way_is_saved_after_them(
    tab: Page, evaluation: SelfEvaluation
) -> None:
    held: list[Any] = []
    tab.route("**/cells/", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks its handlers
    with tab.expect_request("**/cells/"):
        paste(tab, f"{FUND}.1.name", block(ROWS))
    cell(tab, OFFICE).fill("8")
    for route in held:
        route.continue_()
    tab.unroute("**/cells/")
    expect(cell(tab, f"{FUND}.3.name")).to_have_value("全民阅读")
    expect(cell(tab, OFFICE)).to_have_value("8")
    is_saved(tab)
    expect(tab.locator(".cell-choice")).to_have_count(0)
    assert (stored(evaluation)[OFFICE], stored(evaluation)[f"{FUND}.3.final"]) == ("8", "6")


def test_rows_are_pasted_into_a_page_that_came_as_the_answer_to_a_form(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, OFFICE).fill("八万")
    press(tab, "save")
    expect(tab.locator("#error-summary")).to_contain_text("应为数字")
    paste_rows(tab)
    expect(cell(tab, OFFICE)).to_have_value("八万")
    expect(status(tab)).to_have_text("未保存：有 1 处无法识别")
    tab.keyboard.press("Control+z")
    stands_as_before(tab, evaluation)
    expect(cell(tab, OFFICE)).to_have_value("八万")


def test_a_page_of_other_rows_has_nothing_to_undo(tab: Page, evaluation: SelfEvaluation) -> None:
    paste_rows(tab)
    press(tab, f"add:{FUND}")
    expect(cell(tab, f"{FUND}.4.name")).to_be_focused()
    tab.keyboard.press("Control+z")
    expect(cell(tab, f"{FUND}.4.name")).to_have_value("")
    assert stored(evaluation)[f"{FUND}.3.name"] == "全民阅读"
