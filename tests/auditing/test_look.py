"""The auditor's page in a browser: for everybody, at every width."""

import pytest
from playwright.sync_api import Page, expect

from evaluations.records.states import State
from tests.browser import acting
from tests.look.axe import scrolls_sideways, violations
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page) -> Page:
    """The auditor's first page, with somebody's wrong password in the log."""
    scenario = Scenario().at(State.RETURNED)
    acting.sign_in_at_the_door(page, scenario.head.username, "wrong")
    acting.sign_in_at_the_door(page, scenario.auditor.username)
    expect(page.get_by_role("heading", name="审计日志")).to_be_visible()
    return page


def looked_at(page: Page) -> None:
    assert not violations(page)
    assert not scrolls_sideways(page)


def test_the_log_is_searched_and_its_stories_followed(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    opened(page).locator("details").first.click()
    looked_at(page)
    page.get_by_label("结果").select_option("failed")
    acting.press_named(page, "查询")
    row = page.locator(".audit-table tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("登录失败")
    acting.follow(page, row.get_by_role("link").inner_text())
    looked_at(page)
    acting.follow(page, "测试单位U1")
    expect(page.locator(".audit-table tbody tr").first).to_contain_text("提交单位审核")
    looked_at(page)
    assert not complaints


def test_the_log_is_verified_and_the_chains_say_up_to_where(page: Page) -> None:
    acting.press_named(opened(page), "立即核对")
    expect(page.get_by_text("核对完毕，没有发现问题。")).to_be_visible()
    expect(page.get_by_role("row", name="系统")).to_contain_text("完整")
    looked_at(page)


def test_who_was_tried_is_found_by_one_link(page: Page) -> None:
    acting.follow(opened(page), "登录失败与拒绝")
    acting.follow(page, "127.0.0.1")
    expect(page.locator(".audit-table tbody tr")).to_have_count(2)


def test_a_telephone_shows_it_without_scrolling_sideways(page_360: Page) -> None:
    opened(page_360).get_by_label("操作", exact=True).select_option("submit")
    page_360.get_by_role("button", name="查询").click()
    expect(page_360.locator(".audit-table tbody tr")).to_have_count(1)
    looked_at(page_360)
