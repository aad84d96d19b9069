"""From the administrator to the preparer: people are added, activated, and lose what they had."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import Role
from tests.browser.acting import follow, press_named, sign_in, sign_in_at_the_door
from tests.browser.joining import GOOD, activate, add, slip
from tests.conftest import open_page
from tests.factories import a_person, a_region, a_unit, an_evaluation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def end_membership(page: Page, keeper: str, name: str) -> None:
    """As the keeper, end the only membership of the person."""
    sign_in_at_the_door(page, keeper, GOOD)
    follow(page, "人员")
    follow(page, name)
    page.get_by_role("link", name="结束").click()
    expect(page.get_by_role("heading", name=f"结束任职：{name}")).to_be_visible()
    press_named(page, "结束任职")
    expect(page.locator("#messages")).to_contain_text(f"{name}不再是")


def test_from_the_administrator_to_a_preparer_whose_membership_ends(
    page: Page, browser: Browser, live_server: Any
) -> None:
    evaluation = an_evaluation()
    a_unit("U2")
    sign_in(page, a_person(Role.ADMINISTRATOR, username="root"))
    page.goto("/")
    add(page, "林岚", "绩效管理员")
    manager = slip(page)
    assert manager[0] == "linlan"
    activate(page, *manager)
    add(page, "周敏", "填报人", evaluation.unit.name)
    preparer = slip(page)
    activate(page, *preparer)
    expect(page.get_by_text("密码已设置，您已登录")).to_be_visible()
    expect(page.get_by_role("heading", name="2023年度自评")).to_be_visible()

    began = timezone.localdate() - timedelta(days=10)
    User.objects.get(username="zhoumin").memberships.update(since=began)
    for other in open_page(browser, live_server, locale="zh-CN"):
        end_membership(other, "linlan", "周敏")

    follow(page, "2023年度自评")
    expect(page.get_by_text("您现在没有任职")).to_be_visible()
    expect(page.get_by_text(f"您的任职“{evaluation.unit.name}填报人”到")).to_be_visible()


def test_ticking_all_ticks_the_page_and_counts(page: Page) -> None:
    people = [a_person(Role.PREPARER) for _ in range(3)]
    sign_in(page, a_person(Role.MANAGER))
    page.goto("/administration/people/")
    whole = page.get_by_label("全选本页")
    told = page.locator("[data-ticked]")
    whole.check()
    expect(told).to_have_text("已勾选 3 人。")
    page.get_by_label(f"{people[0].name}（{people[0].username}）").uncheck()
    expect(told).to_have_text("已勾选 2 人。")
    assert whole.evaluate("box => box.indeterminate")
    whole.check()
    press_named(page, "打印激活单")
    expect(page.locator(".slips li")).to_have_count(3)
    follow(page, "返回")
    expect(page).to_have_url(re.compile("/administration/people/$"))


def test_without_scripts_people_are_ticked_one_by_one(plain_page: Page) -> None:
    person = a_person(Role.PREPARER)
    a_region()
    sign_in(plain_page, a_person(Role.MANAGER))
    plain_page.goto("/administration/people/")
    expect(plain_page.get_by_label("全选本页")).to_be_hidden()
    plain_page.get_by_label(f"{person.name}（{person.username}）").check()
    press_named(plain_page, "打印激活单")
    expect(plain_page.locator(".slips li")).to_have_count(1)
