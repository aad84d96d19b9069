"""The official tables as sheets: the lines of a layout, cell by cell, and beside them what marks cannot say.

Row 1 explains the sheet; row 2 holds the width of each column (宽30) and the headings of the columns beside the table; from row 3 the table stands
as it is issued. 样式 lists the roles of a line's cells from the left: `表头×3`, `行名（缩进1）`, `金额（小数2）`, `表头（括号换行）`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluations.core.form.document import FURTHER
from evaluations.core.form.edition import Edition
from evaluations.core.form.fields import LABEL, YEARS, label
from evaluations.core.form.layout import LayoutCell, LayoutLine, Mark, Role, columns, pieces
from evaluations.core.workbook.kinds import BLANK, CODE, NOTE, Kind, chosen, is_it, plain
from evaluations.core.workbook.pages import Choice, PageCell, SheetPage
from evaluations.core.workbook.settings import sheet_of
from evaluations.core.workbook.sheets import Column

ROLES: Mapping[Role, str] = {
    "number": "编号",
    "title": "标题",
    "heading": "表头",
    "label": "行名",
    "amount": "金额",
    "count": "人数",
    "ratio": "比率",
    "text": "文字",
    "long": "长文",
    "note": "说明",
    "foot": "表尾",
}
FIRST = 2
"""The row (from 0) in which a table begins."""
NONE = "—"
_ABOUT = (
    "按印发的样子排版：{…} 处印填报的值或“文字”中的文字，空着的合并单元格写 {空}。第 2 行是各列的宽度。表的右边："
    "印出，只作对照；步骤，这一行在哪一步填写；重复，这一行按哪个列表逐行重复；没有内容时，空一行或不印；样式，这一行从左到右各格的样子。"
)
PARTS = {"basic_data": "基础数据", "budget": "预算执行", "indicators": "绩效指标", FURTHER: "本表", "": NONE}
_WIDTH = re.compile(r"(?:宽|列宽)?\s*([0-9]{1,3})(?:\.[0-9]+)?")
_STYLE = re.compile(r"([^()×]+)(?:\(([^()]*)\))?(?:×([0-9]{1,2}))?")
_LONGEST_STYLES = 500
_INDENT, _DECIMALS, _BRACKET = re.compile("缩进([0-9])"), re.compile("小数([0-9])"), "括号换行"
_BETWEEN = re.compile(r"(?:\s|,(?![^(]*\)))+")
_LABEL, _WORDS = f"{{{LABEL}", "{文字:"


def styles(text: str) -> list[dict[str, Any]]:
    """What each cell of a line looks like, in the keys of a layout's cell.

    Raises:
        ValueError: a word is unknown.
    """
    if len(text) > _LONGEST_STYLES:
        raise ValueError(f"太长，有 {len(text)} 个字，相同的样式请写成 表头×3 这样。")
    found: list[dict[str, Any]] = []
    close = re.sub(r"\s*([(×])\s*", r"\1", plain(text).replace("、", ","))
    for word in filter(None, _BETWEEN.split(close)):
        match = _STYLE.fullmatch(word)
        if match is None:
            raise ValueError(f"“{word[:20]}”应写成 表头、表头×3、行名（缩进1） 这样。")
        found += [_read_style(match[1], match[2] or "")] * int(match[3] or 1)
    return found


def _read_style(word: str, said: str) -> dict[str, Any]:
    role = next((role for role, name in ROLES.items() if name == word), None)
    if role is None:
        raise ValueError(
            f"没有“{word[:20]}”这样的样式{is_it(word, ROLES.values())}应为 {'、'.join(ROLES.values())} 之一。"
        )
    style: dict[str, Any] = {"role": role}
    for each in filter(None, said.split(",")):
        style |= _read_more(each.strip())
    return style


def _read_more(said: str) -> Mapping[str, Any]:
    if indent := _INDENT.fullmatch(said):
        return {"indent": int(indent[1])}
    if decimals := _DECIMALS.fullmatch(said):
        return {"decimals": int(decimals[1])}
    if said == _BRACKET:
        return {"bracket_below": True}
    raise ValueError(f"括号里的“{said[:20]}”应为 缩进1、小数2 或 括号换行。")


_WHEN_EMPTY = chosen({"blank": "空一行", "nothing": "不印"})
ASIDE = (
    Column("印出", "note", NOTE, "这一行印出的文字，只作对照，改了不起作用。", width=40),
    Column("步骤", "part", chosen(PARTS), "有填报内容的行写；不写的按 {…} 判断。", width=10),
    Column("重复", "section", Kind(lambda text: "" if plain(text) == NONE else CODE.read(text)), "列表的代码，例如 self_assessment.indicators；不重复的不写。", width=28),
    Column("没有内容时", "when_empty", _WHEN_EMPTY, "只对重复的行。", "blank", width=12),
    Column("样式", "roles", Kind(styles), f"{'、'.join(ROLES.values())}；可以写 表头×3、行名（缩进1）、金额（小数2）、表头（括号换行）。", width=44),
)  # fmt: skip


def shown(text: str) -> str:
    """A layout's text as it stands in the sheet."""
    return text.replace(_LABEL, _WORDS)


def stated(text: str) -> str:
    """The layout's text that stands in the sheet as `text`."""
    return text.replace("{文字：", _LABEL).replace(_WORDS, _LABEL)


def page_of(edition: Edition, table: str) -> SheetPage:
    """The sheet of one of the edition's tables."""
    layout = edition.layouts.tables[table]
    width = len(layout.widths)
    aside = [width + 1 + number for number in range(len(ASIDE))]
    last = FIRST + len(layout.lines)
    cells = [PageCell(0, 0, _ABOUT, "about", columns=aside[-1] + 1)]
    cells += [PageCell(1, column, f"宽{wide}", "head") for column, wide in enumerate(layout.widths)]
    cells += [PageCell(1, at, one.heading, "head", comment=one.hint) for at, one in zip(aside, ASIDE, strict=True)]
    for row, (line, places) in enumerate(zip(layout.lines, columns(layout), strict=True), FIRST):
        cells += (_cell(row, column, cell) for column, cell in zip(places, line.cells, strict=True))
        said = (
            " | ".join(filter(None, (_printed(edition, cell) for cell in line.cells))),
            PARTS[line.part.partition(".")[0]],
            line.section,
            _when_empty(line),
            _styles(line.cells),
        )
        cells += (PageCell(row, at, text, "aside") for at, text in zip(aside, said, strict=True) if text)
    choices = [Choice(at, FIRST, last + 20, one.kind.words) for at, one in zip(aside, ASIDE, strict=True)]
    widths = (*layout.widths, 3, *(one.width for one in ASIDE))
    return SheetPage(sheet_of(table), cells, widths, [one for one in choices if one.words], page=layout.page)


def _cell(row: int, column: int, cell: LayoutCell) -> PageCell:
    is_small = cell.rows == cell.columns == 1
    text = shown(cell.text) or ("" if is_small else BLANK)
    return PageCell(row, column, text, cell.role, cell.rows, cell.columns, cell.indent)


def _printed(edition: Edition, cell: LayoutCell) -> str:
    """The words of a cell; what people fill in is left out."""
    return "".join(part if isinstance(part, str) else _words(edition, part) for part in cell.parts)


def _words(edition: Edition, mark: Mark) -> str:
    key = mark.name.removeprefix(LABEL)
    return f"{{{mark.name}}}" if mark.name in YEARS else label(edition, key) if key != mark.name else ""


def _when_empty(line: LayoutLine) -> str:
    return _WHEN_EMPTY.show(line.when_empty) if line.section or line.when_empty != "blank" else ""


def _styles(cells: Sequence[LayoutCell]) -> str:
    return " ".join(_counted([_style(cell) for cell in cells]))


def _counted(words: Sequence[str]) -> Iterator[str]:
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or words[end] != words[start]:
            yield words[start] + (f"×{end - start}" if end - start > 1 else "")
            start = end


def _style(cell: LayoutCell) -> str:
    said = [f"缩进{cell.indent}"] if cell.indent else []
    said += [] if cell.decimals is None else [f"小数{cell.decimals}"]
    said += [_BRACKET] if cell.bracket_below else []
    return ROLES[cell.role] + (f"（{'，'.join(said)}）" if said else "")


def read_width(text: str) -> int:
    """The width in a cell above a table.

    Raises:
        ValueError: it is none.
    """
    found = _WIDTH.fullmatch(plain(text))
    if found is None:
        raise ValueError(f"“{text[:20]}”不是列宽，应写 宽12 这样的宽度；表外的内容请删除。")
    return int(found[1])


def usual_role(text: str) -> Role:
    """The role of a cell of which nothing is said."""
    try:
        parts = pieces(text)
    except ValueError:
        return "heading"
    return "text" if any(isinstance(part, Mark) and _is_value(part) for part in parts) else "heading"


def usual_part(texts: Sequence[str]) -> str:
    """The step of a line of which nothing is said, as a key of `PARTS`: that of the first field in it."""
    for found in (name for text in texts for name in re.findall(r"\{([a-z_]+(?:\.[a-z0-9_]+)+)", text)):
        if found.startswith("basic_data."):
            return "basic_data"
        if found.startswith("self_assessment."):
            return "indicators" if found.startswith("self_assessment.indicators") else "budget"
        if found.startswith(f"{FURTHER}."):
            return FURTHER
    return ""


def _is_value(mark: Mark) -> bool:
    return not mark.name.startswith(LABEL) and mark.name not in YEARS
