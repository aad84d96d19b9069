"""Importing files as a person at a browser does it: a filled sheet, last year's report, a hostile file, without JavaScript."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from evaluations.core.basics.values import TO_UPDATE
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, REPORT
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import follow, press_named, sign_in
from tests.core.builders import document
from tests.files.handmade_packages import workbook
from tests.files.handmade_report import typed_by_hand
from tests.filling.files import sheets, with_cell
from tests.filling.forms import EDITION, address, fill_in, stored
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE = "basic_data.expenditure.office.final"
POSTS = "basic_data.staffing.authorized_posts"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# More cells than the reader walks through before it gives up.
ENDLESS = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 400_000))


@pytest.fixture(scope="module")
def filled() -> Document:
    """What the files say."""
    return document()


@pytest.fixture(scope="module")
def sheet(filled: Document) -> bytes:
    """附件2 of it."""
    return sheets(EDITION, filled)[0]


def choose(page: Page, evaluation: SelfEvaluation, **files: bytes) -> None:
    """Choose the files (by name, `附件2_xlsx`) and have them read."""
    page.goto(f"{address(evaluation)}upload/")
    given = [
        FilePayload(name=name.replace("_", "."), mimeType=SHEET, buffer=content) for name, content in files.items()
    ]
    page.get_by_label("选择文件").set_input_files(given)
    press_named(page, "读取文件")


def is_sound(page: Page) -> bool:
    """Whether axe finds nothing and the page fits a telephone."""
    assert not violations(page)
    page.set_viewport_size({"width": 360, "height": 740})
    fits = not scrolls_sideways(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return fits


def test_what_a_person_is_asked_about_is_not_ticked_and_says_why(
    page: Page, preparer: User, evaluation: SelfEvaluation, sheet: bytes
) -> None:
    sign_in(page, preparer)
    asked = with_cell(
        with_cell(sheet, "经费控制情况（万元）", "经费控制情况（元）"), "1、业务工作经费", "1、业务工作费"
    )
    choose(page, evaluation, 附件2_xlsx=asked)
    boxes = page.locator('input[name="take"]')
    money = page.locator('input[name="take"][value^="basic_data.expenditure"]:not([value$=".name"])')
    assert money.count() > 10
    assert money.evaluate_all("boxes => boxes.filter(box => box.checked).length") == 0
    expect(page.locator("[data-ticked]")).to_have_text(re.compile(rf"已勾选 {boxes.count() - money.count()} 处"))
    expect(page.get_by_text("处要您核对，没有自动勾选")).to_be_visible()
    expect(page.get_by_text("除以 10000 折成").first).to_be_visible()
    expect(page.get_by_text("文件中这一行叫“1、业务工作费”").first).to_be_visible()
    assert is_sound(page)


def test_a_filled_sheet_is_compared_partly_ticked_and_taken_over(
    page: Page, evaluation: SelfEvaluation, preparer: User, sheet: bytes
) -> None:
    sign_in(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    follow(page, "导入已填好的文件")
    assert is_sound(page)
    choose(page, evaluation, 附件2_xlsx=sheet)
    expect(page.get_by_role("heading", level=1)).to_have_text("核对导入的内容")
    assert is_sound(page)
    boxes = page.locator('input[name="take"]')
    count = boxes.count()
    expect(page.locator("[data-ticked]")).to_have_text(f"已勾选 {count} 处，共 {count} 处")
    all_money = page.get_by_label("全选：附件2 经费控制情况（万元）")
    all_money.uncheck()
    page.get_by_label("办公经费 2023年决算数").check()
    expect(all_money).to_have_js_property("indeterminate", value=True)
    press_named(page, "确认导入")
    expect(page.get_by_role("heading", level=1)).to_have_text("附件2 基础数据")
    expect(page.locator(".message.success")).to_contain_text("处未导入。")
    expect(page.locator(f'[name="{OFFICE}"]')).not_to_have_value("")
    now = stored(evaluation)
    assert now[POSTS] == "10"
    assert not now["basic_data.expenditure.three_public.final"]


def test_cancelling_leaves_everything_as_it_was(
    page: Page, evaluation: SelfEvaluation, preparer: User, sheet: bytes
) -> None:
    before = stored(evaluation)
    sign_in(page, preparer)
    choose(page, evaluation, 附件2_xlsx=sheet)
    page.get_by_role("link", name="取消").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("整体支出绩效自评")
    assert stored(evaluation) == before


def test_it_works_without_javascript(
    plain_page: Page, evaluation: SelfEvaluation, preparer: User, sheet: bytes, filled: Document
) -> None:
    page = plain_page
    fill_in(evaluation, filled)
    sign_in(page, preparer)
    choose(page, evaluation, 附件2_xlsx=with_cell(sheet, 10, 12))
    expect(page.locator('input[name="take"]')).to_have_count(1)
    expect(page.locator("[data-all]")).to_be_hidden()
    expect(page.get_by_text("将被替换")).to_be_visible()
    press_named(page, "确认导入")
    expect(page.locator(f'[name="{POSTS}"]')).to_have_value("12")


def test_last_years_report_is_brought_in_to_be_updated(
    page: Page, evaluation: SelfEvaluation, preparer: User, filled: Document
) -> None:
    last_year = filled.model_copy(update={"fiscal_year": 2022})
    sign_in(page, preparer)
    choose(page, evaluation, 去年报告_docx=typed_by_hand(EDITION, last_year, merged=True))
    expect(page.get_by_text("这是 2022 年度的")).to_be_visible()
    assert is_sound(page)
    press_named(page, "确认导入")
    expect(page.locator('[name="self_assessment.indicators.1.name"]')).to_have_value(
        filled.self_assessment.indicators[0].name
    )
    page.goto(address(evaluation, REPORT))
    expect(page.locator('[name="report.chapters.1"]')).to_have_value(f"{TO_UPDATE}\n{filled.report.chapter(1)}")


def test_a_hostile_file_is_refused_while_other_pages_still_answer(
    page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    sign_in(page, preparer)
    other = page.context.new_page()
    other.goto(address(evaluation))
    page.goto(f"{address(evaluation)}upload/")
    hostile = FilePayload(name="附件2.xlsx", mimeType=SHEET, buffer=workbook(ENDLESS))
    page.get_by_label("选择文件").set_input_files([hostile])
    page.get_by_role("button", name="读取文件").click(no_wait_after=True)
    other.goto(address(evaluation, BASIC_DATA))
    expect(other.get_by_role("heading", level=1)).to_have_text("附件2 基础数据")
    summary = page.locator("#error-summary")
    expect(summary).to_contain_text("附件2.xlsx", timeout=60_000)
    expect(summary).to_be_focused()
    assert is_sound(page)
    choose_again = page.get_by_label("选择文件")
    expect(choose_again).to_be_visible()
    expect(choose_again).to_have_attribute("aria-invalid", "true")
