"""A table read by its labels: which row holds the headings, which cells stand under them, where a section ends."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evaluations.core.readback.matching import LabelMatch, Labels
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.readback.words import bare, fold, is_dash, stem

_LEAST_HEADINGS = 2
_AMOUNT = re.compile(r"[-+(]?[\d,.]+%?\)?")


class Text(NamedTuple):
    """A text and its place in the file; `number` and `held` as in `source.FileCell`; `asked` is the question before it is taken over."""

    text: str
    place: str
    number: str = ""
    held: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """A row of headings: the columns (first, end) under each field's heading, and the cells that are not headings of the form.

    `cells`: each field's heading; `alike`: the cells that only resemble a heading, with the one they were taken for.
    """

    row: int
    columns: Mapping[str, tuple[int, int]]
    unknown: tuple[FileCell, ...]
    cells: Mapping[str, FileCell]
    alike: tuple[tuple[FileCell, str], ...]
    is_first_unknown: bool

    @property
    def start(self) -> int:
        """The first column under any heading; the cells before it are labels."""
        strange = [cell.column for cell in self.unknown if not self.is_first_unknown or cell != self.unknown[0]]
        return min(*(first for first, _ in self.columns.values()), *strange, 10**6)


class View:
    """The rows of a table, each with its cells from left to right; messages call the table `name`."""

    def __init__(self, table: FileTable, name: str) -> None:
        self.name = table.name or name
        self._is_sheet = bool(table.name)
        self.rows: dict[int, list[FileCell]] = {}
        for cell in sorted(table.cells):
            self.rows.setdefault(cell.row, []).append(cell)

    def place(self, cell: FileCell) -> str:
        """A cell's place in words: `附件2 D7` on a sheet, `附件3 第15行` in a Word table."""
        return f"{self.name} {letters(cell.column)}{cell.row + 1}" if self._is_sheet else self.place_of(cell.row)

    def text(self, cell: FileCell) -> Text:
        """A cell's text, and its place."""
        return Text(cell.text, self.place(cell), cell.number, cell.held)

    def place_of(self, row: int) -> str:
        """A row's place in words."""
        return f"{self.name} 第{row + 1}行"

    def cells(self) -> Iterator[FileCell]:
        """All cells, row by row."""
        for row in self.rows.values():
            yield from row

    def headings(self, labels: Mapping[str, str], section: str = "", others: Container[str] = ()) -> Headings | None:
        """The row with the most of the headings `labels` (by field), at least two; None if there is no such row.

        If `section` is named in that row, one heading is enough. A cell whose stem is among `others` never counts as a similar heading.
        """
        wanted = Labels(labels)
        exact = {row: self._paired(wanted, row, others, is_near=False) for row in self.rows}
        best = max(exact, key=lambda row: (len(exact[row]), -row), default=None)
        if best is None or len(exact[best]) < min(_LEAST_HEADINGS, len(labels)):
            near = {row: self._paired(wanted, row, others, is_near=True) for row in self.rows}
            best = max(near, key=lambda row: (len(near[row]), -row), default=None)
            if best is None or not near[best] or len(near[best]) + self._names(best, section) < _LEAST_HEADINGS:
                return None
        return self._headings(best, self._paired(wanted, best, others, is_near=True), section)

    def _paired(
        self, wanted: Labels[str], row: int, others: Container[str], *, is_near: bool
    ) -> dict[int, LabelMatch[str]]:
        """The heading that each cell of a row is taken for, by its index in the row; of two cells for one heading, the first."""
        texts = [cell.text for cell in self.rows[row]]
        if is_near:
            listed = [(at, text) for at, text in enumerate(texts) if wanted.same(text) or stem(text) not in others]
            pairs = wanted.pairs(listed)
        else:
            pairs = ((at, match) for at, text in enumerate(texts) if (match := wanted.same(text)))
        first: dict[str, tuple[int, LabelMatch[str]]] = {}
        for at, match in pairs:
            first.setdefault(match.key, (at, match))
        return dict(first.values())

    def _names(self, row: int, section: str) -> bool:
        return bool(section) and any(stem(cell.text) == stem(section) for cell in self.rows[row])

    def _headings(self, row: int, paired: Mapping[int, LabelMatch[str]], section: str) -> Headings:
        cells = {match.key: self.rows[row][at] for at, match in sorted(paired.items())}
        columns = {name: (cell.column, cell.column + cell.columns) for name, cell in cells.items()}
        unknown = [
            cell
            for at, cell in enumerate(self.rows[row])
            if at not in paired and (not section or stem(cell.text) != stem(section))
        ]
        alike = [(self.rows[row][at], match.label) for at, match in paired.items() if match.degree == "near"]
        is_first_unknown = bool(unknown) and unknown[0] == self.rows[row][0]
        return Headings(row, columns, tuple(unknown), cells, tuple(alike), is_first_unknown)

    def below(self, headings: Headings, marks: Container[int | None]) -> Iterator[int]:
        """The filled rows below the headings, up to the next of the rows `marks`."""
        for row in self.rows:
            if row > headings.row:
                if row in marks:
                    return
                yield row

    def under(self, headings: Headings, row: int) -> Iterator[tuple[str, FileCell]]:
        """(field, cell) for each cell of a row that stands under a heading."""
        for cell in self.rows[row]:
            for field, (first, end) in headings.columns.items():
                if first <= cell.column < end:
                    yield field, cell

    def astray(self, headings: Headings, row: int) -> Iterator[FileCell]:
        """The cells of a row that are not labels and stand under no heading at all."""
        taken = [*headings.columns.values(), *((cell.column, cell.column + cell.columns) for cell in headings.unknown)]
        labels = self.labels(headings, row)
        for cell in self.rows[row]:
            if cell not in labels and not any(first <= cell.column < end for first, end in taken):
                yield cell

    def labels(self, headings: Headings, row: int) -> list[FileCell]:
        """The cells of a row before the columns of the headings, except amounts after the first cell, whose heading must have been lost."""
        before = [cell for cell in self.rows[row] if cell.column < headings.start]
        return [cell for at, cell in enumerate(before) if not at or not is_amount(cell.text)]

    def row_with(self, label: str, *, before: int = 10**6) -> int | None:
        """The first row with `label`, in whatever characters, left of the column `before`."""
        exact, words = bare(label), stem(label)
        listed = [cell for cell in self.cells() if cell.column < before]
        same = (cell.row for cell in listed if bare(cell.text) == exact)
        return next(same, next((cell.row for cell in listed if words and stem(cell.text) == words), None))


def is_amount(text: str) -> bool:
    """Whether `text` is a number or a dash, as in a column of amounts."""
    return is_dash(text) or _AMOUNT.fullmatch(fold(text)) is not None


def letters(column: int) -> str:
    """A spreadsheet's name for a column, which is counted from 0."""
    told = ""
    while column >= 0:
        told, column = chr(ord("A") + column % 26) + told, column // 26 - 1
    return told
