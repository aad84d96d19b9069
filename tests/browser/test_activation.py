"""From an empty database to being signed in: init, the activation page, a password of one's own."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.look.axe import scrolls_sideways, violations

pytestmark = pytest.mark.browser
GOOD = "清风扬正气书香满机关"


def code_of_the_clerk() -> str:
    out = StringIO()
    unit = {"unit": ["101001:白石区图书馆"], "preparer": "zhoumin:周敏"}
    call_command("init", stdout=out, use="unit", region_code="990101", region_name="白石区", **unit)
    found = re.search(r"zhoumin  (\S+)  周敏", out.getvalue())
    assert found
    return found[1]


def test_from_an_empty_database_to_being_signed_in(page: Page) -> None:
    code = code_of_the_clerk()
    page.goto("/")
    page.get_by_role("link", name="第一次登录").click()
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type("zhoumin")
    page.get_by_label("激活码").fill(code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_text("周敏，激活码正确")).to_be_visible()
    assert not violations(page)
    assert code not in page.url
    page.get_by_label("自己的密码").fill(GOOD)
    page.get_by_label("再输一遍密码").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("密码已设置，您已登录")).to_be_visible()
    expect(page.get_by_role("button", name="开始填报").first).to_be_visible()
    page.get_by_role("button", name="退出").click()
    page.get_by_label("用户名").fill("zhoumin")
    page.get_by_label("密码").fill(GOOD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("白石区图书馆", exact=True)).to_be_visible()
    assert not violations(page)


@pytest.mark.parametrize("address", ["/activate/", "/forgotten/", "/sign-in/"])
def test_visitors_pages_fit_a_telephone_and_read_well(page_360: Page, address: str) -> None:
    page_360.goto(address)
    assert not violations(page_360)
    assert not scrolls_sideways(page_360)
