"""Finding a list in a workbook: its sheet, its headings, its rows."""

import pytest

from evaluations.core.lists import rows as reading
from evaluations.core.lists.headings import NotThisList
from evaluations.core.lists.rows import FoundText, RowFault, read_rows
from evaluations.core.readback.source import FileCell, FileFault, Source
from tests.core.lists.shapes import HEADINGS, SHAPE, found, number, table

ROW = ("101001", "文化馆")


def refusal(*tables: object) -> str:
    with pytest.raises(NotThisList) as refused:
        read_rows(SHAPE, Source(tuple(tables)))  # type: ignore[arg-type]
    return str(refused.value)


def texts(*rows: tuple[str | FileCell, ...]) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, {name: text.text for name, text in row.texts.items()}) for row in found(*rows).rows]


def test_headings_are_found_below_a_title_and_columns_in_any_order() -> None:
    read = texts(("芦淞区预算单位表",), ("",), ("单位名称", "单位代码"), ("文化馆", "101001"))
    assert read == [(4, {"name": "文化馆", "code": "101001"})]


@pytest.mark.parametrize("heading", ["*单位代码", "单位代码 *", "单位代码：", " 单位 代码 ", "代码"])
def test_a_heading_counts_in_whatever_signs_and_by_its_other_names(heading: str) -> None:
    assert texts((heading, "单位名称"), ROW) == [(2, {"code": "101001", "name": "文化馆"})]


def test_blank_rows_are_left_out_and_rows_keep_their_numbers() -> None:
    assert [number for number, _ in texts(HEADINGS, ROW, ("", ""), ("", ""), ROW)] == [2, 5]


def test_headings_that_stand_there_again_are_no_row() -> None:
    assert [number for number, _ in texts(HEADINGS, ROW, HEADINGS, ROW)] == [2, 4]


def test_a_column_that_is_asked_for_and_missing_is_told_once_with_its_heading() -> None:
    told = refusal(table(("单位名称", "启用"), *[("文化馆", "是")] * 50))
    assert told == "缺少必填的列“单位代码”。请在第 1 行补上这个列名。"


def test_a_heading_that_is_nearly_the_missing_one_is_named_and_not_taken_for_it() -> None:
    told = refusal(table(("单位名称", "启用", "预算单位代码号"), ("文化馆", "是", "101001")))
    assert "C 列“预算单位代码号”如果就是“单位代码”，请改成这个列名" in told


def test_unknown_columns_and_those_without_a_heading_are_named() -> None:
    read = found(("单位代码", "单位名称", "备注", ""), (*ROW, "新设", "什么"))
    assert read.notes[0] == "清单没有“备注（C 列）”，没有读取。"
    assert read.notes[1] == "“D 列”上面没有列名，没有读取。"
    assert read.rows[0].texts.keys() == {"code", "name"}


def test_columns_that_the_file_has_not_are_told() -> None:
    assert any("文件里没有“归口科室”" in note and "保持不变" in note for note in found(HEADINGS[:2], ROW).notes)
    assert not found(HEADINGS, ROW).notes


def test_a_column_that_stands_there_twice_is_refused_with_both_places() -> None:
    assert "“单位名称”有 2 列（B、C）" in refusal(table(("单位代码", "单位名称", "单位名称"), ROW))


def test_two_sheets_with_the_list_are_refused_by_name() -> None:
    sheets = [table(HEADINGS, ROW, name=name) for name in ("今年", "去年")]
    assert "工作表“今年”、“去年”都有单位清单的列名" in refusal(*sheets)


def test_the_sheet_with_the_headings_is_taken_whatever_stands_on_the_others() -> None:
    others = table(("单位代码", "说明"), ("填代码", "例如"), name="说明")
    read = read_rows(SHAPE, Source((others, table(HEADINGS, ROW), table(("甲", "乙"), name="其他"))))
    assert len(read.rows) == 1


@pytest.mark.parametrize("rows", [(), (("甲", "乙"), ("丙", "丁")), (("单位代码",), ("101001",))])
def test_a_file_without_the_list_is_refused_with_the_headings_that_it_needs(rows: tuple[tuple[str, ...], ...]) -> None:
    assert "至少要有“单位代码”、“单位名称”" in refusal(table(*rows))


def test_headings_without_rows_are_refused_with_where_rows_begin() -> None:
    assert refusal(table(HEADINGS)) == "列名下面没有内容。请从第 2 行起，每行填一个单位。"


def test_more_rows_than_a_file_may_bring_are_refused_with_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_LIMIT", 3)
    assert "文件有 4 行，一次最多 3 行" in refusal(table(HEADINGS, *[ROW] * 4))


def test_cells_merged_over_several_rows_are_refused() -> None:
    [fault] = found(HEADINGS, (FileCell(0, 0, "101001", rows=2), "文化馆"), ("", "图书馆")).faults
    assert fault == RowFault(2, "单位代码", "101001", "与下面的单元格合并了，共 2 行。请取消合并，每行都填写。")


def test_cells_that_the_reader_could_not_tell_are_refused_by_row_and_column() -> None:
    told = [FileFault("单位 B2", "是公式"), FileFault("其他 B2", "是公式"), FileFault("单位 Z2", "是公式")]
    assert found(HEADINGS, ROW, faults=told).faults == (RowFault(2, "单位名称", "", "是公式"),)


def test_what_nobody_sees_is_told_but_not_the_hidden_sheet_of_our_own_template() -> None:
    told = [FileFault("选项", "这张工作表是隐藏的", "warning"), FileFault("单位 A3", "在隐藏的行中", "warning")]
    assert found(HEADINGS, ROW, faults=told).notes == ("单位 A3：在隐藏的行中",)


def test_the_number_that_a_cell_holds_goes_along() -> None:
    [row] = found(HEADINGS, (number("1.01E+05", "101001"), "文化馆")).rows
    assert row.texts["code"] == FoundText("1.01E+05", "101001")
