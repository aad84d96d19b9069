"""An edition's workbook as an Excel file: read back it is the same edition, also after another program has saved it; wrong cells are marked."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from evaluations.core.editions.writing import with_named_rules
from evaluations.core.readback.source import Source
from evaluations.core.workbook.draft import Mistake
from evaluations.core.workbook.reading import Reading, read
from evaluations.files import marker
from evaluations.files.edition_workbooks import from_workbook, marked, to_workbook
from evaluations.files.reader import child
from evaluations.files.reading import Answer, Unread
from tests.core.workbook.sheets import EDITIONS, SICHUAN, form
from tests.files.office import converted

pytestmark = pytest.mark.slow

FORM = SICHUAN
COLOUR = "FFFFC7CE"


def content(path: Path = FORM) -> bytes:
    return to_workbook(form(path), author="财政局")


def said(file: bytes) -> Reading:
    """What the file says, read as in the process of its own, but in this one."""
    answer = Answer.model_validate_json(json.dumps(child.parsed(file, ".xlsx")))
    return read(Source(answer.blocks, answer.faults))


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def edited(edit: Callable[[Workbook], object], path: Path = FORM) -> bytes:
    """The edition's workbook as somebody saves it after an edit."""
    book = load_workbook(BytesIO(content(path)))
    edit(book)
    return saved(book)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_every_edition_comes_back_from_its_file_and_from_one_saved_again(path: Path) -> None:
    for file in (content(path), edited(lambda _: None, path)):
        back = said(file)
        assert not back.mistakes
        assert back.edition == with_named_rules(form(path))


def test_an_edition_comes_back_from_a_file_that_another_program_saved(tmp_path: Path) -> None:
    file = tmp_path / "表样.xlsx"
    file.write_bytes(content())
    assert said(converted(file, "xlsx").read_bytes()).edition == with_named_rules(form(FORM))


def test_equal_editions_give_equal_bytes() -> None:
    assert content() == content()


def test_an_upload_is_read_in_a_process_of_its_own() -> None:
    assert from_workbook("表样.xlsx", content()).edition == with_named_rules(form(FORM))


def test_closed_lists_are_dropped_down_and_headings_explain_themselves() -> None:
    book = load_workbook(BytesIO(content()))
    offered = {validation.formula1 for validation in book["核对"].data_validations.dataValidation}
    assert {'"是,否"', '"错误,需说明,提示"'} <= offered
    assert "错误：不能提交" in book["核对"]["D2"].comment.text
    assert all(sheet["A1"].value for sheet in book.worksheets)
    assert book["行"]["A3"].value == "例：office"


def test_signs_at_the_beginning_of_a_text_stay_texts() -> None:
    book = load_workbook(BytesIO(content()))
    [cell] = [row[3] for row in book["字段"].iter_rows() if str(row[3].value).startswith("=")]
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("name", "file", "told"),
    [
        ("表样.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "这是旧格式（97-2003）或 WPS 的文件"),
        ("表样.xlsm", b"PK\x03\x04", "这种文件可以含有宏"),
        ("表样.csv", "代码,名称".encode("gbk"), "不能读取 .csv 文件"),
        ("表样.csv", "\ufeff代码,名称".encode(), "不能读取 .csv 文件"),
        ("表样.toml", b"code = 1", "这不是 Excel 或 Word 文件"),
        ("表样.docx", b"PK\x03\x04", "这是 Word 文件。表样请用 Excel 或 WPS 表格填写"),
        ("表样.xlsx", b"PK\x03\x04" + b"x" * 100, "损坏"),
        ("表样.xlsx", b"", "文件是空的"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_refused(name: str, file: bytes, told: str) -> None:
    with pytest.raises(Unread, match=told):
        from_workbook(name, file)


def formula(book: Workbook) -> None:
    book["指标"]["C3"] = "=20+20"


def hidden(book: Workbook) -> None:
    book["等级"].sheet_state = "hidden"


def hidden_row(book: Workbook) -> None:
    book["字段"].row_dimensions[4].hidden = True


def merged(book: Workbook) -> None:
    book["自评表"].merge_cells("A5:C6")


@pytest.mark.parametrize(
    ("edit", "sheet", "cell", "told"),
    [
        (formula, "指标", "C3", "是公式，文件中没有它的结果"),
        (hidden, "等级", "", "这张工作表是隐藏的，没有读取"),
        (hidden_row, "字段", "A4", "隐藏"),
        (merged, "自评表", "", ""),
    ],
)
def test_what_a_workbook_hides_or_computes_is_told(
    edit: Callable[[Workbook], None], sheet: str, cell: str, told: str
) -> None:
    mistakes = said(edited(edit)).mistakes
    assert any(one.sheet == sheet and (not cell or one.cell == cell) and told in one.message for one in mistakes)


def test_wrong_cells_are_coloured_and_commented_in_a_copy() -> None:
    def spoil(book: Workbook) -> None:
        book["字段"]["C4"] = "金钱"
        book["字段"]["B2"] = "名秤"
        del book["必填"]

    file = edited(spoil)
    mistakes = from_workbook("表样.xlsx", file).mistakes
    copy = load_workbook(BytesIO(marked(file, mistakes)))
    assert "是否为“金额”" in copy["字段"]["C4"].comment.text
    assert copy["字段"]["C4"].fill.fgColor.rgb == COLOUR
    assert copy["字段"]["C4"].value == "金钱"
    assert copy["字段"]["B2"].comment.text.startswith("没有“名秤”这样的列，是否为“名称”？")
    assert "缺少工作表“必填”" in copy.worksheets[0]["A1"].comment.text
    assert copy["字段"]["C5"].comment is None
    assert [sheet.title for sheet in copy.worksheets] == load_workbook(BytesIO(file)).sheetnames


def test_a_mended_cell_loses_its_mark_and_keeps_its_own_comment() -> None:
    wrong = marker.marked_copy(content(), [("核对", "D2", "不对。"), ("核对", "D3", "不对。")])
    mended = load_workbook(BytesIO(marker.marked_copy(wrong, [("核对", "D3", "还是不对。")])))
    assert mended["核对"]["D2"].comment.text.startswith("错误：不能提交")
    assert mended["核对"]["D3"].comment.text == "还是不对。"
    assert said(wrong).edition == said(content()).edition


def test_a_file_that_cannot_be_marked_is_refused() -> None:
    with pytest.raises(Unread, match="不能在这个文件里标出错误"):
        marked(b"no workbook", [Mistake("字段", "A1", "", "不对。")])


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="{}｛｝"), min_size=1, max_size=40
)


@settings(max_examples=15)
@given(label=WORDS, choices=st.lists(WORDS, min_size=2, max_size=4, unique=True), words=WORDS)
@example(label="=1+1", choices=["=", "-"], words="_x0041_ +1")
@example(label=" 前后 ", choices=["甲、乙", "丙；丁"], words="@例：")
def test_any_words_come_back_from_the_file(label: str, choices: list[str], words: str) -> None:
    before = with_named_rules(form(FORM))
    fields = [
        field.model_copy(update={"label": label, "choices": tuple(choices)}) if field.kind == "choice" else field
        for field in before.fields
    ]
    attachment = before.attachment3.model_copy(update={"title": words})
    worded = before.model_copy(update={"fields": tuple(fields), "attachment3": attachment})
    back = said(to_workbook(worded, author="财政局"))
    assert not back.mistakes
    assert back.edition == worded
