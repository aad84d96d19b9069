"""The grid: one official table as rows of cells, the source of the web form, the Excel sheet, the Word table and the preview."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evaluations.core.basics.values import NO_VALUE, rounded, show_amount, show_ratio
from evaluations.core.form.layout import UPRIGHT, Page, Role

Value = Decimal | Fraction | int | str | None


class Box(NamedTuple):
    """One cell, merged across `columns` x `rows`: fixed words, the value at `path`, or both in one text (`其中：基本支出：66.56`).

    `column` counts from 0. A Fraction is a ratio; a ratio without a value is None with the role `ratio`, shown as `—` unless `text` is given.
    A computed value, which nobody types, has no path or the path of its group (`self_assessment.by_revenue`).
    """

    column: int
    role: Role
    text: str = ""
    path: str = ""
    value: Value = None
    columns: int = 1
    rows: int = 1
    indent: int = 0
    decimals: int | None = None

    @property
    def shown(self) -> str:
        """The cell's text as shown."""
        return self.text + drawn_text(self.value, self.role, self.decimals)


def drawn_text(value: Value, role: Role = "text", decimals: int | None = None) -> str:
    """A cell's value as shown; a number with so many decimals, or with all it has."""
    if value is None:
        return NO_VALUE if role == "ratio" else ""
    if isinstance(value, str):
        return value
    if decimals is None:
        return show_ratio(value) if isinstance(value, Fraction) else show_amount(value)
    if isinstance(value, Fraction):
        return f"{rounded(value * 100, decimals):f}%"
    return f"{rounded(Decimal(value), decimals):f}"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the table.

    `part` names the step that fills it in (`basic_data`, `budget`, `indicators`; "" for the frame: number line, title, note, foot).
    `row_path` is set if people may move or remove the row, `list_path` if rows may be added here.
    """

    cells: tuple[Box, ...]
    part: str = ""
    row_path: str = ""
    list_path: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One official table: the sheet's name, the title, the column widths in Excel characters, the rows, the page on which it is printed."""

    name: str
    title: str
    widths: tuple[int, ...]
    rows: tuple[GridRow, ...]
    page: Page = UPRIGHT

    def part(self, *names: str) -> "Grid":
        """The grid, with only the rows whose part is in `names`."""
        return replace(self, rows=tuple(row for row in self.rows if row.part in names))
