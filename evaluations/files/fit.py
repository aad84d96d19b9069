"""Estimates how high a row must be for its texts, because no spreadsheet program fits the height of merged cells by itself.

The estimate errs on the high side: a cut-off line is a fault, some white space is not. Widths are in units of half a CJK character at
full size (7 pixels); heights are in points.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from evaluations.core.layouts.grid import Box, Grid, GridRow
from evaluations.files import looks
from evaluations.files.looks import FULL_SIZE

_MARGIN = 18  # mm, on each side of a table
_POINTS = 72 / 25.4
SMALL_SIZE = 9.0
LOWEST_ROW, HIGHEST_ROW = 20.0, 409.0

_LINE_HEIGHT = 1.448  # of the size: Noto CJK, the tallest substitute for 宋体
_PADDING_HEIGHT = 4.0
_UNITS_PER_CHARACTER = 8 / 7  # an Excel character is a digit in the workbook's font, 宋体 11: 8 pixels
_POINTS_PER_CHARACTER = 6
_PADDING_WIDTH = 0.8
_ASCII_WIDTH = 1.2  # half a CJK character in 宋体, more in its substitutes
_INDENT_WIDTH = 1.6
_OPENING, _CLOSING = "（“‘《〈「『【〔([{", "，。、；：？！）”’》〉」』】〕…—％,.;:?!)]}%"
_TOKENS = re.compile(rf"[{re.escape(_OPENING)}]*(?:[!-~]+|.)[{re.escape(_CLOSING)}]*")


@dataclass(frozen=True, slots=True)
class Extent:
    """A cell's place on the sheet (rows from 1), the size of its text, and whether a page ends inside it."""

    first_row: int
    last_row: int
    size: float
    parted: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """The heights of the sheet's rows, the rows that begin a new page, and the places of the grid's cells, row by row."""

    heights: Sequence[float]
    page_starts: Sequence[int]
    places: Sequence[Sequence[Extent]]


def page_room(grid: Grid) -> tuple[int, int]:
    """The width and height, in points, that a table's page leaves within its margins."""
    width, height = (round((side - 2 * _MARGIN) * _POINTS) for side in grid.page.size)
    return width, height


def fit(grid: Grid) -> Fit:
    """Rows high enough for every text of `grid`.

    If a text needs more than the 409 pt of one row, the row gets the small size; if that is still too high, it is spread over several
    rows of the sheet.
    """
    sizes = [_sizes(grid, row) for row in grid.rows]
    firsts, sheet_heights = [1], list[float]()
    for height in _heights(grid, sizes):
        sheet_heights += _spread(height)
        firsts.append(len(sheet_heights) + 1)
    spans = [[(firsts[at], firsts[at + cell.rows] - 1) for cell in row.cells] for at, row in enumerate(grid.rows)]
    starts = _page_starts(sheet_heights, [span for row in spans for span in row], _page_room(grid))
    places = [
        [
            Extent(first, last, size, any(first < start <= last for start in starts))
            for (first, last), size in zip(row_spans, row_sizes, strict=True)
        ]
        for row_spans, row_sizes in zip(spans, sizes, strict=True)
    ]
    return Fit(sheet_heights, starts, places)


def _spread(height: float) -> list[float]:
    """The heights of one row of the sheet, or of several with whole lines each, so that pages end between lines."""
    if height <= HIGHEST_ROW:
        return [math.ceil(height)]
    line = SMALL_SIZE * _LINE_HEIGHT
    high = HIGHEST_ROW // line * line
    return [high] * math.ceil(height / high)


def _page_room(grid: Grid) -> float:
    """The height available on a page when the columns are scaled down to its width."""
    across, down = page_room(grid)
    columns = sum(grid.widths) * _POINTS_PER_CHARACTER
    return down / min(1.0, math.floor(across / columns * 100) / 100)


def _page_starts(heights: Sequence[float], spans: Iterable[tuple[int, int]], room: float) -> list[int]:
    """The rows that begin a new page: in the page's lower half, where a break splits the fewest merged cells."""
    parted = [0] * (len(heights) + 2)
    for first, last in spans:
        for row in range(first + 1, last + 1):
            parted[row] += 1
    starts: list[int] = []
    tops = [0.0, *accumulate(heights)]
    page = 1
    for row in range(1, len(heights) + 1):
        if tops[row] - tops[page - 1] > room:
            half = tops[page - 1] + room / 2
            ends = (r for r in range(page + 1, row + 1) if tops[r - 1] >= half)
            page = min(ends, key=lambda r: (parted[r], -r), default=row)
            starts.append(page)
    return starts


def _sizes(grid: Grid, row: GridRow) -> list[float]:
    sizes = [looks.size(cell.role) for cell in row.cells]
    heights = (_height(grid, cell, size) for cell, size in zip(row.cells, sizes, strict=True) if cell.rows == 1)
    if max(heights, default=0) <= HIGHEST_ROW:
        return sizes
    return [SMALL_SIZE if cell.rows == 1 else size for cell, size in zip(row.cells, sizes, strict=True)]


def _heights(grid: Grid, sizes: Sequence[Sequence[float]]) -> list[float]:
    """The height that each row needs for its own cells, plus its share of the extra height that cells across several rows need."""
    heights = [LOWEST_ROW] * len(grid.rows)
    cells = [
        (at, cell, size) for at, row in enumerate(grid.rows) for cell, size in zip(row.cells, sizes[at], strict=True)
    ]
    for at, cell, size in sorted(cells, key=lambda entry: entry[1].rows):
        rows = range(at, at + cell.rows)
        missing = _height(grid, cell, size) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / cell.rows
    return heights


def _height(grid: Grid, cell: Box, size: float) -> float:
    count = 1 if is_number(cell) else lines(cell.shown, width(grid, cell) * FULL_SIZE / size)
    return count * size * _LINE_HEIGHT + _PADDING_HEIGHT


def is_number(cell: Box) -> bool:
    """Whether the cell holds a number, which never wraps."""
    return not cell.text and cell.value is not None and not isinstance(cell.value, str)


def width(grid: Grid, cell: Box) -> float:
    """The width available to a line of `cell` at full size, in units."""
    columns = sum(grid.widths[cell.column : cell.column + cell.columns])
    return columns * _UNITS_PER_CHARACTER - _PADDING_WIDTH - cell.indent * looks.INDENT_PER_LEVEL * _INDENT_WIDTH


def lines(text: str, room: float) -> int:
    """The number of lines that `text` takes if a line holds `room` units; words stay whole, and closing marks are not separated."""
    return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n"))


def _lines_of_paragraph(text: str, room: float) -> int:
    if 2 * len(text) <= room or units(text) <= room:
        return 1
    count, used = 1, 0.0
    for token in _TOKENS.findall(text):
        wide = units(token)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        used += wide
        while used > room:
            count, used = count + 1, used - room
    return count


def units(text: str) -> float:
    """The width of `text` in units: two per CJK character."""
    ascii_count = len(text.encode("ascii", "ignore"))
    return 2 * (len(text) - ascii_count) + _ASCII_WIDTH * ascii_count
