"""A reviewer at the desk: from one hand-in to the next without the mouse, and back to what was asked for."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluations.desk.paging import PER_PAGE
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import follow, press_named, sign_in
from tests.factories import a_person, a_unit, a_year
from tests.look.axe import violations
from tests.scenario import Scenario, assign_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evaluation() -> None:
    """The desk has its own."""


@pytest.fixture
def reviewer() -> User:
    """Has three hand-ins, W1 waiting the longest."""
    reviewer, manager = a_person(Role.REVIEWER), a_person(Role.MANAGER)
    for at in (1, 2, 3):
        scenario = Scenario(a_unit(f"W{at}"))
        scenario.at(State.SUBMITTED)
        assign_to(reviewer, scenario.unit, manager)
        since = timezone.now() - timedelta(days=9 - at)
        SelfEvaluation.objects.filter(pk=scenario.pk).update(state_since=since)
    return reviewer


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def pressed(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_three_presses_a_hand_in_from_the_list_to_the_next(page: Page, reviewer: User) -> None:
    sign_in(page, reviewer)
    page.goto("/review/")
    assert not violations(page)
    pressed(page, "n")
    heading(page, "测试单位W1")
    assert not violations(page)
    pressed(page, "a")
    press_named(page, "审核通过")
    heading(page, "已审核通过")
    pressed(page, "n")
    heading(page, "测试单位W2")
    assert SelfEvaluation.objects.get(unit__code="W1").state == State.APPROVED


def test_the_next_and_the_way_back_keep_to_what_was_asked_for(page: Page, reviewer: User) -> None:
    sign_in(page, reviewer)
    page.goto("/review/")
    page.get_by_label("名称、代码或拼音首字母").fill("csdw")
    press_named(page, "查询")
    follow(page, "执行率")
    expect(page).to_have_url(re.compile("name=csdw.*sort=-rate"))
    follow(page, "测试单位W2")
    pressed(page, "n")
    heading(page, "测试单位W3")
    page.locator(".trail").get_by_role("link", name="审核列表").click()
    expect(page).to_have_url(re.compile("name=csdw.*sort=-rate"))
    expect(page.get_by_label("名称、代码或拼音首字母")).to_have_value("csdw")


def test_a_key_typed_into_a_box_is_a_letter(page: Page, reviewer: User) -> None:
    sign_in(page, reviewer)
    page.goto("/review/")
    page.get_by_label("名称、代码或拼音首字母").press_sequentially("nan")
    expect(page.get_by_label("名称、代码或拼音首字母")).to_have_value("nan")
    expect(page).to_have_url(re.compile("/review/$"))


def test_a_query_is_kept_by_name(page: Page, reviewer: User) -> None:
    sign_in(page, reviewer)
    page.goto("/review/?state=&look=plain")
    page.locator(".saved-queries summary").click()
    page.get_by_label("把现在的条件保存为").fill("没有需说明的")
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".saved-queries summary").click()
    page.get_by_role("link", name="没有需说明的").click()
    expect(page).to_have_url(re.compile("state=&look=plain"))


def test_ticks_stay_on_the_other_pages_and_go_along(page: Page) -> None:
    for at in range(PER_PAGE + 2):
        a_unit(f"T{at:02d}")
    manager = a_person(Role.MANAGER)
    a_year()
    sign_in(page, manager)
    page.goto("/review/?state=&sort=name")
    told = page.locator("[data-ticked]")
    for at in (0, 2):
        page.get_by_label(f"测试单位T{at:02d}", exact=True).check()
    expect(told).to_have_text("已勾选 2 个单位。")
    follow(page, "下一页")
    page.get_by_label(f"测试单位T{PER_PAGE}", exact=True).check()
    expect(told).to_have_text("已勾选 3 个单位，其中 2 个在其他页。")
    follow(page, "上一页")
    expect(page.get_by_label("测试单位T02", exact=True)).to_be_checked()
    page.get_by_label("测试单位T02", exact=True).uncheck()
    press_named(page, "给勾选的单位延期")
    heading(page, "2 个单位")
    expect(page.get_by_text(f"测试单位T{PER_PAGE}")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="清空勾选").click()
    expect(told).to_have_text("")
