"""An edition as the sheets of a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from evaluations.core.editions.writing import STANDARD
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import LayoutLine
from evaluations.core.workbook import settings, tables
from evaluations.core.workbook.kinds import Kind
from evaluations.core.workbook.pages import Choice, PageCell, SheetPage
from evaluations.core.workbook.settings import Setting
from evaluations.core.workbook.severities import SEVERITIES_AT, SEVERITY, sheet_data
from evaluations.core.workbook.sheets import EXAMPLE, IN_USE, LISTS, STANDARD_RULES, Column, ListSheet, Row, rows

GUIDE, FORM, WORDS = "说明", "表样", "文字"
_SPARE = 200
"""How many rows below the last one have drop-down lists, too."""
_GUIDE = (
    "这个文件就是一份表样：改好之后上传，系统检查无误，下一年就按它填报。用 Excel 或 WPS 都可以改，存为 .xlsx 文件。",
    "",
    "一、先改“表样”中的代码、版本和名称，再改“文字”中的标题等文字；年度写 {year}、{prior_year}，不写具体的年份。",
    "二、“基础数据表”和“自评表”是印发的样子：要加一行，就插入一行，合并、边框照旁边的做，把 {…} 写进要填数的格。没有其中一张表的表样，把那张工作表删除；还有别的表的，写在“更多表”，再加一张名称是“表 代码”的工作表。",
    (
        "三、{…} 是标记：{单元格代码} 处填报或印出它的值，可以写在文字之后；{文字:代码} 处印“文字”中的内容。"
        "逐行重复的列表：{列的代码+} 把上下相同的合并成一格；{列的代码|……} 是列表空着时印的文字；空着的合并单元格写 {空}。"
    ),
    "四、“列”“行”“收支”“指标”“指标库”“字段”是表里有哪些内容；“必填”“口径”是对填报人的要求和说明。",
    "五、“核对”“通用核对”是填报时检查的关系；“评分”“等级”是得分和等级；“报告”“报告数字”“报告句子”是自评报告。",
    "六、“步骤”是填报各步的名称；“取自项目”是取自各项目的数；“样例”是试填的值和应当出现的核对，上传时自动核对一遍。",
    "七、每张工作表第 1 行说明这张表，第 2 行是列名；列名不要改，列的顺序可以变。以“例：”开头的一行只是例子，不起作用。",
    '七、引号用“”或""、等号用 = 或 ＝ 都可以。公式里的名称、标记里的代码，都可以从别的格复制。',
    "九、上传后，所有错误按工作表和单元格逐条列出；可以下载一份标出错误的文件，对着改。",
)


def pages(edition: Edition) -> Sequence[SheetPage]:
    """The sheets of the edition's workbook, in order: the guide, what the form is, its tables as issued, its lists, the samples.

    Rules that are the program's own are named, not repeated: see `sheet_data`.
    """
    return _pages(sheet_data(edition), edition)


def blank_pages(edition: Edition) -> Sequence[SheetPage]:
    """The sheets of a workbook in which a form is made from nothing: of the `edition` only what all forms need alike – words, bounds, grades,
    score rules, the program's rules – and the heads of its tables; lists have an example each."""
    data = {key: value for key, value in sheet_data(edition).items() if key in _ALIKE}
    for part, key in _LISTS_OF_PARTS:
        if part in data:
            data[part] = {**data[part], key: {} if key in edition.fundings else []}
    heads = {
        name: layout.model_copy(update={"lines": tuple(takewhile(_is_head, layout.lines))})
        for name, layout in edition.layouts.tables.items()
    }
    return _pages(data, edition.model_copy(update={"layouts": edition.layouts.model_copy(update=heads)}))


_ALIKE = (
    "subject",
    "overall_cost_indicator",
    "attachment2",
    "attachment3",
    "foot",
    "thresholds",
    "scoring",
    "scores",
    "standard_rules",
)
_LISTS_OF_PARTS = (
    ("attachment2", "lines"),
    *(("attachment3", key) for key in ("levels", "library", "by_revenue", "by_expenditure")),
)


def _is_head(line: LayoutLine) -> bool:
    return all(cell.role in ("number", "title") for cell in line.cells)


def _pages(data: Row, edition: Edition) -> Sequence[SheetPage]:
    drawn = [tables.page_of(edition, table) for table in edition.layouts.tables]
    lists = [_list_page(sheet, data) for sheet in LISTS]
    return [_guide(), _form_page(data), _words_page(data), *drawn, *lists]


def _guide() -> SheetPage:
    cells = [PageCell(row, 0, text, "about" if row == 0 else "body") for row, text in enumerate(_GUIDE) if text]
    return SheetPage(GUIDE, cells, (110,), frozen=1)


def _form_page(data: Row) -> SheetPage:
    headings = (settings.NAME, settings.CONTENT, settings.REMARK)
    return _settings_page(FORM, settings.FORM_ABOUT, headings, settings.FORM, data)


def _words_page(data: Row) -> SheetPage:
    headings = (settings.CODE_OF_WORDS, settings.CONTENT, settings.USE)
    return _settings_page(WORDS, settings.WORDS_ABOUT, headings, settings.WORDS, data)


def _settings_page(
    name: str, about: str, headings: Sequence[str], lines: Mapping[str, Setting], data: Row
) -> SheetPage:
    cells = [PageCell(0, 0, about, "about", columns=3)]
    cells += [PageCell(1, column, heading, "head") for column, heading in enumerate(headings)]
    choices = []
    for row, (key, one) in enumerate(lines.items(), 2):
        value = settings.value_at(data, one.place)
        texts = (key, _shown(one.kind, one.usual if value is None else value), one.remark)
        cells += [
            PageCell(row, column, text, look)
            for column, (text, look) in enumerate(zip(texts, _LOOKS, strict=True))
            if text
        ]
        choices += [Choice(1, row, row, one.kind.words)] if one.kind.words else []
    return SheetPage(name, cells, (34, 60, 64), choices)


_LOOKS: Sequence[Any] = ("aside", "body", "aside")


def _list_page(sheet: ListSheet, data: Row) -> SheetPage:
    cells = [PageCell(0, 0, sheet.about, "about", columns=max(len(sheet.columns), 4))]
    cells += [
        PageCell(1, column, one.heading, "head", comment=_comment(one)) for column, one in enumerate(sheet.columns)
    ]
    lines = list(_standard(data) if sheet is STANDARD_RULES else rows(sheet, data))
    for row, line in enumerate(lines, 2):
        cells += _row_cells(sheet, row, line)
    if not lines:
        texts = (f"{EXAMPLE}{sheet.example[0]}", *sheet.example[1:])
        cells += [PageCell(2, column, text, "example") for column, text in enumerate(texts) if text]
    last = len(lines) + _SPARE
    choices = [Choice(column, 2, last, one.kind.words) for column, one in enumerate(sheet.columns) if one.kind.words]
    return SheetPage(sheet.name, cells, [one.width for one in sheet.columns], choices)


def _row_cells(sheet: ListSheet, row: int, line: Row) -> Iterator[PageCell]:
    for column, one in enumerate(sheet.columns):
        if text := _shown(one.kind, line.get(one.key, one.usual)):
            yield PageCell(row, column, text)


def _standard(data: Row) -> Iterator[Row]:
    """All of the program's own rules, and which of them the edition takes over."""
    other = data.get(SEVERITIES_AT, {})
    taken = {*data.get("standard_rules", ()), *other}
    for code, relation in STANDARD.items():
        severity = other.get(code, SEVERITY.get(code))
        yield {"": code, IN_USE: code in taken, "severity": severity, "note": relation}


def _shown(kind: Kind, value: Any) -> str:
    return "" if value is None else kind.show(value)


def _comment(column: Column) -> str:
    may = f"可填：{'、'.join(column.kind.words)}。" if column.kind.words else ""
    return f"{column.hint}{column.kind.hint}{may}"
