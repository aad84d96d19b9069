"""How people come in: added by whoever keeps them, with a slip; then by the code on it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acting import follow, press_named

GOOD = "清风扬正气书香满机关"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def add(page: Page, name: str, role: str, place: str = "") -> None:
    """Add a person on the page, which the list leads to, and stay on theirs."""
    follow(page, "人员")
    follow(page, "添加人员")
    page.get_by_label("姓名").fill(name)
    page.get_by_label(f"{role}：").check()
    if place:
        page.locator("[name=unit]").fill(place)
    press_named(page, "添加")
    expect(page.get_by_role("status").or_(page.locator("#messages"))).to_contain_text(f"已添加 {name}")


def slip(page: Page) -> tuple[str, str]:
    """Print the slip of the person; its user name and code."""
    press_named(page, "打印激活单")
    username, code = page.locator(".slips .typed-in").all_inner_texts()
    assert CODE.fullmatch(code)
    return username, code


def activate(page: Page, username: str, code: str) -> None:
    page.context.clear_cookies()
    page.goto("/activate/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("激活码").fill(code)
    press_named(page, "下一步")
    page.get_by_label("自己的密码").fill(GOOD)
    page.get_by_label("再输一遍密码").fill(GOOD)
    press_named(page, "设置密码并登录")
