"""The grid: one official table as rows of cells, drawn alike as a web form, an Excel sheet, a Word table and a preview."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from evaluations.core.basics.values import NO_VALUE, show_amount, show_ratio

Role = Literal["number", "title", "heading", "label", "amount", "count", "ratio", "text", "long", "note", "foot"]
Value = Decimal | Fraction | int | str | None


class Cell(NamedTuple):
    """One cell, merged over `columns` x `rows`: fixed words, or the value at `path`, or both in one text (`其中：基本支出：66.56`).

    `column` counts from 0. A Fraction is a ratio; a ratio without value is None under the role `ratio` and shown as `—`, unless `text` is given.
    A computed value that nobody types has no path, or the path of its group (`self_assessment.by_revenue`).
    """

    column: int
    role: Role
    text: str = ""
    path: str = ""
    value: Value = None
    columns: int = 1
    rows: int = 1
    indent: int = 0

    @property
    def shown(self) -> str:
        """What a reader sees in the cell."""
        return self.text + shown(self.value, self.role)


def shown(value: Value, role: Role = "text") -> str:
    """A cell's value as a reader sees it."""
    if isinstance(value, Fraction):
        return show_ratio(value)
    if value is None:
        return NO_VALUE if role == "ratio" else ""
    return value if isinstance(value, str) else show_amount(value)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    `part` names the step that fills it in (`basic_data`, `budget`, `indicators`; blank for the frame: number line, title, note, foot).
    `row_path` is set where a person may move or remove the row, `list_path` where rows may be added at this place.
    """

    cells: tuple[Cell, ...]
    part: str = ""
    row_path: str = ""
    list_path: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One official table: the sheet's name, the title, the widths of its columns in Excel characters, its rows."""

    name: str
    title: str
    widths: tuple[int, ...]
    rows: tuple[Row, ...]

    def part(self, *names: str) -> "Grid":
        """The grid with only the rows of the parts `names`."""
        return Grid(self.name, self.title, self.widths, tuple(row for row in self.rows if row.part in names))
