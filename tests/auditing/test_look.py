"""The auditor's page in a browser: for everybody, at every width."""

import pytest
from playwright.sync_api import Page, expect

from accounts.roles import Role
from evaluations.records.states import State
from tests.cast import PASSWORD, a_person
from tests.look.axe import scrolls_sideways, violations
from tests.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page) -> Page:
    Stage().at(State.RETURNED)
    page.goto("/")
    page.get_by_label("用户名").fill(a_person(Role.AUDITOR).username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="审计日志")).to_be_visible()
    return page


def test_the_log_is_proved_and_its_details_open(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    opened(page).get_by_role("button", name="立即核对").click()
    expect(page.get_by_text("核对完毕，没有发现问题。")).to_be_visible()
    page.locator("details").first.click()
    assert not violations(page)
    assert not scrolls_sideways(page)
    assert not complaints


def test_a_telephone_shows_it_without_scrolling_sideways(page_360: Page) -> None:
    opened(page_360).get_by_label("操作", exact=True).select_option("submit")
    page_360.get_by_role("button", name="查询").click()
    expect(page_360.locator(".audit-table tbody tr")).to_have_count(1)
    assert not violations(page_360)
    assert not scrolls_sideways(page_360)
