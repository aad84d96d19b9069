"""Estimates how high a row must be for its texts, because no spreadsheet program fits the height of merged cells by itself.

The estimate errs on the high side: a cut-off line is a fault, some white space is not. Widths are in units of half a CJK character at
full size (7 pixels); heights are in points.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

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
# Runs of ideographs, between which a line breaks anywhere, and what stays together.
_TOKENS = re.compile(
    rf"([^\x00-\x7f{re.escape(_OPENING + _CLOSING)}]+)(?![{re.escape(_CLOSING)}])"
    rf"|([{re.escape(_OPENING)}]*(?:[!-~]+|.)[{re.escape(_CLOSING)}]*)"
)


class Extent(NamedTuple):
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
    needs = [_needs(grid, row) for row in grid.rows]
    firsts, sheet_heights = [1], list[float]()
    for height in _heights(grid, needs):
        sheet_heights += _spread(height)
        firsts.append(len(sheet_heights) + 1)
    spans = [[(firsts[at], firsts[at + cell.rows] - 1) for cell in row.cells] for at, row in enumerate(grid.rows)]
    tall = [(first, last) for row in spans for first, last in row if first < last]
    starts = _page_starts(sheet_heights, tall, _page_room(grid))
    parted = {span for span in tall if any(span[0] < start <= span[1] for start in starts)}
    places = [
        [Extent(*span, size, span in parted) for span, (size, _) in zip(row_spans, row_needs, strict=True)]
        for row_spans, row_needs in zip(spans, needs, strict=True)
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


def _needs(grid: Grid, row: GridRow) -> list[tuple[float, float]]:
    """The size of each cell's text, and the height that it needs."""
    needs = [_need(grid, cell, looks.size(cell.role)) for cell in row.cells]
    if all(height <= HIGHEST_ROW or cell.rows > 1 for cell, (_, height) in zip(row.cells, needs, strict=True)):
        return needs
    return [
        _need(grid, cell, SMALL_SIZE) if cell.rows == 1 else need for cell, need in zip(row.cells, needs, strict=True)
    ]


def _need(grid: Grid, cell: Box, size: float) -> tuple[float, float]:
    text = "" if is_number(cell) else cell.shown
    room = width(grid, cell) * FULL_SIZE / size
    count = 1 if not text else _fixed_lines(text, room) if cell.value is None else lines(text, room)
    return size, count * size * _LINE_HEIGHT + _PADDING_HEIGHT


def _heights(grid: Grid, needs: Sequence[Sequence[tuple[float, float]]]) -> list[float]:
    """The height that each row needs for its own cells, plus its share of the extra height that cells across several rows need."""
    heights, tall = [], list[tuple[int, int, float]]()
    for at, (row, row_needs) in enumerate(zip(grid.rows, needs, strict=True)):
        highest = LOWEST_ROW
        for cell, (_, height) in zip(row.cells, row_needs, strict=True):
            if cell.rows > 1:
                tall.append((cell.rows, at, height))
            elif height > highest:
                highest = height
        heights.append(highest)
    for count, at, height in sorted(tall, key=itemgetter(0)):
        missing = height - sum(heights[at : at + count])
        if missing > 0:
            heights[at : at + count] = [own + missing / count for own in heights[at : at + count]]
    return heights


def is_number(cell: Box) -> bool:
    """Whether the cell holds a number, which never wraps."""
    return not cell.text and cell.value is not None and not isinstance(cell.value, str)


def width(grid: Grid, cell: Box) -> float:
    """The width available to a line of `cell` at full size, in units."""
    across = grid.widths[cell.column : cell.column + cell.columns]
    columns = sum(across) if cell.columns > 1 else across[0]
    return columns * _UNITS_PER_CHARACTER - _PADDING_WIDTH - cell.indent * looks.INDENT_PER_LEVEL * _INDENT_WIDTH


def lines(text: str, room: float) -> int:
    """The number of lines that `text` takes if a line holds `room` units; words stay whole, and closing marks are not separated."""
    if "\n" not in text:
        return _lines_of_paragraph(text, room)
    return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n"))


# The words of a form are the same in all its documents.
_fixed_lines = lru_cache(maxsize=4096)(lines)


def _lines_of_paragraph(text: str, room: float) -> int:
    if 2 * len(text) <= room or units(text) <= room:
        return 1
    count, used, across = 1, 0.0, max(1, int(room / 2))
    for run, token in _TOKENS.findall(text):
        if run:
            left = len(run) - int((room - used) / 2)
            if left <= 0:
                used += 2 * len(run)
                continue
            more = -(-left // across)
            count, used = count + more, 2.0 * (left - (more - 1) * across)
            continue
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
