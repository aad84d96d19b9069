"""Files that people hand in: what is read of them, and what is refused before it can do harm."""

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto  # type: ignore[import-untyped]  # has no types
import pytest
from openpyxl import Workbook

from evaluations.core.layouts import attachment2
from evaluations.core.readback.source import Cell, Fault, Source, Table
from evaluations.files import reading
from evaluations.files.reading import Busy, Unread, answered, read
from evaluations.files.xlsx import sheet as written
from tests.core import builders
from tests.files.packages import DOCUMENT, SHEET, relations, sheet, word, word_parts, workbook, workbook_parts, zipped
from tests.files.slots import all_taken

ROOT = Path(reading.__file__).parent.parent.parent
BLANK_MB = " " * 1024 * 1024


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process waits long for its turn; what it costs is measured in its own time."""
    monkeypatch.setattr(reading.CHILDREN, "seconds", 60)


def cells(source: Source) -> list[tuple[str, ...]]:
    """The texts of the only table, row by row."""
    [table] = source.blocks
    assert isinstance(table, Table)
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [tuple(row) for row in rows.values()]


def texts(rows: str, formats: tuple[str, ...] = (), book: str = "") -> list[str]:
    """The texts of a sheet with these rows."""
    return [text for row in cells(read("附件2.xlsx", workbook(rows, formats=formats, book=book))) for text in row]


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Unread) as refused:
        read(name, content)
    return str(refused.value)


# What is read


def test_a_sheet_that_this_program_wrote_is_read_in_a_process_of_its_own() -> None:
    grid = attachment2.grid(builders.edition(), builders.document())
    source = read("附件2.xlsx", written(grid, author="财政局"))
    [table] = source.blocks
    assert isinstance(table, Table)
    assert table.name == "附件2"
    assert [cell.text for cell in table.cells] == [c.shown for row in grid.rows for c in row.cells if c.shown.strip()]
    assert (table.cells[0].columns, source.faults) == (7, ())


def test_numbers_are_read_as_shown_without_the_noise_of_binary_floats() -> None:
    rows = "".join(
        f"<row><c><v>{number}</v></c></row>"
        for number in ("74.560000000000002", "1E-6", "99999999.999999", "-0", "12345678901234567890")
    )
    assert texts(rows) == ["74.56", "0.000001", "99999999.999999", "0", "12345678901234600000"]


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
    assert isinstance(source.faults[0], Fault)
    assert source.faults[0].message.startswith("是公式，文件中没有它的结果")


def test_merged_cells_say_what_they_cover() -> None:
    source = read(
        "附件2.xlsx",
        workbook('<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'),
    )
    assert source.blocks == (Table("附件2", (Cell(0, 0, "1", 2, 3),)),)


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


def test_what_lies_under_a_merged_cell_is_not_read_and_its_errors_are_not_told() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>888</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>999</v></c></row>'
    )
    content = workbook(rows, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert cells(read("附件2.xlsx", content)) == [("1", "3")]
    assert faults(content) == []


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


def test_hidden_columns_are_not_read() -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
    parts[SHEET] = str(parts[SHEET]).replace("<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>')
    assert cells(read("附件2.xlsx", zipped(parts))) == [("1",)]
    assert faults(zipped(parts)) == [("附件2 B1", "warning")]


def test_zeros_that_a_sheet_does_not_show_are_blank_and_told() -> None:
    parts = workbook_parts('<row r="1"><c r="A1"><v>0</v></c><c r="B1"><v>2</v></c></row>')
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>'
    parts[SHEET] = str(parts[SHEET]).replace("<sheetData>", view)
    assert cells(read("附件2.xlsx", zipped(parts))) == [("2",)]
    assert faults(zipped(parts)) == [("附件2 A1", "warning")]


def test_an_amount_is_told_as_shown_and_as_held() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>162000</v></c><c r="B1" s="2"><v>16.2034</v></c><c r="C1" s="2"><v>16.2</v></c></row>'
    [table] = read("附件2.xlsx", workbook(rows, formats=("0!.0,&quot;万元&quot;", "0.00"))).blocks
    assert isinstance(table, Table)
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


def test_two_parts_whose_names_differ_in_case_alone_are_refused() -> None:
    parts = workbook_parts("<row><c><v>1</v></c></row>")
    assert "另存" in refusal("表.xlsx", zipped([*parts.items(), (SHEET.upper(), str(parts[SHEET]))]))


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


def test_listings_full_of_attributes_are_refused_soon() -> None:
    many = " ".join(f'a{n}="1"' for n in range(150_000))
    listing = relations().replace("</Relationships>", f"<Relationship {many}/></Relationships>")
    parts = workbook_parts() | {f"xl/worksheets/_rels/sheet{n}.xml.rels": listing for n in range(2, 8)}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED)
    begun = time.perf_counter()
    assert "过大" in refusal("表.xlsx", content.getvalue())
    assert time.perf_counter() - begun < 30


def test_a_word_file_is_read_as_paragraphs_and_tables() -> None:
    body = (
        "<w:p><w:r><w:t>一、</w:t></w:r><w:r><w:t>标题</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>丁</w:t></w:r></w:p><w:p><w:r><w:t>戊</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:sdt><w:sdtContent><w:p><w:r><w:t>尾</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    table = Table("", (Cell(0, 0, "甲", 1, 2), Cell(0, 2, "乙\n丙", 2, 1), Cell(1, 1, "丁\n戊", 1, 1)))
    assert read("报告.docx", word(body)).blocks == ("一、标题\t1", table, "尾")


def test_what_was_struck_out_in_a_word_file_is_no_text() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert read("报告.docx", word(body)).blocks == ("增",)


# What is refused


def macro_parts(name: str) -> bytes:
    return zipped(workbook_parts() | {name: b"\0"})


def encrypted() -> bytes:
    plain = io.BytesIO(written(attachment2.grid(builders.edition(), builders.document()), author="财政局"))
    office, out = msoffcrypto.OfficeFile(plain), io.BytesIO()
    office.encrypt("password", out)
    return out.getvalue()


def entities() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>' + sheet(
        '<row><c t="inlineStr"><is><t>&l9;</t></is></c></row>'
    )
    return zipped(workbook_parts() | {SHEET: body})


def outside_entity() -> bytes:
    body = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet(
        '<row><c t="inlineStr"><is><t>&e;</t></is></c></row>'
    )
    return zipped(workbook_parts() | {SHEET: body})


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped([*workbook_parts().items(), (SHEET, sheet(""))])


def flagged(content: bytes, flag: int) -> bytes:
    """The zip with a flag set on its first member."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + struct.pack("<H", flag) + content[at + 2 :]


def lying() -> bytes:
    """A bomb whose directory says that it is small."""
    content = zipped(workbook_parts() | {SHEET: sheet("", BLANK_MB * 100)})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    return content.replace(struct.pack("<L", size), struct.pack("<L", 1000))


def nested() -> bytes:
    return zipped(workbook_parts() | {SHEET: "<a>" * 100_000 + "</a>" * 100_000})


def far_corner() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def many_cells() -> bytes:
    return workbook("<row>" + "".join(f'<c s="{n % 9973}"/>' for n in range(150_000)) + "</row>")


def many_sheets() -> bytes:
    rows = "<row>" + "".join(f'<c s="{n % 9973}"/>' for n in range(20_000)) + "</row>"
    parts = workbook_parts()
    names = [f"xl/worksheets/sheet{n}.xml" for n in range(1, 21)]
    parts["xl/_rels/workbook.xml.rels"] = relations(
        *((f"r{n}", "worksheet", f"/{name}") for n, name in enumerate(names))
    )
    listed = "".join(f'<sheet name="{n}" r:id="r{n}"/>' for n in range(20))
    parts["xl/workbook.xml"] = f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>'
    return zipped(parts | dict.fromkeys(names, sheet(rows)))


def many_filled_cells() -> bytes:
    return zipped(
        workbook_parts() | {SHEET: sheet("".join(f"<row>{'<c><v>7</v></c>' * 50}</row>" for _ in range(400)))}
    )


def repeated_text() -> bytes:
    """One long shared text in many cells."""
    text = "".join(map(chr, range(0x4E00, 0x9000)))
    strings = f"<sst><si><t>{text}</t></si></sst>"
    rows = "".join(f"<row>{''.join('<c t="s"><v>0</v></c>' for _ in range(50))}</row>" for _ in range(100))
    return zipped(workbook_parts(rows) | {"xl/sharedStrings.xml": strings})


def many_formats() -> bytes:
    formats = "".join(f'<xf numFmtId="{n % 9973}"/>' for n in range(70_000))
    return zipped(workbook_parts() | {"xl/styles.xml": f"<styleSheet><cellXfs>{formats}</cellXfs></styleSheet>"})


def many_elements() -> bytes:
    return zipped(workbook_parts() | {SHEET: "".join(f"<x{n % 9973}/>" for n in range(300_000)).join(("<a>", "</a>"))})


def long_text() -> bytes:
    piece = "".join(map(chr, range(0x4E00, 0x9000)))
    return workbook(f'<row><c t="inlineStr"><is><t>{piece * 250}</t></is></c></row>')


def cut_short() -> bytes:
    return workbook("<row><c><v>1</v></c></row>")[:-200]


def broken_crc() -> bytes:
    content = workbook("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        crc = archive.getinfo(SHEET).CRC
    return content.replace(struct.pack("<L", crc), b"\0\0\0\0")


def embedded(name: str) -> Callable[[], bytes]:
    return lambda: macro_parts(name)


def linked(parts: dict[str, str | bytes], name: str, kind: str, target: str) -> bytes:
    return zipped(parts | {name: relations(("r9", kind, target))})


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def open_document() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return packed.getvalue()


HOSTILE: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("nothing", "表.xlsx", lambda: b"", "文件是空的"),
    ("too large", "表.xlsx", lambda: b"PK\x03\x04" + b"0" * reading.SIZE_LIMIT, "不能超过 10 MB"),
    ("a program", "表.xlsx", lambda: b"MZ" + b"\0" * 1000, "这不是 Excel 或 Word 文件"),
    ("a program before a zip", "表.xlsx", lambda: b"MZ" + workbook(), "这不是 Excel 或 Word 文件"),
    ("a picture", "表.png", lambda: b"\x89PNG", "这不是 Excel 或 Word 文件"),
    ("any zip", "表.xlsx", lambda: zipped({"a.txt": "x"}), "文件已损坏或不完整"),
    ("a Word file called .xlsx", "表.xlsx", lambda: word("<w:p/>"), "请把扩展名改为 .docx"),
    ("a workbook called .docx", "表.docx", workbook, "请把扩展名改为 .xlsx"),
    ("encrypted", "表.xlsx", encrypted, "文件已加密"),
    ("old Excel", "表.xls", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "另存为 .xlsx"),
    ("old Word", "报告.doc", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "另存为 .docx"),
    ("old Word called .docx", "报告.docx", lambda: OLE + "WordDocument".encode("utf-16-le"), "请用 Word 或 WPS 文字打开它，另存为 .docx 文件"),
    ("old Word called .xlsx", "报告.xlsx", lambda: OLE + "WordDocument".encode("utf-16-le"), "文件 → 另存为 → Word 文档"),
    ("a password on a Word file", "报告.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "保护文档 → 用密码进行加密"),
    ("a password on a workbook", "表.xlsx", encrypted, "保护工作簿 → 用密码进行加密"),
    ("WPS", "报告.wps", lambda: OLE, "另存为 .docx 文件（文件 → 另存为 → Word 文档）"),
    ("rich text", "报告.rtf", lambda: rb"{\rtf1\ansi}", "不能读取 .rtf 文件"),
    ("rich text called .docx", "报告.docx", lambda: rb"{\rtf1\ansi}", "这是 RTF 文件，不能读取。请上传 .xlsx 或 .docx 文件；要用这一份的，请用 Word"),
    ("a PDF called .docx", "报告.docx", lambda: b"%PDF-1.7", "这是 PDF 文件"),
    ("a web page called .docx", "报告.docx", lambda: b"<html><body>", "这是网页文件"),
    ("OpenDocument called .docx", "报告.docx", open_document, "这是 OpenDocument"),
    ("a damaged Word file", "报告.docx", lambda: word("<w:p/>")[:-100], "请用 Word 或 WPS 文字打开它"),
    ("a Word file with macros", "报告.docx", lambda: zipped(word_parts("<w:p/>") | {"word/vbaProject.bin": "x"}), "文件 → 另存为 → Word 文档"),
    ("links in Word", "报告.docx", lambda: linked(word_parts("<w:p/>"), "word/_rels/document.xml.rels", "oleObject", "file:///x.xlsx"), "编辑指向文件的链接"),
    ("comma-separated", "表.csv", lambda: b"a,b", "请另存为 .xlsx"),
    ("macros by name", "表.xlsm", workbook, "宏"),
    ("macros inside", "表.xlsx", embedded("xl/vbaProject.bin"), "含有宏"),
    ("macro sheets", "表.xlsx", embedded("xl/macrosheets/sheet1.xml"), "含有宏"),
    ("embedded package", "表.xlsx", embedded("xl/embeddings/Microsoft_Word.docx"), "嵌入了其他文件"),
    ("controls", "表.xlsx", embedded("xl/activeX/activeX1.bin"), "嵌入了其他文件"),
    ("embedded in Word", "报告.docx", lambda: zipped(word_parts("<w:p/>") | {"word/embeddings/oleObject1.bin": "x"}), "嵌入了其他文件"),
    ("links to workbooks", "表.xlsx", embedded("xl/externalLinks/externalLink1.xml"), "断开链接"),
    ("a remote template", "报告.docx", lambda: linked(word_parts("<w:p/>"), "word/_rels/settings.xml.rels", "attachedTemplate", "https://example.org/x.dotm"), "断开链接"),
    ("a remote picture", "报告.docx", lambda: linked(word_parts("<w:p/>"), "word/_rels/document.xml.rels", "image", "http://example.org/x.png"), "断开链接"),
    ("entities", "表.xlsx", entities, "不是 Excel 或 Word 写出来的"),
    ("an outside entity", "表.xlsx", outside_entity, "不是 Excel 或 Word 写出来的"),
    ("a document type in Word", "报告.docx", lambda: zipped(word_parts("") | {DOCUMENT: "<!DOCTYPE w><w/>"}), "不是 Excel 或 Word 写出来的"),
    ("a bomb", "表.xlsx", lambda: zipped(workbook_parts() | {SHEET: sheet("", BLANK_MB * 300)}), "展开后过大"),
    ("a bomb that lies", "表.xlsx", lying, "已损坏"),
    ("many sheets of many cells", "表.xlsx", many_sheets, "展开后过大"),
    ("a bomb of many members", "表.xlsx", lambda: zipped([*workbook_parts().items(), *((f"x{n}", "") for n in range(1100))]), "展开后过大"),
    ("a bomb of names alone", "表.xlsx", lambda: zipped([*workbook_parts().items(), *((f"x{n}", "") for n in range(60_000))]), "展开后过大"),
    ("a long part", "表.xlsx", lambda: zipped(workbook_parts() | {SHEET: sheet("", os.urandom(17 * 1024 * 512).hex())}), "展开后过大"),
    ("deep XML", "表.xlsx", nested, "不是 Excel 或 Word 写出来的"),
    ("a cell in the far corner", "表.xlsx", far_corner, "超过 500 行或 50 列"),
    ("a row too many", "表.xlsx", lambda: workbook('<row r="501"><c r="A501"><v>1</v></c></row>'), "超过 500 行或 50 列"),
    ("a column too many", "表.xlsx", lambda: workbook('<row r="1"><c r="AY1"><v>1</v></c></row>'), "超过 500 行或 50 列"),
    ("many cells", "表.xlsx", many_cells, "展开后过大"),
    ("many filled cells", "表.xlsx", many_filled_cells, "内容太多"),
    ("one text in many cells", "表.xlsx", repeated_text, "内容太多"),
    ("many formats", "表.xlsx", many_formats, "内容太多"),
    ("many elements", "表.xlsx", many_elements, "展开后过大"),
    ("a long text", "表.xlsx", long_text, "内容太多"),
    ("many paragraphs", "报告.docx", lambda: word("<w:p/>" * 30_000), "内容太多"),
    ("many Word cells", "报告.docx", lambda: word("<w:tbl><w:tr>" + "<w:tc/>" * 30_000 + "</w:tr></w:tbl>"), "内容太多"),
    ("cut short", "表.xlsx", cut_short, "已损坏"),
    ("broken bytes", "表.xlsx", broken_crc, "已损坏"),
    ("no XML", "表.xlsx", lambda: zipped(workbook_parts() | {SHEET: "kein XML"}), "已损坏"),
    ("a missing sheet", "表.xlsx", lambda: zipped({n: c for n, c in workbook_parts().items() if n != SHEET}), "已损坏"),
    ("a path out of the file", "表.xlsx", lambda: zipped(workbook_parts() | {"../../etc/cron.d/x": "x"}), "不是 Excel 或 Word 写出来的"),
    ("an absolute path", "表.xlsx", lambda: zipped(workbook_parts() | {"/etc/x": "x"}), "不是 Excel 或 Word 写出来的"),
    ("a drive", "表.xlsx", lambda: zipped(workbook_parts() | {"C:x": "x"}), "不是 Excel 或 Word 写出来的"),
    ("a part twice", "表.xlsx", twice, "不是 Excel 或 Word 写出来的"),
    ("an encrypted member", "表.xlsx", lambda: flagged(workbook(), 1), "文件有密码"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "why"), [pytest.param(*case[1:], id=case[0]) for case in HOSTILE])
def test_a_hostile_file_is_refused_soon_and_says_what_to_do(name: str, make: Callable[[], bytes], why: str) -> None:
    content = make()
    start = time.process_time(), os.times().children_user + os.times().children_system
    message = refusal(name, content)
    spent = time.process_time() - start[0] + os.times().children_user + os.times().children_system - start[1]
    assert why in message
    assert message.endswith("。")
    assert spent < 2


@pytest.mark.parametrize(
    "make",
    [far_corner, many_cells, many_elements, repeated_text, long_text, nested, lying],
    ids=lambda make: make.__name__,
)
def test_a_hostile_file_takes_little_memory(make: Callable[[], bytes]) -> None:
    answer = answered(make(), ".xlsx")
    assert answer.refusal
    assert 0 < answer.peak < 300 * 1024


def test_a_link_to_click_on_and_a_local_template_are_no_harm() -> None:
    parts = word_parts("<w:p><w:r><w:t>文</w:t></w:r></w:p>")
    parts["word/_rels/document.xml.rels"] = relations(("r1", "hyperlink", "https://example.org/"))
    parts["word/_rels/settings.xml.rels"] = relations(("r1", "attachedTemplate", "file:///C:/Normal.dotm"))
    assert read("报告.docx", zipped(parts)).blocks == ("文",)


def test_styled_blank_cells_far_below_are_no_content() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert texts(rows) == ["1"]


def test_a_reader_that_dies_or_hangs_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.CHILDREN, "module", "tests.files.obedient")
    for fault in ("None", "1", "os.abort()", "len(bytes(10**9))"):
        assert "没有读取" in answered(b"", f"{fault} #").refusal  # the rest of the order is no concern of it
    monkeypatch.undo()
    assert read("表.xlsx", workbook()).faults == ()


def test_who_waits_too_long_is_told_to_come_back_and_reads_once_others_are_done() -> None:
    with all_taken():
        with pytest.raises(Busy, match=r"现在读取文件的人较多.*请过一会儿再试。"):
            read("表.xlsx", workbook())
        # What needs no process waits for none.
        assert "另存为 .xlsx" in refusal("表.xls", b"x")
    assert read("表.xlsx", workbook()).faults == ()


def test_reading_takes_the_standard_library_alone() -> None:
    program = f"import sys; sys.path.append({str(ROOT)!r}); import evaluations.files.reader.child; print(*sys.modules)"
    known = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    assert {"django", "pydantic", "openpyxl"}.isdisjoint(known.stdout.split())
