"""Writes a grid as an official Excel sheet: one page wide, numbers as numbers, texts as texts, equal bytes for equal grids."""

import re
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.form.layout import Role
from evaluations.core.layouts.grid import Box, Grid
from evaluations.files import looks
from evaluations.files.fit import Extent, fit, is_number, units, width
from evaluations.files.workbooks import FORMULA_STARTS, new_book, packed, plain_text

_PAPERS = {"A3": 8, "A4": 9}
_CENTIMETRE = 1 / 2.54
_MARGIN, _HEADER_MARGIN = 1.8 * _CENTIMETRE, 0.8 * _CENTIMETRE


def sheet(grid: Grid, *, author: str) -> bytes:
    """The .xlsx file of `grid`, with `author` (the bureau's name) as its author; equal arguments give equal bytes."""
    book, page = new_book(grid.title, grid.name, author=author)
    fitted = fit(grid)
    _set_up_page(page, grid, len(fitted.heights))
    for number, height in enumerate(fitted.heights, 1):
        page.row_dimensions[number].height = height
    for start in fitted.page_starts:
        page.row_breaks.append(Break(start - 1))
    styles = _Styles(page)
    for row, places in zip(grid.rows, fitted.places, strict=True):
        for cell, place in zip(row.cells, places, strict=True):
            ends_line = len(row.cells) > 1 and cell is row.cells[-1] and looks.is_outside_table(cell.role)
            _draw(page, grid, cell, place, styles, ends_line=ends_line)
    return packed(book)


def _set_up_page(page: Worksheet, grid: Grid, rows: int) -> None:
    for column, columns_width in enumerate(grid.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = columns_width
    page.page_setup.paperSize = _PAPERS[grid.page.paper]
    page.page_setup.orientation = grid.page.orientation
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN, _HEADER_MARGIN, _HEADER_MARGIN)
    page.print_options.horizontalCentered = True
    page.print_area = f"A1:{get_column_letter(len(grid.widths))}{rows}"


def _draw(page: Worksheet, grid: Grid, cell: Box, place: Extent, styles: "_Styles", *, ends_line: bool) -> None:
    value, number_format = _value(cell)
    quoted = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    # Numbers do not wrap: one that is too long for its cell would be shown as ####.
    shrunk = is_number(cell) and units(cell.shown) > width(grid, cell)
    style = _Style(cell.role, cell.indent, place.size, number_format, quoted, shrunk, place.parted, ends_line)
    first = cell.column + 1
    last = cell.column + cell.columns
    for row in range(place.first_row, place.last_row + 1):
        for column in range(first, last + 1):
            styles.put_on(page.cell(row, column), style)
    if value is not None:
        written = page.cell(place.first_row, first, value)
        if isinstance(value, str):
            written.data_type = "s"
    if last > first or place.last_row > place.first_row:
        page.merged_cells.ranges.add(
            CellRange(min_col=first, min_row=place.first_row, max_col=last, max_row=place.last_row)
        )


def _value(cell: Box) -> tuple[str | int | float | None, str]:
    """The value in the cell of the sheet, and its number format."""
    value = cell.value
    if cell.text or value is None or isinstance(value, str):
        return plain_text(cell.shown) or None, "General"
    if isinstance(value, Fraction):
        percent = rounded(value * 100, 2 if cell.decimals is None else cell.decimals)
        return float(percent / 100), _decimals(percent, cell.decimals) + "%"
    return (int(value) if value == int(value) else float(value)), _decimals(value, cell.decimals)


def _decimals(number: Decimal | int, places: int | None) -> str:
    """The number format that shows so many decimals, or all of `number`, without trailing zeros."""
    if places is not None:
        return f"{0:.{places}f}"
    return re.sub(r"\d", "0", "0" + "".join(show_amount(number).partition(".")[1:]))


@dataclass(frozen=True, slots=True)
class _Style:
    """Everything that determines a cell's look; `ends_line`: it is the last of several in a line outside the table."""

    role: Role
    indent: int
    size: float
    number_format: str
    quoted: bool
    shrunk: bool
    parted: bool
    ends_line: bool


class _Styles:
    """The styles of one workbook; each is built only once, because openpyxl spends most of its time on styles."""

    def __init__(self, page: Worksheet) -> None:
        self._pattern = SheetCell(page, 1, 1)
        self._made: dict[_Style, StyleArray] = {}

    def put_on(self, cell: SheetCell | MergedCell, style: _Style) -> None:
        if style not in self._made:
            self._made[style] = self._make(style)
        cell._style = self._made[style]  # type: ignore[union-attr]  # noqa: SLF001 - the only way to share one

    def _make(self, style: _Style) -> StyleArray:
        self._pattern.font = Font(looks.font(style.role), style.size, b=looks.is_bold(style.role))
        self._pattern.alignment = Alignment(
            horizontal="right" if style.ends_line else "left" if looks.is_left(style.role) else "center",
            vertical="top" if style.role == "long" or style.parted else "center",
            wrap_text=not style.shrunk,
            shrink_to_fit=style.shrunk,
            indent=style.indent * looks.INDENT_PER_LEVEL,
        )
        self._pattern.border = Border() if looks.is_outside_table(style.role) else _THIN
        self._pattern.number_format = style.number_format
        self._pattern.quotePrefix = style.quoted
        made: StyleArray = copy(self._pattern._style)  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        return made


_SIDE = Side("thin", "FF000000")
_THIN = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
