"""An edition's workbook as an .xlsx file: written with looks, notes and drop-down lists; read in a process of its own."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from math import ceil
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Role
from evaluations.core.workbook.draft import Mistake
from evaluations.core.workbook.pages import Choice, Look, PageCell, SheetPage
from evaluations.core.workbook.reading import Reading, read
from evaluations.core.workbook.writing import blank_pages, pages
from evaluations.files import looks
from evaluations.files.children import Children, Failed, Full
from evaluations.files.fit import units
from evaluations.files.marker import asked
from evaluations.files.reading import Busy, Unread, read_workbook
from evaluations.files.workbooks import FORMULA_STARTS, new_book, packed, plain_text

AUTHOR = "表样"
# A new process for each file, so that the effects of an untrusted file end with it.
_MARKERS = Children("evaluations.files.marker", at_once=1, seconds=20, size=16 * 1024 * 1024, wait=5, uses=1)
_TEXT_FORMAT = "@"
"""So that nothing typed becomes a date, a share or a formula."""
_SMALL = 8.0
_MOST_LINES = 6
_SPACING = 1.4
_PAPERS = {"A3": 8, "A4": 9}
_FILLS = {"about": "FFF2F2F2", "head": "FFE3E9F1", "aside": "FFF7F7F2", "example": "FFFFFFFF", "body": ""}
_SIDE = Side("thin", "FF8A94A3")
_LINED = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def to_workbook(edition: Edition, *, author: str) -> bytes:
    """The edition as an .xlsx file by `author`, which `from_workbook` reads; equal arguments give equal bytes."""
    return _book(pages(edition), edition.name, author)


def to_blank_workbook(edition: Edition, *, name: str) -> bytes:
    """A workbook called `name` in which a form like the edition is made from nothing, see `blank_pages`; equal arguments give equal bytes."""
    return _book(blank_pages(edition), name, "")


def _book(sheets: Sequence[SheetPage], name: str, author: str) -> bytes:
    book, page = new_book(name, sheets[0].name, author=author)
    styles = _Styles(book)
    for number, sheet in enumerate(sheets):
        _draw(page if number == 0 else book.create_sheet(sheet.name), sheet, styles)
    return packed(book)


def from_workbook(name: str, content: bytes) -> Reading:
    """What the uploaded file `name` says: an edition, or all mistakes of this pass.

    Raises:
        Unread: the file is no .xlsx file, too large, encrypted, damaged, or malicious.
        Busy: other files are being read.
    """
    return read(read_workbook(name, content))


def marked(content: bytes, mistakes: Iterable[Mistake]) -> bytes:
    """A copy of the workbook that `from_workbook` has read, with the wrong cells coloured and a comment on each that says what is wrong.

    Raises:
        Unread: the copy would cost too much.
        Busy: other files are being marked.
    """
    told = [(mistake.sheet, mistake.cell, mistake.message) for mistake in mistakes]
    try:
        return _MARKERS.ask(asked(content, told))
    except Full as full:
        raise Busy("现在标出错误的人较多，请过一会儿再试。") from full
    except Failed as failed:
        raise Unread("不能在这个文件里标出错误，请对照列出的工作表和单元格改正。") from failed


def _draw(page: Worksheet, sheet: SheetPage, styles: "_Styles") -> None:
    for column, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    for cell in sheet.cells:
        _write(page, cell, styles)
    for choice in sheet.choices:
        page.add_data_validation(_validation(choice))
    for row, height in _heights(sheet).items():
        page.row_dimensions[row + 1].height = height
    page.freeze_panes = f"A{sheet.frozen + 1}"
    page.page_setup.paperSize, page.page_setup.orientation = _PAPERS[sheet.page.paper], sheet.page.orientation
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heights(sheet: SheetPage) -> Mapping[int, float]:
    """The heights of the rows in which cells are merged or those above reach down, which no program fits to their texts, in points."""
    unfitted = {cell.row for cell in sheet.cells if cell.columns > 1 or cell.look not in _FILLS}
    heights: dict[int, float] = {}
    for cell in sheet.cells:
        if cell.row in unfitted and cell.rows == 1:
            wide = sum(sheet.widths[cell.column : cell.column + cell.columns]) * looks.FULL_SIZE / _size(cell)
            lines = ceil(units(cell.text) / max(wide - 1, 1)) or 1
            heights[cell.row] = max(heights.get(cell.row, 0), min(lines, _MOST_LINES) * _size(cell) * _SPACING)
    return heights


def _size(cell: PageCell) -> float:
    """The size of the cell's text in points: marks are long, and the cells of a table narrow."""
    if cell.look in _FILLS or cell.look in ("title", "number"):
        return looks.FULL_SIZE if cell.look in _FILLS else looks.size(cell.look)  # type: ignore[arg-type]
    return _SMALL if "{" in cell.text else looks.FULL_SIZE


def _write(page: Worksheet, cell: PageCell, styles: "_Styles") -> None:
    style = _Style(cell.look, cell.indent, _size(cell), cell.text.startswith(FORMULA_STARTS))
    last_row, last_column = cell.row + cell.rows, cell.column + cell.columns
    for row in range(cell.row + 1, last_row + 1):
        for column in range(cell.column + 1, last_column + 1):
            styles.put_on(page.cell(row, column), style)
    written = page.cell(cell.row + 1, cell.column + 1)
    if cell.text:
        written.value, written.data_type = plain_text(cell.text), "s"
    if cell.comment:
        written.comment = Comment(cell.comment, AUTHOR, height=120, width=280)
    if cell.rows > 1 or cell.columns > 1:
        area = CellRange(min_col=cell.column + 1, min_row=cell.row + 1, max_col=last_column, max_row=last_row)
        page.merged_cells.ranges.add(area)


def _validation(choice: Choice) -> DataValidation:
    words = ",".join(choice.words)
    validation = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    validation.error = f"应为 {'、'.join(choice.words)} 之一。"
    letter = get_column_letter(choice.column + 1)
    validation.add(f"{letter}{choice.first + 1}:{letter}{choice.last + 1}")
    return validation


class _Style(NamedTuple):
    """Everything that determines a cell's look."""

    look: Look | Role
    indent: int
    size: float
    is_quoted: bool


class _Styles:
    """The styles of one workbook; each is built only once, because openpyxl spends most of its time on styles."""

    def __init__(self, book: Workbook) -> None:
        self._pattern = Cell(book.worksheets[0], 1, 1)
        self._made: dict[_Style, StyleArray] = {}

    def put_on(self, cell: Cell | MergedCell, style: _Style) -> None:
        """Give the cell this style."""
        if style not in self._made:
            self._made[style] = self._make(style)
        cell._style = self._made[style]  # type: ignore[union-attr]  # noqa: SLF001 - the only way to share one

    def _make(self, style: _Style) -> StyleArray:
        look, pattern = style.look, self._pattern
        if look in _FILLS:
            colour = "FF7A7A7A" if look == "example" else "FF000000"
            pattern.font = Font(looks.FONT, style.size, b=look == "head", i=look == "example", color=colour)
            pattern.alignment = Alignment(vertical="top", wrap_text=True)
            pattern.fill = PatternFill("solid", fgColor=_FILLS[look]) if _FILLS[look] else PatternFill()
            pattern.border = Border() if look in ("about", "example") else _LINED
        else:
            self._like_the_table(style)
        pattern.number_format = _TEXT_FORMAT
        pattern.quotePrefix = style.is_quoted
        made: StyleArray = copy(pattern._style)  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        return made

    def _like_the_table(self, style: _Style) -> None:
        role: Role = style.look  # type: ignore[assignment]
        self._pattern.font = Font(looks.font(role), style.size, b=looks.is_bold(role))
        self._pattern.alignment = Alignment(
            horizontal="left" if looks.is_left(role) else "center",
            vertical="center",
            wrap_text=True,
            indent=style.indent * looks.INDENT_PER_LEVEL,
        )
        self._pattern.fill = PatternFill()
        self._pattern.border = Border() if looks.is_outside_table(role) else _LINED
