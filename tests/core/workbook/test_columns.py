"""The columns of 附件2 in the workbook: a sheet of their own, both ways without loss."""

import pytest

from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import text_of, with_named_rules
from evaluations.core.form.edition import Edition
from evaluations.core.readback.source import FileCell, FileTable, Source
from evaluations.core.workbook.differences import differences
from evaluations.core.workbook.pages import cell_name
from evaluations.core.workbook.reading import Reading, read
from evaluations.core.workbook.small_changes import changed as changed_in_a_page
from evaluations.core.workbook.writing import WORDS, pages
from tests.core.builders import edition
from tests.core.form.four_columns import form, text

SHEET = "列"
LABELS = {"prior_final": "{prior_year}年决算数", "budget": "{year}年预算数", "final": "{year}年决算数"}


def sheets(of: Edition | None = None) -> list[FileTable]:
    return [page.table for page in pages(of or form())]


def reading(*tables: FileTable) -> Reading:
    return read(Source(tables))


def changed(name: str, old: str, new: str) -> list[FileTable]:
    return [
        table._replace(cells=tuple(cell._replace(text=new) if cell.text == old else cell for cell in table.cells))
        if table.name == name
        else table
        for table in sheets()
    ]


def former(labels: dict[str, str]) -> list[FileTable]:
    """The workbook of the shipped form as it was made before there was a sheet of columns."""
    words = next(table for table in sheets(edition()) if table.name == WORDS)
    end = 1 + max(cell.row for cell in words.cells)
    lines = [(f"attachment2.{code}", label) for code, label in labels.items()]
    more = (FileCell(end + row, column, text) for row, line in enumerate(lines) for column, text in enumerate(line))
    known = words._replace(cells=(*words.cells, *(cell for cell in more if cell.text)))
    return [known if table.name == WORDS else table for table in sheets(edition()) if table.name != SHEET]


def said(found: Reading) -> list[str]:
    return [str(mistake) for mistake in found.mistakes]


@pytest.mark.slow
def test_they_come_back_with_the_programs_rules_for_them() -> None:
    found = reading(*sheets())
    assert (said(found), found.edition) == ([], form())
    assert read_edition(text_of(found.data)) == form()
    assert "rules" in found.data
    assert len(found.data["rules"]) == 1


def test_they_stand_in_a_sheet_with_what_they_mean() -> None:
    table = next(table for table in sheets() if table.name == SHEET)
    rows = [[cell.text for cell in table.cells if cell.row == row] for row in range(2, 6)]
    assert rows == [
        ["settled_before", "{prior_year}年决算数", "上年决算"],
        ["approved", "年初预算数"],
        ["adjusted", "调整预算数", "预算"],
        ["settled", "{year}年决算数", "决算"],
    ]


@pytest.mark.slow
def test_a_program_rule_with_another_severity_is_for_the_forms_columns() -> None:
    row = next(
        cell.row for table in sheets() if table.name == "通用核对" for cell in table.cells if cell.text == "A2-08"
    )
    stricter = [
        table._replace(
            cells=tuple(
                cell._replace(text="错误") if (cell.row, cell.text) == (row, "需说明") else cell for cell in table.cells
            )
        )
        if table.name == "通用核对"
        else table
        for table in sheets()
    ]
    found = reading(*stricter)
    assert said(found) == []
    assert found.edition
    [rule] = [rule for rule in found.edition.rules if rule.code == "A2-08"]
    assert (rule.severity, rule.holds, rule.cell) == ("error", "settled ÷ adjusted ≤ 100%", "settled")
    assert reading(*(page.table for page in pages(found.edition))).edition == found.edition


@pytest.mark.slow
def test_a_mistake_is_told_by_its_cell() -> None:
    assert "工作表“列” C6：final 出现了不止一次。" in said(reading(*changed(SHEET, "预算", "决算")))
    assert said(reading(*changed(SHEET, "预算", "预标"))) == [
        "工作表“列” C5：“预标”不在可选的词里，是否为“预算”？应为 上年决算、预算、决算 之一。"
    ]
    assert said(reading(*changed(SHEET, "年初预算数", ""))) == ["工作表“列” B4：这一格是空的，请填写。"]
    assert "工作表“列” A4：name 已经另有所指，请换一个代码。" in said(reading(*changed(SHEET, "approved", "name")))


def test_a_form_without_any_column_is_told() -> None:
    bare = [
        table._replace(cells=tuple(cell for cell in table.cells if cell.row < 2)) if table.name == SHEET else table
        for table in sheets()
    ]
    assert any("“列”中至少要有一列。" in mistake for mistake in said(reading(*bare)))


def test_a_workbook_without_the_sheet_is_told() -> None:
    assert any("缺少工作表“列”" in one for one in said(reading(*(t for t in sheets() if t.name != SHEET))))


@pytest.mark.slow
def test_a_workbook_from_before_there_was_the_sheet_is_read() -> None:
    found = reading(*former(LABELS))
    assert (said(found), found.edition) == ([], with_named_rules(edition()))


@pytest.mark.slow
def test_what_is_missing_in_such_a_workbook_is_told_by_its_cell() -> None:
    table = next(table for table in former(LABELS) if table.name == WORDS)
    row = next(cell.row for cell in table.cells if cell.text == "attachment2.budget")
    assert said(reading(*former({**LABELS, "budget": ""}))) == [
        f"工作表“文字” {cell_name(row, 1)}：这一格是空的，请填写。"
    ]


def test_what_differs_is_told_in_words() -> None:
    higher = read_edition(text().replace("approved", "initial").replace("调整预算数", "全年预算数"))
    told = differences(form(), higher)
    assert "“列”中“年初预算数”的代码由 approved 改为 initial，往年的数据不再对应。" in told
    assert "“列”中 adjusted（调整预算数） 的名称由“调整预算数”改为“全年预算数”。" in told


def test_a_label_can_be_changed_in_a_page() -> None:
    found = changed_in_a_page(form(), "columns", {"B4": "年初批复预算数"})
    assert said(found) == []
    assert found.edition
    assert found.edition.columns["approved"].label == "年初批复预算数"
