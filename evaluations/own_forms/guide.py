"""The pictures of the guide to making a form: pieces of the sheets of a real form's workbook, as Excel shows them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evaluations.core.basics.values import clip
from evaluations.core.form.edition import Edition
from evaluations.core.workbook.pages import PageCell, SheetPage, letters
from evaluations.core.workbook.writing import pages

_CLIPPED = 60
_SHOWN: Mapping[str, tuple[str, int, int]] = {
    "form": ("表样", 8, 3),
    "table": ("自评表", 10, 9),
    "fields": ("字段", 6, 4),
    "rules": ("核对", 4, 7),
    "standard": ("通用核对", 6, 4),
}
"""The sheet of each picture, and how many of its first rows and columns it shows."""


class Square(NamedTuple):
    """A cell of a picture: its text, its looks, the columns and rows that it spans."""

    text: str
    look: str
    columns: int
    rows: int


class Picture(NamedTuple):
    """A piece of a sheet: its name, the letters of its columns, its rows (number, cells)."""

    sheet: str
    letters: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Square]]]


def pictures(edition: Edition) -> Mapping[str, Picture]:
    """The guide's pictures by code, of the workbook of this edition; without those of which it has no sheet."""
    drawn = {page.name: page for page in pages(edition)}
    return {code: _picture(drawn[name], *size) for code, (name, *size) in _SHOWN.items() if name in drawn}


def _picture(page: SheetPage, height: int, width: int) -> Picture:
    cells = {(cell.row, cell.column): cell for cell in page.cells}
    covered = {place for cell in page.cells for place in _others(cell)}
    rows = [
        (
            row + 1,
            [_square(cells.get((row, at)), row, at, height, width) for at in range(width) if (row, at) not in covered],
        )
        for row in range(height)
    ]
    return Picture(page.name, [letters(column) for column in range(width)], rows)


def _others(cell: PageCell) -> Iterator[tuple[int, int]]:
    """The places that the cell covers beside its own."""
    for row in range(cell.row, cell.row + cell.rows):
        for column in range(cell.column, cell.column + cell.columns):
            if (row, column) != (cell.row, cell.column):
                yield row, column


def _square(cell: PageCell | None, row: int, column: int, height: int, width: int) -> Square:
    if cell is None:
        return Square("", "", 1, 1)
    return Square(clip(cell.text, _CLIPPED), cell.look, min(cell.columns, width - column), min(cell.rows, height - row))
