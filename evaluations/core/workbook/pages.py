"""A sheet of the workbook as a value: its cells, their looks, the drop-down lists. Another package writes the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from evaluations.core.form.layout import Page, Role
from evaluations.core.readback.source import FileCell, FileTable

Look = Literal["about", "head", "body", "example", "aside"]


class PageCell(NamedTuple):
    """A cell: the row and column (from 0), the rows and columns that it spans, its look or its role in an official table, a comment on it."""

    row: int
    column: int
    text: str
    look: Look | Role = "body"
    rows: int = 1
    columns: int = 1
    indent: int = 0
    comment: str = ""


class Choice(NamedTuple):
    """A drop-down list: the column, the first and last row (from 0), the words."""

    column: int
    first: int
    last: int
    words: tuple[str, ...]


LYING = Page(orientation="landscape")


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet; `widths` in Excel characters, `frozen` rows above that stay visible, `page` how it is printed."""

    name: str
    cells: Sequence[PageCell]
    widths: Sequence[int]
    choices: Sequence[Choice] = ()
    frozen: int = 2
    page: Page = LYING

    @property
    def table(self) -> FileTable:
        """The sheet as it is read back: its filled cells."""
        return FileTable(
            self.name,
            tuple(
                FileCell(cell.row, cell.column, cell.text, cell.rows, cell.columns)
                for cell in sorted(self.cells)
                if cell.text.strip()
            ),
        )


def letters(column: int) -> str:
    """The name of a column counted from 0: A, B, …, AA."""
    name = ""
    while column >= 0:
        name, column = chr(ord("A") + column % 26) + name, column // 26 - 1
    return name


def cell_name(row: int, column: int) -> str:
    """The name of a cell counted from 0: `B3`."""
    return f"{letters(column)}{row + 1}"
