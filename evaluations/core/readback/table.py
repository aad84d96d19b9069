"""A table seen by its labels: which row holds the headings, which cells stand under them, where a section ends."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evaluations.core.readback.source import Cell, Table
from evaluations.core.readback.words import bare

_LEAST_HEADINGS = 2


class Text(NamedTuple):
    """A text found, and where."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Headings:
    """A row of headings: the columns (first, end) under each field's heading, and the cells that are no heading of the form.

    `start` is the first column under any heading: what stands before it are labels.
    """

    row: int
    columns: Mapping[str, tuple[int, int]]
    unknown: tuple[Cell, ...]

    @property
    def start(self) -> int:
        """The first column under any heading."""
        return min(first for first, _ in self.columns.values())


class View:
    """The rows of a table, each with its cells from left to right; `name` says in messages which table it is."""

    def __init__(self, table: Table, name: str) -> None:
        self.name = table.name or name
        self._is_sheet = bool(table.name)
        self.rows: dict[int, list[Cell]] = {}
        for cell in sorted(table.cells):
            self.rows.setdefault(cell.row, []).append(cell)

    def place(self, cell: Cell) -> str:
        """Where a cell stands, as a person finds it: `附件2 D7` on a sheet, `附件3 第15行` in a Word table."""
        return f"{self.name} {_letters(cell.column)}{cell.row + 1}" if self._is_sheet else self.place_of(cell.row)

    def text(self, cell: Cell) -> Text:
        """What stands in a cell, and where."""
        return Text(cell.text, self.place(cell))

    def place_of(self, row: int) -> str:
        """Where a row stands."""
        return f"{self.name} 第{row + 1}行"

    def cells(self) -> Iterator[Cell]:
        """All cells, row by row."""
        for row in self.rows.values():
            yield from row

    def headings(self, labels: Mapping[str, str], known: Container[str] = ()) -> Headings | None:
        """The row that holds the most of the headings `labels` (by field), at least two; None without one.

        `known` holds what else may stand in that row, as `bare` gives it.
        """
        wanted = {bare(label): field for field, label in labels.items()}
        best = max(self.rows, key=lambda row: (self._count(row, wanted), -row), default=None)
        if best is None or self._count(best, wanted) < min(_LEAST_HEADINGS, len(wanted)):
            return None
        cells = self.rows[best]
        ends = [cell.column for cell in cells[1:]] + [10**6]
        columns: dict[str, tuple[int, int]] = {}
        unknown = []
        for cell, end in zip(cells, ends, strict=True):
            field = wanted.get(bare(cell.text))
            if field and field not in columns:
                columns[field] = cell.column, end
            elif bare(cell.text) not in known:
                unknown.append(cell)
        return Headings(best, columns, tuple(unknown))

    def _count(self, row: int, wanted: Mapping[str, str]) -> int:
        return len({bare(cell.text) for cell in self.rows[row]} & wanted.keys())

    def below(self, headings: Headings, marks: Container[int | None]) -> Iterator[int]:
        """The rows that hold something, from below the headings to before the next of the rows `marks`."""
        for row in self.rows:
            if row > headings.row:
                if row in marks:
                    return
                yield row

    def under(self, headings: Headings, row: int) -> Iterator[tuple[str, Cell]]:
        """(field, cell) of each cell of a row that stands under a heading."""
        for cell in self.rows[row]:
            for field, (first, end) in headings.columns.items():
                if first <= cell.column < end:
                    yield field, cell

    def labels(self, headings: Headings, row: int) -> list[Cell]:
        """The cells of a row that stand before the headings' columns."""
        return [cell for cell in self.rows[row] if cell.column < headings.start]

    def row_with(self, label: str, *, before: int = 10**6) -> int | None:
        """The first row with a cell that says `label` left of the column `before`."""
        wanted = bare(label)
        return next((c.row for c in self.cells() if c.column < before and bare(c.text) == wanted), None)


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters
