"""Filling in as a person at a browser does it: without JavaScript, by keyboard, in two tabs, on a telephone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, CHECK, DETAILS, INDICATORS, STEPS
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, open_step, press, press_named, quick, sign_in
from tests.core.builders import real_figures
from tests.filling.forms import BLANK, FUND, PROJECT, address, fill_in, stored
from tests.filling.forms import INDICATORS as INDICATOR
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FINAL = f"{PROJECT}.final"
QUANTITY = f"{INDICATOR}.output.quantity"


def test_a_table_is_filled_in_without_javascript(plain_page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    page = plain_page
    sign_in(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    cell(page, FINAL).fill("8")
    press(page, f"add:{FUND}")
    cell(page, f"{FUND}.1.name").fill("文化惠民")
    cell(page, f"{FUND}.1.final").fill("8")
    press(page, f"add:{FUND}")
    cell(page, f"{FUND}.2.name").fill("古籍保护")
    press(page, f"up:{FUND}.2")
    expect(cell(page, f"{FUND}.1.name")).to_have_value("古籍保护")
    expect(cell(page, f"{FUND}.2.name")).to_have_value("文化惠民")
    expect(cell(page, f"{FUND}.2.final")).to_have_value("8")
    cell(page, f"{FUND}.2.budget").fill("3")
    press(page, f"remove:{FUND}.1")
    expect(cell(page, f"{FUND}.1.name")).to_have_value("文化惠民")
    expect(cell(page, f"{FUND}.1.budget")).to_have_value("3")
    expect(cell(page, FINAL)).to_have_value("8")
    press(page, "save_next")
    expect(page.get_by_role("heading", level=1)).to_have_text("附件3 预算执行")
    now = stored(evaluation)
    assert (now[FINAL], now[f"{FUND}.1.name"], now[f"{FUND}.1.budget"]) == ("8", "文化惠民", "3")


def test_a_new_row_has_the_cursor(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    sign_in(page, preparer)
    open_step(page, evaluation, INDICATORS)
    press(page, f"add:{QUANTITY}")
    expect(cell(page, f"{INDICATOR}.1.name")).to_be_focused()


def test_what_can_not_be_read_is_shown_again_and_the_summary_leads_to_it(
    page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    sign_in(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    cell(page, FINAL).fill("八万")
    cell(page, f"{PROJECT}.budget").fill("3")
    press(page, f"add:{FUND}")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("这次没有增删或移动行")
    expect(cell(page, FINAL)).to_have_value("八万")
    expect(cell(page, f"{PROJECT}.budget")).to_have_value("3")
    expect(cell(page, f"{FUND}.1.name")).to_have_count(0)
    page.locator("#error-summary a").click()
    expect(cell(page, FINAL)).to_be_focused()


def test_enter_saves_without_javascript(plain_page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    page = plain_page
    sign_in(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    cell(page, FINAL).fill("8")
    with page.expect_navigation():
        cell(page, FINAL).press("Enter")
    is_saved(page)
    assert stored(evaluation)[FINAL] == "8"


def test_two_tabs_without_javascript_show_both_values_and_the_person_decides(
    plain_page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    page = plain_page
    sign_in(page, preparer)
    other = page.context.new_page()
    for tab in (page, other):
        open_step(tab, evaluation, BASIC_DATA)
    cell(page, FINAL).fill("7.5")
    cell(page, f"{PROJECT}.budget").fill("3")
    press(page, "save")
    cell(other, FINAL).fill("8")
    cell(other, f"{PROJECT}.prior_final").fill("6.22")
    press(other, "save")
    expect(other.locator("#error-summary")).to_contain_text("您填的是“8”；您在另一个窗口")
    expect(other.locator("#error-summary")).to_contain_text("保存的是“7.5”")
    expect(cell(other, FINAL)).to_have_value("8")
    expect(cell(other, f"{PROJECT}.budget")).to_have_value("3")
    expect(cell(other, f"{PROJECT}.prior_final")).to_have_value("6.22")
    assert stored(evaluation)[FINAL] == "7.5"
    press(other, "save")
    is_saved(other)
    now = stored(evaluation)
    assert [now[f"{PROJECT}.{column}"] for column in ("prior_final", "budget", "final")] == ["6.22", "3", "8"]


def test_leaving_the_last_step_with_unsaved_explanations_asks_first(
    page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    fill_in(evaluation, real_figures())
    sign_in(page, preparer)
    open_step(page, evaluation, CHECK)
    page.on("dialog", stay)
    page.get_by_role("link", name="任务清单").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("整体支出绩效自评")
    assert asked == []
    open_step(page, evaluation, CHECK)
    box = page.locator('textarea[name^="explanation."]').first
    box.press_sequentially("年中追加")
    page.get_by_role("link", name="任务清单").click(no_wait_after=True)
    expect(box).to_have_value("年中追加")
    assert asked == ["beforeunload"]
    press(page, "save")
    is_saved(page)
    assert asked == ["beforeunload"]


def test_no_page_scrolls_sideways_on_a_telephone(page_360: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    fill_in(evaluation, real_figures())
    sign_in(page_360, preparer)
    for url in pages_of(evaluation):
        page_360.goto(url)
        assert not scrolls_sideways(page_360), url


@pytest.mark.parametrize("document", [BLANK, real_figures()], ids=["blank", "filled in"])
def test_axe_finds_nothing_on_any_page(
    page: Page, evaluation: SelfEvaluation, preparer: User, document: Document
) -> None:
    fill_in(evaluation, document)
    sign_in(page, preparer)
    for url in pages_of(evaluation):
        page.goto(url)
        assert not violations(page), url


def pages_of(evaluation: SelfEvaluation) -> list[str]:
    return ["/", address(evaluation), *(address(evaluation, step) for step in STEPS)]


def test_the_last_step_is_done_by_keyboard(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    fill_in(evaluation, real_figures())
    sign_in(page, preparer)
    open_step(page, evaluation, CHECK)
    boxes = page.locator('textarea[name^="explanation."]')
    boxes.first.focus()
    page.keyboard.type("年中追加了活动经费。")
    # The tick for one reason of several, then of the next finding its link, its cell, 同上 and the box.
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(boxes.nth(1)).to_be_focused()
    with page.expect_navigation():
        page.locator(".save-bar button").first.press("Enter")
    expect(boxes.first).to_have_value("年中追加了活动经费。")


def test_today_is_filled_in_by_one_press(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    quick(page, preparer)
    open_step(page, evaluation, DETAILS)
    cell(page, "preparer.name").fill("周敏")
    press_named(page, "今天")
    expect(cell(page, "filing_date")).to_have_value(timezone.localdate().isoformat())
    expect(cell(page, "preparer.name")).to_have_value("周敏")
    is_saved(page)


def test_enter_in_the_details_does_not_press_today_without_javascript(
    plain_page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    sign_in(plain_page, preparer)
    open_step(plain_page, evaluation, DETAILS)
    cell(plain_page, "preparer.name").fill("周敏")
    with plain_page.expect_navigation():
        cell(plain_page, "preparer.name").press("Enter")
    expect(cell(plain_page, "preparer.name")).to_have_value("周敏")
    expect(cell(plain_page, "filing_date")).to_have_value("")
