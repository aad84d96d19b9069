"""The page of a list in a browser: it tells that it works, what the file would do, and stores it."""

import pytest
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from accounts.roles import Role
from tests.browser import acting
from tests.factories import a_person, a_unit
from tests.lists.uploads import URL, stored, units_file
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = [("010101", "文化馆", "是"), ("010102", "图书馆", "是"), ("10103", "美术馆", "是")]


# What the page told last while it worked: the next page has it not any more.
REMEMBER = """addEventListener("DOMContentLoaded", () => {
  const line = document.querySelector(".list-working");
  new MutationObserver(() => sessionStorage.setItem("told", line.textContent)).observe(line, { childList: true });
});"""


def choose(page: Page, *rows: tuple[str, str, str]) -> None:
    """Choose a file with these rows and send it."""
    page.goto(URL)
    file = FilePayload(name="单位.xlsx", mimeType="", buffer=units_file(*rows))
    page.get_by_label("选择文件").set_input_files(file)
    acting.press_named(page, "读取文件")


def test_a_list_is_read_asked_about_and_stored(page: Page) -> None:
    acting.sign_in(page, a_person(Role.MANAGER))
    choose(page, *ROWS)
    page.get_by_label("是，改为“010103”").check()
    page.get_by_role("button", name="按回答重新核对").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入“单位.xlsx”：新增 3 行，修改 0 行，不变 0 行。")).to_be_visible()
    assert [code for code, _, _ in stored()] == ["010101", "010102", "010103"]


def test_the_page_tells_that_it_works(page: Page) -> None:
    acting.sign_in(page, a_person(Role.MANAGER))
    page.add_init_script(REMEMBER)
    choose(page, *ROWS)
    expect(page.get_by_role("heading", name="核对预算单位清单")).to_be_visible()
    assert page.evaluate("sessionStorage.told") == "正在读取文件，并同系统里的清单逐行比对 …… 请不要关闭这一页"


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_what_a_file_would_do(page: Page, width: int) -> None:
    acting.sign_in(page, a_person(Role.MANAGER))
    a_unit("010101")
    page.set_viewport_size(ViewportSize(width=width, height=900))
    choose(page, *ROWS, ("010109", "", "也许"))
    expect(page.get_by_role("heading", name="不能导入")).to_be_visible()
    assert not violations(page)
    assert not scrolls_sideways(page)


def test_whoever_left_before_confirming_may_go_on(page: Page) -> None:
    acting.sign_in(page, a_person(Role.MANAGER))
    choose(page, *ROWS[:2])
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
    page.goto(URL)
    page.get_by_role("button", name="继续核对").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入“单位.xlsx”：新增 2 行")).to_be_visible()
    expect(page.get_by_role("button", name="继续核对")).to_be_hidden()
