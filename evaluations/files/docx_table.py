"""An official table as a Word table: real merged cells, the grid's widths, rows that grow with their texts."""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from evaluations.core.layouts.grid import Box, GridRow
from evaluations.files import looks
from evaluations.files.docx_elements import TWIPS, element, paragraph
from evaluations.files.docx_styles import role_style
from evaluations.files.fit import LOWEST_ROW, is_number, lines, units

_PADDING = 40  # on either side
_SHORT = 15  # lines; a taller row may continue on the next page
_SMALLEST = 5.0
_LOWEST = element("trHeight", val=round(LOWEST_ROW * TWIPS))
_PADDINGS = (("top", 20), ("left", _PADDING), ("bottom", 20), ("right", _PADDING))
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")

Placed = tuple[Box, bool]
"""A cell, and whether it begins in this row."""


def table(widths: Sequence[int], rows: Sequence[GridRow], wide: int) -> str:
    """The table of `rows`, `wide` twips across, with columns in proportion to `widths`; its last row stays with what follows."""
    edges = [round(wide * edge / sum(widths)) for edge in accumulate(widths, initial=0)]
    columns = (element("gridCol", w=right - left) for left, right in pairwise(edges))
    written = (
        _row(placed, edges, kept=row is rows[-1] or _is_head(row))
        for row, placed in zip(rows, _placed(rows), strict=True)
    )
    return element("tbl", _properties(wide), element("tblGrid", *columns), *written)


def _placed(rows: Sequence[GridRow]) -> list[list[Placed]]:
    """The cells of each row from left to right: its own, and those that extend into it from above."""
    placed: list[list[Placed]] = [[] for _ in rows]
    for at, row in enumerate(rows):
        for cell in row.cells:
            for below in range(at, at + cell.rows):
                placed[below].append((cell, below == at))
    return [sorted(row, key=lambda entry: entry[0].column) for row in placed]


def _is_head(row: GridRow) -> bool:
    """Whether the row holds headings of the rows below."""
    roles = {cell.role for cell in row.cells}
    return "heading" in roles and roles <= {"heading", "label"}


def _properties(wide: int) -> str:
    borders = (element(side, val="single", sz=4, space=0, color="000000") for side in _SIDES)
    padding = (element(side, w=width, type="dxa") for side, width in _PADDINGS)
    return element(
        "tblPr",
        element("tblW", w=wide, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *borders),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *padding),
    )


def _row(placed: Sequence[Placed], edges: Sequence[int], *, kept: bool) -> str:
    is_short = all(_line_count(cell, edges) <= _SHORT for cell, _ in placed if cell.rows == 1)
    properties = element("trPr", element("cantSplit") if is_short else "", _LOWEST)
    return element("tr", properties, *(_cell(cell, edges, begins=begins, kept=kept) for cell, begins in placed))


def _cell(cell: Box, edges: Sequence[int], *, begins: bool, kept: bool) -> str:
    properties = element(
        "tcPr",
        element("tcW", w=_width(cell, edges), type="dxa"),
        element("gridSpan", val=cell.columns) if cell.columns > 1 else "",
        element("vMerge", val="restart" if begins else "continue") if cell.rows > 1 else "",
        element("vAlign", val="top" if cell.role == "long" else "center"),
    )
    text = cell.shown if begins else ""
    return element(
        "tc", properties, paragraph(role_style(cell.role), text, _differing(cell, kept=kept), _size(cell, edges))
    )


def _differing(cell: Box, *, kept: bool) -> Iterator[str]:
    if kept:
        yield element("keepNext")
    if cell.indent:
        yield element("ind", left=round(_indent(cell) * TWIPS))


def _indent(cell: Box) -> float:
    return cell.indent * looks.INDENT_PER_LEVEL * looks.size(cell.role)


def _width(cell: Box, edges: Sequence[int]) -> int:
    return edges[cell.column + cell.columns] - edges[cell.column]


def _room(cell: Box, edges: Sequence[int]) -> float:
    """The width available to a line of `cell`, in points."""
    return (_width(cell, edges) - 2 * _PADDING) / TWIPS - _indent(cell)


def _line_count(cell: Box, edges: Sequence[int]) -> int:
    return lines(cell.shown, _room(cell, edges) * 2 / looks.size(cell.role))


def _size(cell: Box, edges: Sequence[int]) -> float:
    """The reduced size of a number that is too long for its cell, since numbers must not wrap; 0 for the style's size."""
    room, wide = _room(cell, edges), units(cell.shown) / 2
    if not is_number(cell) or wide * looks.size(cell.role) <= room:
        return 0
    return max(_SMALLEST, math.floor(room / wide * 2) / 2)
