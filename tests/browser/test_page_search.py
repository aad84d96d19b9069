"""The box that filters the paragraphs of the help and of 填报口径."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.acting import sign_in
from tests.factories import a_year
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_only_paragraphs_with_every_word_stay_and_a_headings_word_keeps_its_section(page: Page) -> None:
    page.goto("/help/")
    box, sections = page.get_by_label("在本页查找"), page.locator("section.searched:visible h2")
    everything = sections.count()
    box.fill("单位 万元")
    expect(page.get_by_role("status")).to_have_text("找到 2 处")
    expect(sections).to_have_text(["填报人", "常见的错误和提示"])
    box.fill("审计员")
    expect(page.locator("section.searched:visible", has_text="首页就是审计日志")).to_have_count(1)
    box.fill("没有这样的词")
    expect(page.get_by_role("status")).to_have_text("没有找到，请换一个词。")
    assert violations(page) == []
    box.fill("")
    expect(sections).to_have_count(everything)


def test_a_cells_definition_is_found_on_a_telephone(page_360: Page, preparer: User) -> None:
    a_year()
    sign_in(page_360, preparer)
    page_360.goto("/help/")
    page_360.get_by_role("link", name="填报口径").click()
    page_360.get_by_label("在本页查找").fill("公务接待")
    expect(page_360.locator("tr.entry:visible").first).to_contain_text("三公经费")
    assert not scrolls_sideways(page_360)
    assert violations(page_360) == []


def test_without_javascript_it_is_a_plain_page(plain_page: Page) -> None:
    plain_page.goto("/help/")
    expect(plain_page.get_by_text("在本页查找")).to_be_hidden()
    expect(plain_page.get_by_text("必填项未填")).to_be_visible()
