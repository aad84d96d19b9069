"""Sheets of the kinds that people reported in public, brought in as their unit would: each says what the person who filled it in saw."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.form.document import Document
from evaluations.records.models import SelfEvaluation
from tests.core.builders import document
from tests.filling.files import sheets
from tests.filling.forms import EDITION, stored
from tests.filling.uploads import offered, preview_of, upload
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINE = "basic_data.expenditure"
Change = Callable[[Worksheet], None]


def command(evaluation: SelfEvaluation, *files: Path, dry_run: bool = False) -> tuple[str, bool]:
    """All that the command says, and whether it took everything."""
    out = io.StringIO()
    try:
        call_command("import_sheets", *map(str, files), unit="U1", year="2023", dry_run=dry_run, stdout=out, stderr=out)
    except CommandError as fault:
        return out.getvalue() + str(fault), False
    return out.getvalue(), True


def shown_in(page: Page) -> Mapping[str, str]:
    """What the page shows of the file, by the path that can be ticked."""
    return page.beside("take", "said")


def warnings_in(page: Page) -> list[str]:
    return page.texts("finding", inside="warning")


def not_understood(page: Page) -> list[str]:
    return page.texts("finding", inside="error")


@pytest.fixture
def preview(browser: Client, evaluation: SelfEvaluation, public_cases: Path) -> Callable[[str], Page]:
    """The page that shows a file of the public cases beside what is stored."""
    return lambda name: preview_of(browser, evaluation, {name: (public_cases / name).read_bytes()})


# The public files


def test_a_sheet_in_yuan_is_offered_in_ten_thousands_and_not_ticked(preview: Callable[[str], Page]) -> None:
    page = preview("in-yuan.xlsx")
    shown, ticks = shown_in(page), offered(page)
    assert shown[f"{LINE}.three_public.final"] == "0.3"
    assert shown[f"{LINE}.basic_budget_adjustment.budget"] == "153.6"
    assert not any(ticked for path, ticked in ticks.items() if path.startswith(LINE) and not path.endswith(".name"))
    assert ticks["basic_data.staffing.authorized_posts"]
    [told] = [told for told in warnings_in(page) if "单位" in told and "元" in told]
    assert "除以 10000" in told
    assert "文件中是 3000 元" in page.text


def test_amounts_are_taken_as_their_formats_show_them(preview: Callable[[str], Page]) -> None:
    page = preview("wan-format.xlsx")
    shown = shown_in(page)
    for path, text in {
        "operating.budget": "16.2",
        "operating.final": "16.2",
        "office.budget": "4.8",
        "office.final": "4.8",
        "utilities_travel.budget": "3.8",
        "utilities_travel.final": "0.04",
    }.items():
        assert shown[f"{LINE}.{path}"] == text, path
    assert any("存的是" in told for told in warnings_in(page))


def test_texts_are_taken_as_their_formats_show_them(preview: Callable[[str], Page]) -> None:
    page = preview("shown-texts.xlsx")
    texts = set(shown_in(page).values())
    assert {"100人", "105人", "≥2600人", "≥93%", "12月31日", "12月20日", "2023年12月", "8:30", "97.5%"} <= texts


def test_what_a_subtraction_leaves_over_is_no_amount(preview: Callable[[str], Page]) -> None:
    page = preview("float-residue2.xlsx")
    shown = shown_in(page)
    assert [shown[f"{LINE}.{item}.final"] for item in ("official_reception", "operating", "utilities_travel")] == [
        "0.26",
        "40.33",
        "61.63",
    ]
    assert not any("存的是" in told for told in warnings_in(page))


def test_labels_that_are_nearly_the_forms_are_asked_about(preview: Callable[[str], Page]) -> None:
    page = preview("label-variants.xlsx")
    shown, ticks = shown_in(page), offered(page)
    assert not any("other_project" in path for path in shown)
    assert [shown[path] for path in shown if path.startswith(f"{LINE}.earmarked_fund") and path.endswith("name")] == [
        "居家养老服务补贴"
    ]
    for item, final in {
        "business_funds": "9.2",
        "maintenance_funds": "3",
        "official_reception": "0.3",
        "office": "4.8",
    }.items():
        assert shown[f"{LINE}.{item}.final"] == final
        assert not ticks[f"{LINE}.{item}.final"]
    assert ticks[f"{LINE}.three_public.final"]
    [told] = [told for told in warnings_in(page) if "相近" in told]
    assert "业务工作费" in told
    assert not not_understood(page)


def test_headings_without_their_last_word_are_read_and_told_once(preview: Callable[[str], Page]) -> None:
    page = preview("heading-short.xlsx")
    shown = shown_in(page)
    assert shown[f"{LINE}.operating.prior_final"] == "15.8"
    assert offered(page)[f"{LINE}.operating.final"]
    assert not not_understood(page)
    assert len(warnings_in(page)) <= 2


def test_what_lies_under_a_merged_cell_is_not_read(preview: Callable[[str], Page]) -> None:
    page = preview("under-merged.xlsx")
    assert f"{LINE}.operating.budget" not in shown_in(page)
    assert "888" not in page.text
    assert "999" not in page.text


@pytest.mark.parametrize("name", ["in-yuan.xlsx", "label-variants.xlsx"])
def test_the_command_leaves_what_would_be_asked(evaluation: SelfEvaluation, public_cases: Path, name: str) -> None:
    said, is_all = command(evaluation, public_cases / name)
    assert not is_all
    assert "？ 附件2 " in said
    assert "请核对" in said
    assert stored(evaluation)[f"{LINE}.office.final"] == ""
    assert stored(evaluation)["basic_data.staffing.authorized_posts"] == "12"


# Others of their kinds


@pytest.fixture
def previewed(browser: Client, evaluation: SelfEvaluation) -> Callable[[bytes], Page]:
    """The page that shows a file beside what is stored."""
    return lambda content: preview_of(browser, evaluation, {"表.xlsx": content})


def changed(content: bytes, change: Change) -> bytes:
    """The sheet after `change`."""
    book, saved = load_workbook(io.BytesIO(content)), io.BytesIO()
    change(book.worksheets[0])
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def filled() -> Document:
    return document()


@pytest.fixture(scope="module")
def both(filled: Document) -> tuple[bytes, bytes]:
    return sheets(EDITION, filled)


def with_title(suffix: str) -> Change:
    def change(page: Worksheet) -> None:
        page["A2"] = f"{page['A2'].value}{suffix}"

    return change


def with_heading(old: str, new: str) -> Change:
    def change(page: Worksheet) -> None:
        cells = [cell for row in page.iter_rows() for cell in row if cell.value == old]
        assert cells, old
        cells[0].value = new

    return change


def with_formats(code: str) -> Change:
    def change(page: Worksheet) -> None:
        for row in page.iter_rows(min_row=6):
            for cell in row:
                if isinstance(cell.value, int | float):
                    cell.number_format = code

    return change


@pytest.mark.parametrize(
    ("which", "change", "path"),
    [
        (0, with_title("（单位：元）"), f"{LINE}.operating.final"),
        (0, with_heading("附件2", "附件2  单位：元"), f"{LINE}.operating.final"),
        (0, with_heading("2023年决算数", "2023年决算数（元）"), f"{LINE}.operating.final"),
        (0, with_heading("经费控制情况（万元）", "经费控制情况（单位：千元）"), f"{LINE}.operating.final"),
        (0, with_formats('#,##0.00"元"'), f"{LINE}.operating.final"),
        (1, with_heading("年度预算申请（万元）", "年度预算申请（元）"), "self_assessment.initial_budget"),
        (1, with_title(" 金额单位:元"), "self_assessment.by_expenditure.basic"),
    ],
)
def test_another_unit_wherever_it_is_stated_is_asked_about(
    previewed: Callable[[bytes], Page], both: tuple[bytes, bytes], which: int, change: Change, path: str
) -> None:
    page = previewed(changed(both[which], change))
    assert offered(page)[path] is False
    assert len([told for told in warnings_in(page) if "折成万元" in told]) == 1


@pytest.mark.parametrize("words", ["单位：万元", "（万元）", "单元楼", "第二单元"])
def test_ten_thousands_and_words_with_the_same_sign_are_no_other_unit(
    browser: Client, evaluation: SelfEvaluation, both: tuple[bytes, bytes], words: str
) -> None:
    page = preview_of(browser, evaluation, {"表.xlsx": changed(both[0], with_heading("附件2", f"附件2 {words}"))})
    assert all(offered(page).values())


@pytest.mark.parametrize("content", ["", "工资表"])
def test_a_workbook_without_anything_of_the_form_is_refused(
    browser: Client, evaluation: SelfEvaluation, tmp_path: Path, content: str
) -> None:
    book, path = Workbook(), tmp_path / "空.xlsx"
    assert book.active
    book.active["A1"] = content or None
    book.save(path)
    response = upload(browser, evaluation, {"空.xlsx": path.read_bytes()})
    assert response.status_code == 422
    assert "文件里没有附件2、附件3的内容，没有导入。附件2要有“财政供养人员情况（人）”" in Page(response).text
    said, is_all = command(evaluation, path)
    assert not is_all
    assert "文件里没有附件2、附件3的内容" in said
    assert "已采用" not in said
