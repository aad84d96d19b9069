"""A further table in the workbook: a row of 更多表 and a sheet of its own, both ways without loss."""

from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import text_of
from evaluations.core.readback.source import FileTable, Source
from evaluations.core.workbook.differences import differences
from evaluations.core.workbook.reading import Reading, read
from evaluations.core.workbook.sheets import FURTHER_TABLES
from evaluations.core.workbook.writing import pages
from tests.core.builders import edition
from tests.core.form.further import TABLE, form

SHEET = "表 assets"


def sheets() -> list[FileTable]:
    return [page.table for page in pages(form())]


def reading(*tables: FileTable) -> Reading:
    return read(Source(tables))


def without(name: str) -> list[FileTable]:
    return [table for table in sheets() if table.name != name]


def changed(name: str, old: str, new: str) -> list[FileTable]:
    return [
        table._replace(cells=tuple(cell._replace(text=cell.text.replace(old, new)) for cell in table.cells))
        if table.name == name
        else table
        for table in sheets()
    ]


def said(found: Reading) -> list[str]:
    return [str(mistake) for mistake in found.mistakes]


def test_it_comes_back_with_its_page() -> None:
    found = reading(*sheets())
    assert (said(found), found.edition) == ([], form())
    assert read_edition(text_of(found.data)) == form()


def test_a_line_of_which_no_step_is_said_is_filled_in_with_its_table() -> None:
    found = reading(*changed(SHEET, "本表", "")).edition
    assert found
    parts = [line.part for line in found.layouts.further["assets"].lines]
    assert parts == ["", "", *[TABLE] * 4, "", TABLE]  # headings name no cell


def test_a_workbook_from_before_there_were_further_tables_is_read() -> None:
    older = [page.table for page in pages(edition()) if page.name != FURTHER_TABLES.name]
    found = reading(*older)
    assert not found.mistakes
    assert found.edition
    assert found.edition.further == ()


def test_a_row_without_its_sheet_is_told() -> None:
    assert said(reading(*without(SHEET)))[0] == (
        "工作表“更多表” A3：没有工作表“表 assets”，请补上它印发的样子，或删除这一行。"
    )


def test_a_sheet_without_its_row_is_told() -> None:
    assert said(reading(*without(FURTHER_TABLES.name)))[0] == (
        "工作表“表 assets”：“更多表”中没有代码 assets，请补上一行，或删除这张工作表。"
    )


def test_a_name_written_otherwise_is_forgiven() -> None:
    renamed = [table._replace(name="表ａssets") if table.name == SHEET else table for table in sheets()]
    assert reading(*renamed).edition == form()


def test_a_line_of_another_step_is_told_in_words() -> None:
    found = said(reading(*changed(SHEET, "本表", "基础数据")))
    assert any("在“本表”一步填写，这一行应写明 “步骤”写“本表”" in line for line in found), found


def test_what_is_wrong_in_its_sheet_is_told_with_its_cell() -> None:
    found = said(reading(*changed(SHEET, "{further.assets.note}", "{further.assets.notes}")))
    assert found[0].startswith("工作表“表 assets” B8：没有 further.assets.notes 这样的单元格")


def test_what_differs_is_said_in_words() -> None:
    assert "增加了“表 assets”。" in differences(edition(), form())
    assert "“更多表”增加 assets（{year}年度国有资产情况表）。" in differences(edition(), form())
    upright = (
        form()
        .layouts.further["assets"]
        .model_copy(
            update={"page": form().layouts.further["assets"].page.model_copy(update={"orientation": "portrait"})}
        )
    )
    turned = form().model_copy(update={"layouts": form().layouts.model_copy(update={"further": {"assets": upright}})})
    assert differences(form(), turned) == ["“更多表”中 assets（{year}年度国有资产情况表） 的方向由“横向”改为“纵向”。"]
