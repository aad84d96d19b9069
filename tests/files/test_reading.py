"""Files that people hand in: what is read of them."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from evaluations.core.readback.source import FileCell, FileFault, FileTable
from evaluations.files import reading
from evaluations.files.reading import read
from evaluations.files.xlsx import sheet as written
from tests.core import builders
from tests.core.sheets import attachment2
from tests.files.handmade_packages import (
    SHEET,
    relations,
    word,
    word_parts,
    workbook,
    workbook_parts,
    zipped,
)
from tests.files.reading_results import cells

ROOT = Path(reading.__file__).parent.parent.parent
pytestmark = pytest.mark.usefixtures("patient")


def texts(rows: str, formats: tuple[str, ...] = (), book: str = "") -> list[str]:
    """The texts of a sheet with these rows."""
    return [text for row in cells(read("附件2.xlsx", workbook(rows, formats=formats, book=book))) for text in row]


@pytest.mark.slow
def test_a_sheet_that_this_program_wrote_is_read_in_a_process_of_its_own() -> None:
    grid = attachment2(builders.edition(), builders.document())
    source = read("附件2.xlsx", written(grid, author="财政局"))
    [table] = source.blocks
    assert isinstance(table, FileTable)
    assert table.name == "附件2"
    assert [cell.text for cell in table.cells] == [c.shown for row in grid.rows for c in row.cells if c.shown.strip()]
    assert (table.cells[0].columns, source.faults) == (7, ())


@pytest.mark.slow
def test_numbers_are_read_as_shown_without_the_noise_of_binary_floats() -> None:
    rows = "".join(
        f"<row><c><v>{number}</v></c></row>"
        for number in ("74.560000000000002", "1E-6", "99999999.999999", "-0", "12345678901234567890")
    )
    assert texts(rows) == ["74.56", "0.000001", "99999999.999999", "0", "12345678901234600000"]


@pytest.mark.slow
def test_percentages_and_dates_are_read_as_shown() -> None:
    formats = ("0.0%", 'yyyy"年"m"月"d"日"', "yyyy-mm-dd", '0.00" m"', "#,##0.00_ ;[Red]-#,##0.00 ")
    values = ("0.951", "45292", "45292.5", "45292", "1234.5")
    rows = "".join(f'<row><c s="{n}"><v>{value}</v></c></row>' for n, value in enumerate(values, 1))
    assert texts(rows, formats) == ["95.1%", "2024年1月1日", "2024-01-01", "45292.00 m", "1,234.50"]
    assert texts('<row><c s="1"><v>43830</v></c></row>', ("yyyy-mm-dd",), '<workbookPr date1904="1"/>') == [
        "2024-01-01"
    ]


def test_texts_are_read_whole_wherever_they_are_kept() -> None:
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>行内</t></is></c>'
        '<c t="str"><f>A1</f><v>算出</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>一_x000D_\n二</t></is></c></row>'
    )
    assert texts(rows) == ["共用", "富文本", "行内", "算出", "TRUE", "一\n二"]


def test_a_formula_says_its_stored_result_and_one_without_is_told() -> None:
    rows = '<row r="3"><c r="B3"><f>1+1</f><v>2</v></c><c r="C3"><f>1+1</f></c><c r="D3" t="e"><v>#REF!</v></c></row>'
    source = read("附件2.xlsx", workbook(rows))
    assert cells(source) == [("2",)]
    assert [fault.place for fault in source.faults] == ["附件2 C3", "附件2 D3"]
    assert isinstance(source.faults[0], FileFault)
    assert source.faults[0].message.startswith("是公式，文件中没有它的结果")


def test_merged_cells_say_what_they_cover() -> None:
    source = read(
        "附件2.xlsx",
        workbook('<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'),
    )
    assert source.blocks == (FileTable("附件2", (FileCell(0, 0, "1", 2, 3),)),)


@pytest.mark.slow
def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "看得见"
    hidden = book.create_sheet("隐藏")
    hidden["A1"] = "看不见"
    hidden.sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    assert cells(read("表.xlsx", saved.getvalue())) == [("看得见",)]


def faults(content: bytes) -> list[tuple[str, str]]:
    """(place, severity) of what could not be told."""
    return [(fault.place, fault.severity) for fault in read("附件2.xlsx", content).faults]


@pytest.mark.slow
def test_what_lies_under_a_merged_cell_is_not_read_and_its_errors_are_not_told() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>888</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>999</v></c></row>'
    )
    content = workbook(rows, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert cells(read("附件2.xlsx", content)) == [("1", "3")]
    assert faults(content) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet_data", "seen", "told"),
    [
        ('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>', ["2"], "A1"),
        ('<row r="1" ht="0"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>', ["2"], "A1"),
        ('<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1"><v>2</v></c></row>', ["2"], "A1"),
        ('<row r="1"><c r="A1" s="2"><v>0</v></c><c r="B1"><v>2</v></c></row>', ["2"], "A1"),
        ('<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>字</t></is></c><c r="B1"><v>2</v></c></row>', ["2"], "A1"),
    ],
)
def test_what_nobody_sees_is_not_read_and_told(sheet_data: str, seen: list[str], told: str) -> None:
    content = workbook(sheet_data, formats=(";;;", "0;-0;;@"))
    assert [text for row in cells(read("附件2.xlsx", content)) for text in row] == seen
    assert faults(content) == [(f"附件2 {told}", "warning")]


def test_many_hidden_cells_are_told_once() -> None:
    rows = "".join(f'<row r="{n}" hidden="1"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60))
    [fault] = read("附件2.xlsx", workbook(rows + '<row r="60"><c r="A60"><v>1</v></c></row>')).faults
    assert "A1、A2、A3、A4、A5 等 59 处" in fault.message


@pytest.mark.slow
def test_hidden_columns_are_not_read() -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
    parts[SHEET] = str(parts[SHEET]).replace("<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>')
    assert cells(read("附件2.xlsx", zipped(parts))) == [("1",)]
    assert faults(zipped(parts)) == [("附件2 B1", "warning")]


@pytest.mark.slow
def test_zeros_that_a_sheet_does_not_show_are_blank_and_told() -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>0</v></c><c r="B1"><v>2</v></c></row>')
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>'
    parts[SHEET] = str(parts[SHEET]).replace("<sheetData>", view)
    assert cells(read("附件2.xlsx", zipped(parts))) == [("2",)]
    assert faults(zipped(parts)) == [("附件2 A1", "warning")]


def test_an_amount_is_told_as_shown_and_as_held() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>162000</v></c><c r="B1" s="2"><v>16.2034</v></c><c r="C1" s="2"><v>16.2</v></c></row>'
    [table] = read("附件2.xlsx", workbook(rows, formats=("0!.0,&quot;万元&quot;", "0.00"))).blocks
    assert isinstance(table, FileTable)
    assert [cell[2:] for cell in table.cells] == [
        ("16.2万元", 1, 1, "16.2", "162000"),
        ("16.20", 1, 1, "16.2", "16.2034"),
        ("16.20", 1, 1, "16.2", ""),
    ]


def in_capitals(name: str) -> str:
    return name.upper()


def with_strokes_leaning_back(name: str) -> str:
    return name.replace("/", "\\")


def mixed(name: str) -> str:
    return name.title()


@pytest.mark.parametrize("named", [in_capitals, with_strokes_leaning_back, mixed])
def test_parts_are_found_however_their_names_are_written(named: Callable[[str], str]) -> None:
    rows = '<row><c t="s"><v>0</v></c><c s="1"><v>0.5</v></c></row>'
    parts = workbook_parts(rows, formats=("0%",))
    content = zipped({named(name): text for name, text in parts.items()})
    assert cells(read("附件2.xlsx", content)) == [("共用", "50%")]


def test_a_strict_workbook_with_its_own_names_and_dates_is_read() -> None:
    rows = '<row><c t="d" s="1"><v>2023-12-31</v></c><c t="d" s="2"><v>2023-12-31T08:30:00</v></c><c t="d"><v>无</v></c></row>'
    parts = workbook_parts(rows, formats=("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "h:mm"))
    strict = {
        name: str(text)
        .replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in parts.items()
    }
    assert cells(read("附件2.xlsx", zipped(strict))) == [("2023年12月31日", "8:30", "无")]


def test_a_prefix_and_rich_inline_texts_with_readings_are_no_matter() -> None:
    rich = "<x:is><x:r><x:t>富</x:t></x:r><x:r><x:t>文本</x:t></x:r><x:rPh><x:t>fu</x:t></x:rPh></x:is>"
    parts = workbook_parts()
    parts[SHEET] = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>'
        f'<x:c t="inlineStr">{rich}</x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert cells(read("附件2.xlsx", zipped(parts))) == [("富文本",)]


def test_a_word_file_is_read_as_paragraphs_and_tables() -> None:
    body = (
        "<w:p><w:r><w:t>一、</w:t></w:r><w:r><w:t>标题</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>丁</w:t></w:r></w:p><w:p><w:r><w:t>戊</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:sdt><w:sdtContent><w:p><w:r><w:t>尾</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    table = FileTable("", (FileCell(0, 0, "甲", 1, 2), FileCell(0, 2, "乙\n丙", 2, 1), FileCell(1, 1, "丁\n戊", 1, 1)))
    assert read("报告.docx", word(body)).blocks == ("一、标题\t1", table, "尾")


def test_what_was_struck_out_in_a_word_file_is_no_text() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert read("报告.docx", word(body)).blocks == ("增",)


def test_a_link_to_click_on_and_a_local_template_are_no_harm() -> None:
    parts = word_parts("<w:p><w:r><w:t>文</w:t></w:r></w:p>")
    parts["word/_rels/document.xml.rels"] = relations(("r1", "hyperlink", "https://example.org/"))
    parts["word/_rels/settings.xml.rels"] = relations(("r1", "attachedTemplate", "file:///C:/Normal.dotm"))
    assert read("报告.docx", zipped(parts)).blocks == ("文",)


def test_styled_blank_cells_far_below_are_no_content() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert texts(rows) == ["1"]


def test_reading_takes_the_standard_library_alone() -> None:
    program = f"import sys; sys.path.append({str(ROOT)!r}); import evaluations.files.reader.child; print(*sys.modules)"
    known = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    assert {"django", "pydantic", "openpyxl"}.isdisjoint(known.stdout.split())
