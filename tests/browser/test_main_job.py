"""The main job, as people do it: a unit's year from an empty browser to the two official sheets.

The figures are those of a real case, the texts our own.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.core.content.cells import Cell, cells
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, DETAILS, INDICATORS, REPORT, Step, step_of
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import State
from tests.browser.acting import press, press_named, sign_in_at_the_door
from tests.browser.sheets import expected_cells, seen_cells
from tests.core.builders import REAL_FINDINGS, edition, real_figures
from tests.factories import a_person, a_unit, a_year
from tests.files import docx_text, pdf_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THRIFT = "basic_data.thrift_measures"
REASON = "部分项目跨年支付，今后按季度核对预算执行进度。"
CORRECTED = "basic_data.expenditure.office.budget"


@pytest.fixture
def people() -> dict[Role, str]:
    """A unit of the real case's name, its year open, and the user name of each person."""
    real = real_figures()
    unit = a_unit(real.unit.code)
    unit.name = real.unit.name
    unit.save()
    a_year(real.fiscal_year, unit.region)
    roles = (Role.PREPARER, Role.UNIT_HEAD, Role.REVIEWER, Role.MANAGER)
    users = {role: a_person(role, unit, unit.region) for role in roles}
    assign(unit.region, {unit.pk: users[Role.REVIEWER].pk}, actor_of(users[Role.MANAGER]))
    return {role: user.username for role, user in users.items()}


def test_a_years_evaluation_goes_from_an_empty_browser_to_both_official_sheets(
    page: Page, people: dict[Role, str], tmp_path: Path
) -> None:
    sign_in_at_the_door(page, people[Role.PREPARER])
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("开始填报")).click()
    fill_in(page, real_figures())
    is_stopped_by_the_blank_thrift_measures(page)
    explain_and_submit(page)
    sign_out(page)

    sign_in_at_the_door(page, people[Role.UNIT_HEAD])
    open_evaluation(page)
    decide(page, "确认上报")
    assert state() == State.SUBMITTED
    sign_out(page)

    sign_in_at_the_door(page, people[Role.REVIEWER])
    open_evaluation(page)
    comment_on(page, CORRECTED, "请核对办公经费预算数。")
    decide(page, "退回", "请按批注核对后重新上报。")
    assert state() == State.RETURNED
    sign_out(page)

    sign_in_at_the_door(page, people[Role.PREPARER])
    open_evaluation(page)
    correct_and_answer(page)
    submit(page)
    sign_out(page)
    sign_in_at_the_door(page, people[Role.UNIT_HEAD])
    open_evaluation(page)
    decide(page, "确认上报")
    sign_out(page)

    sign_in_at_the_door(page, people[Role.REVIEWER])
    open_evaluation(page)
    decide(page, "审核通过")
    assert state() == State.APPROVED
    open_evaluation(page)
    for number in ("附件2", "附件3"):
        sheet = download(page, number, tmp_path)
        assert number in sheet.name
        assert seen_cells(load_workbook(sheet).worksheets[0]) == expected_cells(number)
    word = download(page, "整份文件（Word）", tmp_path)
    _, report, *attachments = docx_text.opened(word.read_bytes()).sections
    assert [
        chapter.title for chapter in edition().report.chapters if chapter.title not in docx_text.texts(report)
    ] == []
    for number, section in zip(("附件2", "附件3"), attachments, strict=True):
        assert shown(expected_cells(number)) <= {"".join(text.split()) for text in docx_text.texts(section)}
    printed = pdf_text.seen(download(page, "整份文件（PDF）", tmp_path).read_bytes())
    assert all(text in printed for number in ("附件2", "附件3") for text in shown(expected_cells(number)))
    assert Version.objects.count() == 4  # each of two submissions frozen when submitted and when confirmed


def sign_out(page: Page) -> None:
    press_named(page, "退出")


def open_evaluation(page: Page) -> None:
    page.goto(address("document"))


def address(page: str) -> str:
    return f"/evaluations/{SelfEvaluation.objects.get().pk}/{page}/"


def state() -> str:
    return SelfEvaluation.objects.get().state


def fill_in(page: Page, real: Document) -> None:
    """Type every figure and text of `real`, step by step, with the rows that it needs."""
    typed = cells(edition(), real)
    for step in (DETAILS, BASIC_DATA, BUDGET, INDICATORS, REPORT):
        page.goto(address(step.code))
        for list_path in rows_to_add(real, step):
            press(page, f"add:{list_path}")
        for path, cell in of_step(typed, step):
            type_into(page, path, cell)
        press(page, "save")
        expect(page.get_by_text(re.compile("已保存 ")).first).to_be_visible()
        for path, cell in of_step(typed, step):
            expect(page.locator(f'[name="{path}"]')).to_have_value(cell.text)


def of_step(typed: Mapping[str, Cell], step: Step) -> Iterator[tuple[str, Cell]]:
    return ((path, cell) for path, cell in typed.items() if step_of(edition(), path) is step and path != THRIFT)


def rows_to_add(real: Document, step: Step) -> Iterator[str]:
    if step is BASIC_DATA:
        yield from (f"basic_data.expenditure.{row.item}" for row in real.basic_data.expenditure if row.name is not None)
    if step is INDICATORS:
        categories = [row.category for row in real.self_assessment.indicators]
        # The first row of a category is already there.
        yield from (f"self_assessment.indicators.{one}" for n, one in enumerate(categories) if one in categories[:n])


def type_into(page: Page, path: str, cell: Cell) -> None:
    field = page.locator(f'[name="{path}"]')
    if cell.kind == "direction":
        field.select_option(cell.text)
    else:
        field.fill(cell.text)


def is_stopped_by_the_blank_thrift_measures(page: Page) -> None:
    page.goto(address(CHECK.code))
    for code, _, _ in REAL_FINDINGS:
        expect(page.locator(".finding .code", has_text=code).first).to_be_visible()
    press_named(page, "保存说明并提交单位审核")
    expect(page.get_by_text(re.compile("没有提交：还有 1 处错误要改正"))).to_be_visible()
    assert state() == State.DRAFTING
    page.locator(".finding-card.error a").first.click()
    expect(page.locator(f'[name="{THRIFT}"]')).to_be_focused()
    page.locator(f'[name="{THRIFT}"]').fill("严格执行公务接待和公务用车管理制度。")
    press(page, "save")
    expect(page.get_by_text(re.compile("已保存 ")).first).to_be_visible()


def explain_and_submit(page: Page) -> None:
    page.goto(address(CHECK.code))
    boxes = page.locator('textarea[name^="explanation."]')
    # One box a cell; the only fund of the project expenditure is asked about with it.
    cells_to_explain = {where for _, severity, where in REAL_FINDINGS if severity == "warning"}
    assert boxes.count() == len(cells_to_explain - {"basic_data.expenditure.earmarked_fund.1.final"})
    for number in range(boxes.count()):
        boxes.nth(number).fill(f"{REASON}（{number + 1}）")
    submit(page)


def submit(page: Page) -> None:
    if not page.url.endswith("/check/"):
        page.goto(address(CHECK.code))
    press_named(page, "保存说明并提交单位审核")
    press_named(page, "提交单位审核")
    expect(page.get_by_text("待单位审核").first).to_be_visible()
    assert state() == State.UNIT_CHECK


def decide(page: Page, verb: str, reason: str = "") -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=verb, exact=True).click()
    if reason:
        page.locator("form.confirmation textarea").fill(reason)
    press_named(page, verb)
    expect(page.locator("form.confirmation")).to_have_count(0)


def comment_on(page: Page, path: str, text: str) -> None:
    page.goto(f"{address('document')}?comment={path}#comment")
    page.get_by_label("批注内容").fill(text)
    press_named(page, "发出批注")
    expect(page.get_by_text(text).first).to_be_visible()


def correct_and_answer(page: Page) -> None:
    page.goto(address(BASIC_DATA.code))
    page.get_by_label("答复").fill("已核对，预算数无误。")
    press_named(page, "已说明")
    expect(page.get_by_text("已说明").first).to_be_visible()
    page.locator(f'[name="{CORRECTED}"]').fill("1.00")
    press(page, "save")
    expect(page.get_by_text(re.compile("已保存 ")).first).to_be_visible()


def shown(cells_of_sheet: Mapping[str, str]) -> set[str]:
    """The texts of a sheet, white space aside."""
    return {"".join(text.split()) for text in cells_of_sheet.values() if text}


def download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as downloading:
        page.get_by_role("button", name=button, exact=True).click()
    target = folder / downloading.value.suggested_filename
    downloading.value.save_as(target)
    return target
