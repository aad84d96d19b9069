"""Files that people hand in: what is refused before it can do harm, how soon, and what the person is told to do."""

import io
import os
import struct
import time
import zipfile
from collections.abc import Callable

import msoffcrypto  # type: ignore[import-untyped]  # has no types
import pytest
from openpyxl import Workbook

from evaluations.files import reading
from evaluations.files.reading import Busy, answered, read
from evaluations.files.xlsx import sheet as written
from tests.core import builders
from tests.core.sheets import attachment2
from tests.files.handmade_packages import (
    DOCUMENT,
    SHEET,
    relations,
    sheet,
    word,
    word_parts,
    workbook,
    workbook_parts,
    zipped,
)
from tests.files.reading_places import all_taken
from tests.files.reading_results import refusal

BLANK_MB = " " * 1024 * 1024
pytestmark = [pytest.mark.usefixtures("patient"), pytest.mark.slow]


def macro_parts(name: str) -> bytes:
    return zipped(workbook_parts() | {name: b"\0"})


def encrypted() -> bytes:
    plain = io.BytesIO(written(attachment2(builders.edition(), builders.document()), author="财政局"))
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


def test_two_parts_whose_names_differ_in_case_alone_are_refused() -> None:
    parts = workbook_parts("<row><c><v>1</v></c></row>")
    assert "另存" in refusal("表.xlsx", zipped([*parts.items(), (SHEET.upper(), str(parts[SHEET]))]))


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
