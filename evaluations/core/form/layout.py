"""The layout of an official table: its sheet as it is issued, line by line, with marks in the texts of the cells.

A mark names what stands in its place:

- `{basic_data.expenditure.project.final}` a field, also after a label in the same cell; in a line of a list without the row's number:
  `{basic_data.buildings.actual_area}`. `core/form/fields.py` says which fields there are.
- `{label:attachment2.staffing}` words that the edition states under that key, so that they stand in one place.
- `{year}` and `{prior_year}`.
- `{self_assessment.indicators.level+}` one cell for all rows below each other that have this in common.
- `{basic_data.expenditure.other_project.name|……}` the words that stand there while the list is empty.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from evaluations.core.form.document import FURTHER, TableCode

Role = Literal["number", "title", "heading", "label", "amount", "count", "ratio", "text", "long", "note", "foot"]
LINE_PART = r"^(|basic_data|budget|indicators|further\.[a-z][a-z0-9_]{0,19})$"
MOST_COLUMNS = 26
MOST_LINES = 300
_PAPERS = {"A4": (210, 297), "A3": (297, 420)}
_MARK = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
_BRACE = re.compile(r"[{}]")


class Mark(NamedTuple):
    """A mark: what it names, whether equal neighbours below are merged, and the text while its list is empty."""

    name: str
    merges: bool = False
    when_empty: str = ""


def pieces(text: str) -> Sequence[str | Mark]:
    """A cell's text as words and marks, in order.

    Raises:
        ValueError: the braces are not balanced.
    """
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[str | Mark]:
    end = 0
    for found in _MARK.finditer(text):
        yield from _words(text[end : found.start()])
        name, _, when_empty = found[1].partition("|")
        yield Mark(name.removesuffix("+"), name.endswith("+"), when_empty)
        end = found.end()
    yield from _words(text[end:])


def _words(text: str) -> Iterator[str]:
    if _BRACE.search(text):
        raise ValueError("花括号应成对。")
    if text:
        yield text


def _readable(text: str) -> str:
    for piece in pieces(text):
        if isinstance(piece, Mark):
            pieces(piece.when_empty)
    return text


Text = Annotated[str, StringConstraints(max_length=500), AfterValidator(_readable)]
LinePart = Annotated[str, StringConstraints(pattern=LINE_PART)]
Width = Annotated[int, Field(ge=1, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LayoutCell(_Part):
    """One cell, merged across `columns` columns of the sheet and `rows` lines of the layout; with a list among these lines, across all its rows.

    `indent` counts levels; `decimals` of a number are always shown, and no more; with `bracket_below` each opening bracket begins a new line.
    """

    role: Role
    text: Text = ""
    columns: int = Field(default=1, ge=1, le=MOST_COLUMNS)
    rows: int = Field(default=1, ge=1, le=MOST_LINES)
    indent: int = Field(default=0, ge=0, le=4)
    bracket_below: bool = False
    decimals: int | None = Field(default=None, ge=0, le=6)

    @cached_property
    def parts(self) -> Sequence[str | Mark]:
        """The text as words and marks."""
        return pieces(self.text)

    @property
    def marks(self) -> Iterator[Mark]:
        """The marks in the text."""
        return (part for part in self.parts if isinstance(part, Mark))


class LayoutLine(_Part):
    """One line, or one line for each row of the list `section`; cells follow each other from the left, beside those that reach down from above.

    `part` names the step that fills the line in; of a further table, the table (`further.assets`). While the list is empty there is one blank line, or with `when_empty = "nothing"` none.
    """

    cells: tuple[LayoutCell, ...] = ()
    part: LinePart = ""
    section: str = ""
    when_empty: Literal["blank", "nothing"] = "blank"


class Page(_Part):
    """The page on which a table is printed."""

    paper: Literal["A4", "A3"] = "A4"
    orientation: Literal["portrait", "landscape"] = "portrait"

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height in millimetres."""
        short, long = _PAPERS[self.paper]
        return (short, long) if self.orientation == "portrait" else (long, short)


UPRIGHT = Page()


class Layout(_Part):
    """One table: its page, the widths of its columns in Excel characters, and its lines."""

    page: Page = UPRIGHT
    widths: tuple[Width, ...] = Field(min_length=1, max_length=MOST_COLUMNS)
    lines: tuple[LayoutLine, ...] = Field(min_length=1, max_length=MOST_LINES)

    @cached_property
    def words_while_empty(self) -> frozenset[str]:
        """The words that stand in the blank lines of empty lists."""
        return frozenset(mark.when_empty for mark in self._marks if mark.when_empty)

    @cached_property
    def names(self) -> frozenset[str]:
        """What its marks name."""
        return frozenset(mark.name for mark in self._marks)

    @property
    def _marks(self) -> Iterator[Mark]:
        return (mark for line in self.lines for cell in line.cells for mark in cell.marks)


class Layouts(_Part):
    """The layouts of the tables; a form has at least one of them. Those of its further tables are by their codes."""

    attachment2: Layout | None = None
    attachment3: Layout | None = None
    further: Mapping[TableCode, Layout] = Field(default_factory=dict)

    @property
    def tables(self) -> Mapping[str, Layout]:
        """Those that the form has, by name: `attachment2`, `attachment3`, `further.assets`."""
        fixed = {"attachment2": self.attachment2, "attachment3": self.attachment3}
        further = {f"{FURTHER}.{code}": layout for code, layout in self.further.items()}
        return {name: layout for name, layout in fixed.items() if layout} | further

    @cached_property
    def of_parts(self) -> Mapping[str, str]:
        """The name of the table in which the lines of each part stand, by part."""
        return {line.part: name for name, layout in self.tables.items() for line in layout.lines if line.part}


class Misplaced(NamedTuple):
    """A line, or one of its cells, that does not fit the sheet, counted from 0; what is wrong."""

    line: int
    cell: int | None
    message: str


def columns(layout: Layout) -> Sequence[Sequence[int]]:
    """The first column of each cell of each line, from 0; see `misplaced` for layouts whose cells do not fit."""
    return [[column for column, _ in places] for _, places, _ in _flow(layout)]


def misplaced(layout: Layout) -> Iterator[Misplaced]:
    """Which cells overlap or leave the sheet, and which lines leave columns open."""
    for number, places, open_columns in _flow(layout):
        for place, (_, message) in enumerate(places):
            if message:
                yield Misplaced(number, place, message)
        if open_columns and not any(message for _, message in places):
            yield Misplaced(number, None, f"这一行还空着 {open_columns} 列，各格的列数之和应为 {len(layout.widths)}。")
    last = len(layout.lines)
    for number, line in enumerate(layout.lines):
        for place, cell in enumerate(line.cells):
            if number + cell.rows > last:
                yield Misplaced(number, place, f"向下合并 {cell.rows} 行，超出了表的最后一行。")


def _flow(layout: Layout) -> Iterator[tuple[int, list[tuple[int, str]], int]]:
    """(line, (first column, what is wrong) of each cell, number of columns left open)."""
    width = len(layout.widths)
    taken = [0] * width
    for number, line in enumerate(layout.lines):
        places: list[tuple[int, str]] = []
        for cell in line.cells:
            column = next((column for column in range(width) if not taken[column]), width)
            end = column + cell.columns
            message = ""
            if end > width:
                message = f"超出了表的宽度：表有 {width} 列，这一格从第 {column + 1} 列起占 {cell.columns} 列。"
            elif any(taken[column:end]):
                message = f"与上面向下合并的单元格重叠：这一格从第 {column + 1} 列起占 {cell.columns} 列。"
            places.append((column, message))
            taken[column : min(end, width)] = [cell.rows] * (min(end, width) - column)
        yield number, places, taken.count(0)
        taken = [max(rows - 1, 0) for rows in taken]
