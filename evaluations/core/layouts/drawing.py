"""The official tables as grids, drawn from the edition's layouts and a document.

What no document changes is made once for an edition and year.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from evaluations.core import paths
from evaluations.core.form.document import FURTHER, Document, Indicator, own_rows
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.fields import BUILDINGS, SHARED
from evaluations.core.form.layout import Layout, LayoutCell, LayoutLine, columns
from evaluations.core.form.official import Category
from evaluations.core.form.once import once_each
from evaluations.core.layouts.boxes import Counts, Make, Maker, Place
from evaluations.core.layouts.grid import Box, Grid, GridRow

type _List = "_Rows | _Indicators"


def tables(edition: Edition, document: Document) -> list[Grid]:
    """The tables of `document` that the form has, in their order."""
    return [table(edition, name, document) for name in edition.tables]


def table(edition: Edition, name: str, document: Document, *, blank_rows: bool = False) -> Grid:
    """The table of `document` called `name` in the form's `layouts`, with indicators that nobody has filled in only if `blank_rows`.

    Amounts are in 万元, areas in ㎡, weights and scores in points.
    """
    return _table(edition, name, document.fiscal_year).drawn(document, blank_rows=blank_rows)


@once_each
def _tables(_: Edition) -> dict[tuple[str, int], "_Table"]:
    """The tables that have been made of an edition, by name and year."""
    return {}


def _table(edition: Edition, name: str, year: int) -> "_Table":
    tables = _tables(edition)
    if (name, year) not in tables:
        tables[name, year] = _Table(edition, name, year)
    return tables[name, year]


class _Table:
    """One table of an edition, ready to be drawn for documents of one year."""

    def __init__(self, edition: Edition, name: str, year: int) -> None:
        form, layout = edition.tables[name], edition.layouts.tables[name]
        maker = Maker(edition, year)
        self.name, self.title = form.number, edition.words(form.title, year)
        self.widths, self.page = layout.widths, layout.page
        self.lines = [
            _Fixed(maker, line, places) if not line.section else _list(maker, line, places)
            for line, places in zip(layout.lines, line_places(layout), strict=True)
        ]

    def drawn(self, document: Document, *, blank_rows: bool) -> Grid:
        lists = {
            number: line.drawn(document, blank_rows=blank_rows)
            for number, line in enumerate(self.lines)
            if not isinstance(line, _Fixed)
        }
        counts = {number: len(listed) for number, listed in lists.items()}
        rows: list[GridRow] = []
        for number, line in enumerate(self.lines):
            if isinstance(line, _Fixed):
                rows.append(line.drawn(document, counts))
            elif counts[number]:
                rows += lists[number]
            else:
                rows[-1] = replace(rows[-1], list_path=line.list_path)
        return Grid(self.name, self.title, self.widths, tuple(rows), self.page)


def line_places(layout: Layout) -> Iterator[Sequence[Place]]:
    """Each line's cells at their places."""
    for number, (line, starts) in enumerate(zip(layout.lines, columns(layout), strict=True)):
        yield [_place(layout, number, cell, start) for cell, start in zip(line.cells, starts, strict=True)]


def _place(layout: Layout, number: int, cell: LayoutCell, column: int) -> Place:
    spanned = range(number, number + cell.rows) if cell.rows > 1 else ()
    lists = tuple(each for each in spanned if layout.lines[each].section)
    return Place(cell, column, cell.rows - len(lists), lists)


class _Fixed:
    """A line that stands once on the sheet."""

    def __init__(self, maker: Maker, line: LayoutLine, places: Sequence[Place]) -> None:
        self.part = line.part
        self.cells: Sequence[Box | Make] = [maker.fixed(place) for place in places]
        boxes = [cell for cell in self.cells if isinstance(cell, Box)]
        self.same = GridRow(tuple(boxes), line.part) if len(boxes) == len(self.cells) else None

    def drawn(self, document: Document, counts: Counts) -> GridRow:
        if self.same:
            return self.same
        cells = [cell if isinstance(cell, Box) else cell(document, counts) for cell in self.cells]
        return GridRow(tuple(cells), self.part)


def _list(maker: Maker, line: LayoutLine, places: Sequence[Place]) -> _List:
    return (_Indicators if line.section == INDICATORS else _Rows)(maker, line, places)


class _Rows:
    """A list of rows with a name, of buildings, or of the form's own: one line each; one blank line, or none, while it is empty."""

    def __init__(self, maker: Maker, line: LayoutLine, places: Sequence[Place]) -> None:
        self.part, self.list_path = line.part, line.section
        self.rows = _rows_of(line.section)
        self.cells = [maker.in_row(place, line.section) for place in places]
        blank = GridRow(tuple(map(maker.blank, places)), line.part, list_path=line.section)
        self.while_empty = [blank] if line.when_empty == "blank" else []

    def drawn(self, document: Document, *, blank_rows: bool) -> Sequence[GridRow]:
        rows = self.rows(document)
        return list(self._drawn(rows)) if rows else self.while_empty

    def _drawn(self, rows: Sequence[Any]) -> Iterator[GridRow]:
        for number, row in enumerate(rows, 1):
            path = f"{self.list_path}.{number}"
            cells = tuple([make(row, path) for make in self.cells])
            yield GridRow(cells, self.part, path, self.list_path if number == len(rows) else "")


def _rows_of(section: str) -> Callable[[Document], Sequence[Any]]:
    if section == BUILDINGS:
        return attrgetter(section)
    if section.startswith(f"{FURTHER}."):
        return lambda document: own_rows(document, section)
    item = section.rpartition(".")[2]
    return lambda document: document.basic_data.rows(item)


type _Numbered = Sequence[tuple[int, Indicator]]


class _Indicators:
    """The indicators, numbered over the whole table, below each other within their categories; a category without any has a blank line or none."""

    list_path = ""

    def __init__(self, maker: Maker, line: LayoutLine, places: Sequence[Place]) -> None:
        self.edition, self.part = maker.edition, line.part
        self.are_all_shown = line.when_empty == "blank"
        own = [place for place in places if not _is_shared(place.cell)]
        self.shared = [maker.shared(place) for place in places if _is_shared(place.cell)]
        self.cells = [maker.in_row(place, INDICATORS) for place in own]
        self.blank = [maker.blank(place) for place in own]

    def drawn(self, document: Document, *, blank_rows: bool) -> Sequence[GridRow]:
        return list(self._drawn(self._numbered(document, blank_rows=blank_rows), blank_rows or self.are_all_shown))

    def _numbered(self, document: Document, *, blank_rows: bool) -> Mapping[str, _Numbered]:
        numbered: dict[str, list[tuple[int, Indicator]]] = {code: [] for code in self.edition.categories}
        for number, indicator in enumerate(document.self_assessment.indicators, 1):
            if blank_rows or not indicator.blank:
                numbered[indicator.category].append((number, indicator))
        return numbered

    def _drawn(self, numbered: Mapping[str, _Numbered], are_all_shown: bool) -> Iterator[GridRow]:  # noqa: FBT001
        for level in self.edition.attachment3.levels:
            shown = [one for one in level.categories if are_all_shown or numbered[one.code]]
            height = sum(max(len(numbered[one.code]), 1) for one in shown)
            above = self._shared(level.code, height)
            for category in shown:
                yield from self._category(category, numbered[category.code], above)
                above = []

    def _category(self, category: Category, indicators: _Numbered, above: Sequence[Box]) -> Iterator[GridRow]:
        path = paths.category(category.code)
        beside = [*above, *self._shared(category.code, max(len(indicators), 1))]
        if not indicators:
            yield GridRow(_in_order(beside, self.blank), self.part, list_path=path)
        for number, indicator in indicators:
            row_path = f"{INDICATORS}.{number}"
            cells = [make(indicator, row_path) for make in self.cells]
            list_path = path if number == indicators[-1][0] else ""
            yield GridRow(_in_order(beside, cells), self.part, row_path, list_path)
            beside = []

    def _shared(self, code: str, rows: int) -> list[Box]:
        return [boxes[code]._replace(rows=rows) for boxes in self.shared if code in boxes]


def _is_shared(cell: LayoutCell) -> bool:
    return any(mark.name.removeprefix(f"{INDICATORS}.") in SHARED for mark in cell.marks)


def _in_order(beside: Sequence[Box], cells: Sequence[Box]) -> tuple[Box, ...]:
    """The cells of a row from left to right."""
    return tuple(sorted((*beside, *cells), key=attrgetter("column")) if beside else cells)
