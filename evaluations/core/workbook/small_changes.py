"""Changes to a few cells of an edition's workbook, typed in a page instead of Excel: which cells, and what the workbook says with them.

The workbook is only thought of: its sheets are made, the texts put into their cells, and the whole is read like an uploaded one. So a page can't
change what a workbook could not, and the same rules judge it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from evaluations.core.form.edition import Edition
from evaluations.core.readback.source import Source
from evaluations.core.workbook import settings
from evaluations.core.workbook.pages import PageCell, SheetPage, cell_name
from evaluations.core.workbook.reading import Reading, read
from evaluations.core.workbook.sheets import (
    CHAPTERS,
    COLUMNS_SHEET,
    DEFINITIONS,
    FIELDS,
    GRADES,
    LEVELS,
    LIBRARY,
    LINES_SHEET,
    RULES,
    STANDARD_RULES,
    STEPS,
    ListSheet,
)
from evaluations.core.workbook.writing import FORM, WORDS, pages

SPARE = 5
"""How many blank rows stand below a list that may grow."""
_HEADINGS, _FIRST = 1, 2
"""The rows (from 0) of the headings and of what stands first below them."""
_LONG = 40
"""Characters; a longer text gets a box of several lines."""


class Changeable(NamedTuple):
    """A sheet of which a page shows the columns `shown`, by their headings, and can change the cells of those `typed`.

    `grows`: rows can be added, and removed by clearing them. `filled`: only rows that say something are shown.
    """

    sheet: str
    shown: Sequence[str]
    typed: Sequence[str]
    grows: bool = False
    filled: bool = False


def _list(sheet: ListSheet, shown: Sequence[str], typed: Sequence[str]) -> Changeable:
    order = [column.heading for column in sheet.columns]
    return Changeable(sheet.name, sorted((*shown, *typed), key=order.index), typed)


def _whole(sheet: ListSheet) -> Changeable:
    headings = [column.heading for column in sheet.columns]
    return Changeable(sheet.name, headings, headings, grows=True)


SHEETS: Mapping[str, Changeable] = {
    "form": Changeable(FORM, (settings.NAME, settings.CONTENT, settings.REMARK), (settings.CONTENT,)),
    "words": Changeable(WORDS, (settings.USE, settings.CONTENT), (settings.CONTENT,), filled=True),
    "columns": _list(COLUMNS_SHEET, ("代码", "含义"), ("名称",)),
    "lines": _list(LINES_SHEET, ("代码", "类型"), ("名称", "必填", "不超预算")),
    "levels": _list(LEVELS, ("代码",), ("名称", "分值", "方向", "必填")),
    "library": _whole(LIBRARY),
    "fields": _list(FIELDS, ("单元格", "类型"), ("名称", "选项")),
    "definitions": _whole(DEFINITIONS),
    "rules": _list(RULES, ("代码", "必须成立"), ("启用", "关系", "严重程度", "提示")),
    "standard-rules": _list(STANDARD_RULES, ("代码", "关系"), ("启用", "严重程度")),
    "grades": _whole(GRADES),
    "chapters": _list(CHAPTERS, ("序号",), ("标题", "提示")),
    "steps": _whole(STEPS),
}
"""The sheets of which cells can be changed in a page, by code, in the order of the workbook."""


class Cell(NamedTuple):
    """A cell of the page: its row and column (from 0) and heading, its text, of which words it takes one (none: anything), and whether it can be changed."""

    row: int
    column: int
    heading: str
    text: str
    words: Sequence[str]
    is_typed: bool

    @property
    def name(self) -> str:
        """Its name in the sheet: `B3`."""
        return cell_name(self.row, self.column)

    @property
    def is_long(self) -> bool:
        """Whether its text needs several lines."""
        return len(self.text) > _LONG or "\n" in self.text


class Sheet(NamedTuple):
    """A sheet as the page shows it: its name, what it is about, its headings (heading, hint), its rows of cells."""

    name: str
    about: str
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the cells that can be changed, by name."""
        return {cell.name: cell.text for row in self.rows for cell in row if cell.is_typed}


def sheet(edition: Edition, code: str) -> Sheet:
    """The sheet of `SHEETS` with this code; without rows if the form has nothing on it and nothing can be added.

    Raises:
        KeyError: there is no such sheet.
    """
    return _sheet(SHEETS[code], pages(edition))


def offered(edition: Edition) -> Mapping[str, str]:
    """The names of those `SHEETS` on which the form has cells that can be changed, by code."""
    drawn = pages(edition)
    return {code: part.sheet for code, part in SHEETS.items() if _sheet(part, drawn).rows}


def _sheet(part: Changeable, drawn: Sequence[SheetPage]) -> Sheet:
    page = next(page for page in drawn if page.name == part.sheet)
    said = {(cell.row, cell.column): cell for cell in page.cells if cell.look != "example"}
    columns = {cell.text: cell for cell in page.cells if cell.row == _HEADINGS}
    end = max(row for row, _ in said) + 1 + (SPARE if part.grows else 0)
    lines = ([_cell(page, said, row, columns[heading], part) for heading in part.shown] for row in range(_FIRST, end))
    rows = [cells for cells in lines if not part.filled or any(cell.is_typed and cell.text for cell in cells)]
    about = next(cell.text for cell in page.cells if cell.look == "about")
    return Sheet(part.sheet, about, [(heading, columns[heading].comment) for heading in part.shown], rows)


def _cell(
    page: SheetPage, said: Mapping[tuple[int, int], PageCell], row: int, heading: PageCell, part: Changeable
) -> Cell:
    held = said.get((row, heading.column))
    lists = (one for one in page.choices if one.column == heading.column and one.first <= row <= one.last)
    words = next((one.words for one in lists), ())
    text = held.text if held else ""
    return Cell(row, heading.column, heading.text, text, words, heading.text in part.typed)


def changed(edition: Edition, code: str, texts: Mapping[str, str]) -> Reading:
    """What the edition's workbook says with these texts in cells of the sheet `code`, by name; texts for cells that can't be changed are left out.

    Raises:
        KeyError: there is no such sheet.
    """
    cells = (cell for row in sheet(edition, code).rows for cell in row if cell.is_typed and cell.name in texts)
    typed = {(cell.row, cell.column): texts[cell.name] for cell in cells}
    name = SHEETS[code].sheet
    sheets = (_with(page, typed) if page.name == name else page for page in pages(edition))
    return read(Source(tuple(page.table for page in sheets)))


def _with(page: SheetPage, texts: Mapping[tuple[int, int], str]) -> SheetPage:
    """The page with these texts at their rows and columns; an example gives way."""
    kept = [cell for cell in page.cells if cell.look != "example" and (cell.row, cell.column) not in texts]
    return replace(page, cells=[*kept, *(PageCell(row, column, text) for (row, column), text in texts.items())])
