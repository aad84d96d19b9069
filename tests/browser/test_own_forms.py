"""A bureau makes next year's form in Excel, a second manager publishes it, and a clerk fills it in until it is approved."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluations.core.content.cells import cells
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import follow, press_named, sign_in
from tests.browser.whole_way import decide, sheet, submit, type_in
from tests.factories import a_person, a_project, a_region, a_unit
from tests.house.other_forms import LIST, WEIGHTS, filled
from tests.look.axe import violations
from tests.scenario import assign_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE, OFFICE = "自评表", "责任科室"
NAME = "测试区 2024 年度项目支出绩效自评表样"
POINTS = {"output.cost": "15", "satisfaction.beneficiary": "15"}
"""What the new weights of the first levels, 45 and 15, leave for these."""


@pytest.fixture
def people() -> dict[str, User]:
    a_unit()
    users = {role.name: a_person(role) for role in (Role.PREPARER, Role.UNIT_HEAD, Role.REVIEWER, Role.MANAGER)}
    users["SECOND"] = a_person(Role.MANAGER, region=a_region())
    assign_to(users["REVIEWER"], a_unit(), users["MANAGER"])
    a_project(name="古籍修复")
    return users


def test_a_form_is_made_in_excel_and_filled_in_until_it_is_approved(
    page: Page, people: dict[str, User], tmp_path: Path
) -> None:
    sign_in(page, people["MANAGER"])
    page.goto("/forms/")
    assert not violations(page)
    last_year = download(page, tmp_path)
    upload(page, changed(last_year, tmp_path / "错.xlsx", wrong))
    told(page, "指标 C3", "四十五")
    told(page, "核对 A6", "XM-2")
    assert not violations(page)
    marked_in_a_copy(page, tmp_path)
    upload(page, changed(last_year, tmp_path / "又错.xlsx", misspelt))
    told(page, "自评表 J15", "office1")
    told(page, "核对 G6", "ofice")
    upload(page, changed(last_year, tmp_path / "对.xlsx", lambda book: None))
    looked_at(page)
    press_named(page, "提交给另一位管理员发布")
    expect(page.get_by_role("button", name="核对无误，发布")).to_have_count(0)

    sign_in(page, people["SECOND"])
    page.goto("/forms/")
    follow(page, "对.xlsx")
    press_named(page, "核对无误，发布")
    expect(page.get_by_text("已发布，设定年度时可以选用")).to_be_visible()
    open_year(page)

    evaluation = filled_in_and_approved(page, people)
    assert evaluation.edition.region == a_region()
    sign_in(page, people["PREPARER"])
    page.goto("/")
    assert {OFFICE, "古籍修复", "古籍保护中心"} <= sheet(page, "2024年度项目支出自评：古籍修复", tmp_path)


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as downloading:
        page.get_by_role("button", name=re.compile("下载工作簿.*project-2022")).click()
    file = folder / "last_year.xlsx"
    downloading.value.save_as(file)
    return file


def changed(last_year: Path, saved: Path, more: Callable[[Workbook], None]) -> Path:
    """A copy for the next year: a new code and name, a column and a relation more, other weights; and what `more` does."""
    book = load_workbook(last_year)
    for cell, text in (("B3", "ceshi-project-2024"), ("B4", 1), ("B5", NAME)):
        book["表样"][cell] = text
    book["指标"]["C3"], book["指标"]["C13"] = 45, 15
    book["字段"].append([f"{LIST}.office", OFFICE, "文字"])
    relation = [
        "XM-02",
        "是",
        "指标写明责任科室",
        "错误",
        LIST,
        "name ≠ “无”",
        "非 空(office)",
        "office",
        "“{name}”没有写责任科室。",
    ]
    book["核对"].append(relation)
    with_a_column(book[TABLE])
    more(book)
    book.save(saved)
    return saved


def with_a_column(table: Worksheet) -> None:
    """One more column at the right, in which the rows of indicators say the office; other rows are widened."""
    table["J2"], table["J14"], table["J15"] = "宽12", OFFICE, f"{{{LIST}.office}}"
    table["O14"], table["O15"] = None, None
    for area in [area for area in table.merged_cells.ranges if area.max_col == 9]:
        table.unmerge_cells(area.coord)
        table.merge_cells(start_row=area.min_row, end_row=area.max_row, start_column=area.min_col, end_column=10)
    for row in (7, 8, 9, 10, 11):
        table.merge_cells(start_row=row, end_row=row, start_column=9, end_column=10)


def wrong(book: Workbook) -> None:
    book["指标"]["C3"] = "四十五"
    book["核对"]["A6"] = "XM-2"


def misspelt(book: Workbook) -> None:
    book[TABLE]["J15"] = f"{{{LIST}.office1}}"
    book["核对"]["G6"] = "非 空(ofice)"


def upload(page: Page, file: Path) -> None:
    page.goto("/forms/")
    page.get_by_label("上传工作簿").set_input_files(file)
    press_named(page, "上传并检查")


def told(page: Page, place: str, words: str) -> None:
    sheet_name, cell = place.split(" ")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=cell, exact=True))
    expect(row.filter(has_text=sheet_name).filter(has_text=words).first).to_be_visible()


def marked_in_a_copy(page: Page, folder: Path) -> None:
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载标出错误的副本").click()
    file = folder / "copy.xlsx"
    downloading.value.save_as(file)
    comment = load_workbook(file)["指标"]["C3"].comment
    assert comment
    assert "四十五" in comment.text


def looked_at(page: Page) -> None:
    """The page of what may be published: the table with its new column, the scoring, a trial run."""
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text(OFFICE, exact=True).first).to_be_visible()
    assert not violations(page)
    page.get_by_label("全年预算数").first.fill("100")
    page.get_by_label("全年执行数").first.fill("50")
    press_named(page, "试算")
    expect(page.get_by_text("执行率 50%")).to_be_visible()
    follow(page, "在已上报的自评上试运行")
    expect(page.get_by_text("没有可以试的自评")).to_be_visible()
    page.go_back()


def open_year(page: Page) -> None:
    page.goto("/administration/years/new/")
    page.get_by_label("年度").first.fill("2024")
    page.get_by_label("表样", exact=False).first.select_option(label=f"{NAME}（第 1 版）")
    page.get_by_label("开始填报时间").fill("2025-01-01T00:00")
    page.get_by_label("截止时间").fill("2035-01-01T00:00")
    press_named(page, "设定年度")
    follow(page, "核对并下达")
    press_named(page, "下达给 1 个单位")
    assert FiscalYear.objects.get(year=2024).edition.code == "ceshi-project-2024"


def filled_in_and_approved(page: Page, people: dict[str, User]) -> SelfEvaluation:
    sign_in(page, people["PREPARER"])
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^开始填报")).click()
    evaluation = SelfEvaluation.objects.select_related("edition__region").get()
    type_in(page, evaluation, typed())
    submit(page, evaluation)
    for who, verb in (("UNIT_HEAD", "确认上报"), ("REVIEWER", "审核通过")):
        sign_in(page, people[who])
        decide(page, evaluation, verb)
    evaluation.refresh_from_db()
    assert evaluation.state == State.APPROVED
    return evaluation


def typed() -> dict[str, str]:
    """What is typed into last year's form, with the new points and offices."""
    form = FormEdition.objects.get(code="project-2022").edition
    document = filled("project-2022", form)
    texts = {path: cell.text for path, cell in cells(form, document).items()}
    points = {**WEIGHTS["project-2022"], **POINTS}
    for number, row in enumerate(document.self_assessment.indicators, 1):
        of_row = f"{LIST}.{number}."
        texts |= {f"{of_row}weight": points[row.category], f"{of_row}score": points[row.category]}
        texts[f"{of_row}office"] = "古籍保护中心" if points[row.category] else ""
    return texts
