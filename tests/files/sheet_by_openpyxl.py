"""A grid as a sheet written by openpyxl, cell by cell, with a style of its own for each: what `xlsx.sheet` must equal."""

import re
from fractions import Fraction
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.layouts.grid import Box, Grid
from evaluations.files import looks
from evaluations.files.fit import Extent, fit, is_number, units, width
from evaluations.files.workbooks import FORMULA_STARTS, new_book, packed, plain_text

_SIDE = Side("thin", "FF000000")
_CELL = re.compile(rb'<c r="([A-Z]+\d+)"')


def written(grid: Grid, *, author: str) -> bytes:
    """The file."""
    book, page = new_book(grid.title, grid.name, author=author)
    fitted = fit(grid)
    for column, columns_width in enumerate(grid.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = columns_width
    for number, height in enumerate(fitted.heights, 1):
        page.row_dimensions[number].height = height
    for start in fitted.page_starts:
        page.row_breaks.append(Break(start - 1))
    _set_up(page, grid, len(fitted.heights))
    for row, places in zip(grid.rows, fitted.places, strict=True):
        for cell, place in zip(row.cells, places, strict=True):
            _draw(page, grid, cell, place, ends_line=cell is row.cells[-1] and len(row.cells) > 1)
    return packed(book)


def _set_up(page: Worksheet, grid: Grid, rows: int) -> None:
    page.page_setup.paperSize = {"A3": 8, "A4": 9}[grid.page.paper]
    page.page_setup.orientation = grid.page.orientation
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = page.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 1.8 / 2.54
    margins.header = margins.footer = 0.8 / 2.54
    page.print_options.horizontalCentered = True
    page.print_area = f"A1:{get_column_letter(len(grid.widths))}{rows}"


def _draw(page: Worksheet, grid: Grid, cell: Box, place: Extent, *, ends_line: bool) -> None:
    value, number_format = _value(cell)
    outside, last = looks.is_outside_table(cell.role), cell.column + cell.columns
    across = "right" if ends_line and outside else "left" if looks.is_left(cell.role) else "center"
    shrunk = is_number(cell) and units(cell.shown) > width(grid, cell)
    for line in page.iter_rows(place.first_row, place.last_row, cell.column + 1, last):
        for drawn in line:
            drawn.font = Font(looks.font(cell.role), place.size, b=looks.is_bold(cell.role))
            drawn.border = Border() if outside else Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
            drawn.alignment = Alignment(
                horizontal=across,
                vertical="top" if cell.role == "long" or place.parted else "center",
                wrap_text=not shrunk,
                shrink_to_fit=shrunk,
                indent=cell.indent * looks.INDENT_PER_LEVEL,
            )
            drawn.number_format = number_format
            drawn.quotePrefix = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    first = page.cell(place.first_row, cell.column + 1, value)
    if isinstance(value, str):
        first.data_type = "s"
    if cell.columns > 1 or place.last_row > place.first_row:
        # Not `merge_cells`, which takes the looks of the others away.
        page.merged_cells.ranges.add(CellRange(None, cell.column + 1, place.first_row, last, place.last_row))


def _value(cell: Box) -> tuple[Any, str]:
    """The value of the cell, and its number format."""
    value = cell.value
    if cell.text or value is None or isinstance(value, str):
        return plain_text(cell.shown) or None, "General"
    if isinstance(value, Fraction):
        value = rounded(value * 100, 2 if cell.decimals is None else cell.decimals)
        return float(value / 100), _zeros(show_amount(value), cell.decimals) + "%"
    return float(value), _zeros(show_amount(value), cell.decimals)


def _zeros(shown: str, decimals: int | None) -> str:
    return re.sub(r"\d", "0", re.sub(r"^-?\d+", "0", shown)) if decimals is None else f"{0:.{decimals}f}"


def described(content: bytes) -> dict[str, Any]:
    """All that a reader sees of a file with one sheet."""
    book = load_workbook(BytesIO(content))
    [page] = book.worksheets
    assert isinstance(page, Worksheet)
    made = book.properties
    fit_to_page = page.sheet_properties.pageSetUpPr
    return {
        "made": (made.creator, made.lastModifiedBy, made.title, made.created, made.modified),
        "sheet": (page.title, page.dimensions, page.print_area, page.print_title_rows),
        "cells": {cell.coordinate: _look(cell) for row in page.iter_rows() for cell in row if not _is_covered(cell)},
        "written": _written(content),
        "merged": sorted(map(str, page.merged_cells.ranges)),
        "widths": {letter: column.width for letter, column in page.column_dimensions.items()},
        "heights": {number: row.height for number, row in page.row_dimensions.items()},
        "paper": (page.page_setup.paperSize, page.page_setup.orientation, page.page_setup.fitToHeight),
        "fitted": fit_to_page is not None and fit_to_page.fitToPage,
        "margins": {name: round(float(inches), 6) for name, inches in vars(page.page_margins).items()},
        "centred": page.print_options.horizontalCentered,
        "breaks": [(each.id, each.min or 0, each.max, each.man) for each in page.row_breaks.brk],
        "normal": (book._named_styles["Normal"].font.name, book._named_styles["Normal"].font.sz),  # type: ignore[attr-defined]
    }


def _is_covered(cell: Any) -> bool:
    """Whether it is one of merged cells other than the first: openpyxl makes up their looks."""
    return type(cell).__name__ == "MergedCell"


def _look(cell: Any) -> tuple[Any, ...]:
    alignment, font, border = cell.alignment, cell.font, cell.border
    sides = (border.left, border.right, border.top, border.bottom)
    return (
        *(_digits(cell.value), cell.data_type, cell.number_format, cell.quotePrefix),
        *(font.name, font.sz, bool(font.b), bool(font.i), font.color, cell.fill.fill_type),
        *((side.style, side.color.rgb) if side and side.style else None for side in sides),
        *(alignment.horizontal, alignment.vertical, alignment.indent),
        *(bool(alignment.wrap_text), bool(alignment.shrink_to_fit)),
    )


def _digits(value: Any) -> Any:
    """A number in the 15 digits that a sheet holds."""
    return f"{value:.15g}" if isinstance(value, int | float) else value


def _written(content: bytes) -> list[bytes]:
    """The names of the cells that stand in the file, in order."""
    with ZipFile(BytesIO(content)) as archive:
        return _CELL.findall(archive.read("xl/worksheets/sheet1.xml"))
