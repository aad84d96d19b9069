"""From an empty database to approved evaluations: nothing but the first command is done outside the browser."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from evaluations.core.form.document import Document
from evaluations.dossier.store import documents, edition_of, load
from evaluations.files.export import exported
from evaluations.filling.steps import CHECK
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import follow, press_named, sign_in_at_the_door
from tests.browser.joining import GOOD, activate, add, slip
from tests.browser.sheets import seen_cells
from tests.core import builders
from tests.files import office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNITS = (
    {"单位代码": "101001", "单位名称": "白石区文化馆", "类型": "公益一类事业单位"},
    {"单位代码": "101002", "单位名称": "白石区图书馆", "主管部门": "101001"},
)
PEOPLE = (
    {"用户名": "zhoumin", "姓名": "周敏", "联系电话": "0700-5550101", "单位代码": "101001", "角色": "填报人"},
    {"用户名": "zhoumin", "姓名": "周敏", "联系电话": "0700-5550101", "单位代码": "101002", "角色": "填报人"},
    {"用户名": "shenliqun", "姓名": "沈立群", "单位代码": "101001", "角色": "单位负责人"},
    {"用户名": "shenliqun", "姓名": "沈立群", "单位代码": "101002", "角色": "单位负责人"},
)


def test_a_bureau_takes_the_program_into_use(page: Page, tmp_path: Path) -> None:
    codes = first_command()
    activate(page, "xitong", codes["xitong"])
    page.goto("/")
    add(page, "何志远", "审核员")
    reviewer = slip(page)

    activate(page, "jixiao", codes["jixiao"])
    import_list(page, "units", UNITS, tmp_path)
    import_list(page, "people", PEOPLE, tmp_path)
    slips = print_slips(page)
    give_all_to(page, "何志远")
    open_and_issue_the_year(page)

    activate(page, *reviewer)
    activate(page, "zhoumin", slips["zhoumin"])
    expect(page.get_by_text("待办 2 项", exact=True)).to_be_visible()
    for unit in ("白石区文化馆", "白石区图书馆"):
        fill_in_and_submit(page, unit, tmp_path)

    activate(page, "shenliqun", slips["shenliqun"])
    for evaluation in SelfEvaluation.objects.order_by("unit__code"):
        decide(page, evaluation, "确认上报")
    sign_in_at_the_door(page, reviewer[0], GOOD)
    for evaluation in SelfEvaluation.objects.order_by("unit__code"):
        decide(page, evaluation, "审核通过")
        page.goto(f"/evaluations/{evaluation.pk}/document/")
        for sheet, expected in zip(("附件2", "附件3"), sheets_of(filled(evaluation), evaluation), strict=True):
            assert cells_of(download(page, sheet)) == cells_of(expected)
    assert set(SelfEvaluation.objects.values_list("state", flat=True)) == {State.APPROVED}


def first_command() -> Mapping[str, str]:
    """The activation code of each of the first people, by user name."""
    out = StringIO()
    region = {"region_code": "990101", "region_name": "白石区", "bureau": "白石区财政局"}
    people = {"administrator": "xitong:王系统", "auditor": "shenji:李审计", "manager": "jixiao:赵绩效"}
    call_command("init", stdout=out, use="bureau", **region, **people)
    return dict(re.findall(r"^  (\w+) +(\S+)  \S+$", out.getvalue(), re.MULTILINE))


def import_list(page: Page, name: str, rows: Sequence[Mapping[str, str]], folder: Path) -> None:
    """Download the list's template, fill it in, save it with LibreOffice, and import it."""
    page.goto(f"/lists/{name}/")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载模板").click()
    template = folder / f"{name}.xlsx"
    downloading.value.save_as(template)
    fill_list(template, rows)
    page.get_by_label("选择文件").set_input_files(office.converted(template, "xlsx"))
    press_named(page, "读取文件")
    press_named(page, "确认导入")
    expect(page.get_by_text(f"新增 {len(rows)} 行")).to_be_visible()


def fill_list(template: Path, rows: Sequence[Mapping[str, str]]) -> None:
    book = load_workbook(template)
    page = book.worksheets[0]
    cells = {(row, column): page.cell(row, column).value for row in range(1, 6) for column in range(1, 20)}
    titles = {re.sub(r"[*＊\s]", "", str(text)): place for place, text in cells.items()}
    for number, row in enumerate(rows, 1):
        for heading, text in row.items():
            at, column = titles[heading]
            page.cell(at + number, column, text)
    book.save(template)


def print_slips(page: Page) -> Mapping[str, str]:
    """The codes of the people who have just come, by user name."""
    page.goto("/lists/people/")
    with page.expect_navigation():
        page.get_by_role("button", name="激活单").click()
    typed = page.locator(".slips .typed-in").all_inner_texts()
    return dict(zip(typed[::2], typed[1::2], strict=True))


def give_all_to(page: Page, reviewer: str) -> None:
    page.goto("/administration/assignments/")
    for choice in page.locator("select[name^='reviewer.']").all():
        choice.select_option(label=reviewer)
    press_named(page, "保存本页分工")
    expect(page.get_by_text("已更新 2 个单位的审核员")).to_be_visible()


def open_and_issue_the_year(page: Page) -> None:
    follow(page, "年度")
    page.get_by_role("link", name="设定新的年度").first.click()
    page.get_by_label("年度", exact=False).first.fill("2023")
    page.get_by_label("开始填报时间").fill("2024-01-10T09:00")
    page.get_by_label("截止时间").fill("2099-04-30T18:00")
    press_named(page, "设定年度")
    expect(page.get_by_text("还没有下达，单位看不到这个年度")).to_be_visible()
    page.get_by_role("link", name="核对并下达").click()
    press_named(page, "下达给 2 个单位")
    expect(page.get_by_text("已下达给 2 个单位")).to_be_visible()


def fill_in_and_submit(page: Page, unit: str, folder: Path) -> None:
    """Begin the unit's evaluation, import its files, and submit it."""
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("button", name=f"开始填报 {unit}").click()
    evaluation = documents().get(unit__name=unit)
    page.goto(f"/evaluations/{evaluation.pk}/upload/")
    page.get_by_label("选择文件").set_input_files(files_of(filled(evaluation), evaluation, folder / unit))
    press_named(page, "读取文件")
    press_named(page, "确认导入")
    page.goto(f"/evaluations/{evaluation.pk}/{CHECK.code}/")
    with page.expect_navigation():
        page.locator("button[value=submit]").click()
    press_named(page, "提交单位审核")
    assert SelfEvaluation.objects.get(pk=evaluation.pk).state == State.UNIT_CHECK


def filled(evaluation: SelfEvaluation) -> Document:
    """A document without findings, of the evaluation's unit."""
    stored = load(documents().get(pk=evaluation.pk))
    return builders.document().model_copy(update={"unit": stored.unit, "fiscal_year": stored.fiscal_year})


def files_of(document: Document, evaluation: SelfEvaluation, folder: Path) -> list[Path]:
    """The report and both sheets of the document, as files."""
    folder.mkdir()
    edition = edition_of(documents().get(pk=evaluation.pk))
    files = [folder / name for name, _ in exported(document, edition, ("docx", "xlsx"), author="")]
    for file, (_, content) in zip(files, exported(document, edition, ("docx", "xlsx"), author=""), strict=True):
        file.write_bytes(content)
    return files


def sheets_of(document: Document, evaluation: SelfEvaluation) -> list[bytes]:
    edition = edition_of(documents().get(pk=evaluation.pk))
    return [content for _, content in exported(document, edition, ("xlsx",), author="白石区财政局")]


def decide(page: Page, evaluation: SelfEvaluation, verb: str) -> None:
    page.goto(f"/evaluations/{evaluation.pk}/document/")
    with page.expect_navigation():
        page.get_by_role("link", name=verb, exact=True).click()
    press_named(page, verb)
    expect(page.locator("form.confirmation")).to_have_count(0)


def download(page: Page, sheet: str) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("button", name=sheet, exact=True).click()
    return downloading.value.path().read_bytes()


def cells_of(workbook: bytes) -> object:
    return seen_cells(load_workbook(BytesIO(workbook)).worksheets[0])
