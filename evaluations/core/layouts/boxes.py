"""Cells of a layout made into boxes of a grid: whatever is the same in every document is worked out once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evaluations.core.basics.values import show_amount
from evaluations.core.form import fields
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import LayoutCell, Mark, pieces
from evaluations.core.form.official import Level
from evaluations.core.layouts import readers
from evaluations.core.layouts.grid import Box
from evaluations.core.paths import category

type Counts = Mapping[int, int]
"""The number of rows drawn for each list, by the place of its line in the layout."""
type Make = Callable[[Document, Counts], Box]
type MakeInRow = Callable[[Any, str], Box]
"""Makes a box from a row of a list and the row's path."""


class Place(NamedTuple):
    """A layout's cell at its column of the sheet; `lists` are the lists whose rows it spans beside the `rows` other lines."""

    cell: LayoutCell
    column: int
    rows: int = 1
    lists: tuple[int, ...] = ()


class Maker:
    """Makes the boxes of one edition's cells for documents of one year."""

    def __init__(self, edition: Edition, year: int) -> None:
        self.edition, self.year = edition, year

    def fixed(self, place: Place) -> Box | Make:
        """The box of a cell that stands once on the sheet, if it is the same in every document, else what makes it."""
        cell, column, rows, lists = place
        parts = self.parts(cell.parts, bracket_below=cell.bracket_below)
        mark = _value(parts)
        if mark is None and not lists and not any(isinstance(part, Mark) for part in parts):
            return Box(column, cell.role, "".join(map(str, parts)), columns=cell.columns, rows=rows, indent=cell.indent)
        say, (path, read) = _saying(parts), self._field(mark)

        def make(document: Document, counts: Counts) -> Box:
            spanned = rows + sum([counts[each] for each in lists])
            return Box(
                column,
                cell.role,
                say(document),
                path,
                read(document),
                cell.columns,
                spanned,
                cell.indent,
                cell.decimals,
            )

        return make

    def in_row(self, place: Place, section: str) -> MakeInRow:
        """What makes the box of a cell that stands in each row of a list."""
        cell, column, *_ = place
        parts = self.parts(cell.parts, bracket_below=cell.bracket_below)
        mark = _value(parts)
        role, columns, indent, text = cell.role, cell.columns, cell.indent, "".join(map(str, parts))
        if mark is None:
            box = Box(column, role, text, columns=columns, indent=indent)
            return lambda _row, _path: box
        name = mark.name.removeprefix(f"{section}.")
        read, end = readers.column(self.edition, section, name), "" if name in fields.RATES else f".{name}"

        def make(row: Any, path: str) -> Box:
            return Box(column, role, text, path + end if end else "", read(row), columns, 1, indent, cell.decimals)

        return make

    def blank(self, place: Place) -> Box:
        """The box of such a cell while the list is empty; a ratio of nothing stays blank."""
        cell, column = place.cell, place.column
        text = "".join(map(str, (part for mark in cell.marks for part in self.parts(pieces(mark.when_empty)))))
        role = "amount" if cell.role == "ratio" else cell.role
        return Box(column, role, text, columns=cell.columns, indent=cell.indent)

    def shared(self, place: Place) -> Mapping[str, Box]:
        """The boxes of a cell that neighbouring indicators share, by the code of their first level or category."""
        cell, column = place.cell, place.column
        return {
            code: Box(column, cell.role, text, category(code), columns=cell.columns, indent=cell.indent)
            for code, text in self._shared_texts(self.parts(cell.parts))
        }

    def _shared_texts(self, parts: Sequence[str | Mark]) -> Iterator[tuple[str, str]]:
        names = {part.name.rpartition(".")[2] for part in parts if isinstance(part, Mark)}
        for level in self.edition.attachment3.levels:
            codes = [one.code for one in level.categories] if "category" in names else [level.code]
            yield from ((code, "".join(self._shared(part, level, code) for part in parts)) for code in codes)

    def _shared(self, part: str | Mark, level: Level, code: str) -> str:
        if isinstance(part, str):
            return part
        name = part.name.rpartition(".")[2]
        if name == "level_weight":
            return show_amount(level.weight)
        return level.label if name == "level" else self.edition.categories[code].label

    def _field(self, mark: Mark | None) -> tuple[str, readers.Read]:
        """The path of the box for a field's value, and what reads the value."""
        if mark is None:
            return "", lambda _document: None
        has_place = (
            mark.name not in fields.computed(self.edition) or mark.name.rpartition(".")[2] in self.edition.fundings
        )
        return mark.name if has_place else "", readers.field(self.edition, mark.name)

    def parts(self, parts: Sequence[str | Mark], *, bracket_below: bool = False) -> list[str | Mark]:
        """The parts of a text with the edition's words and the year in place of their marks."""
        parts = [part if isinstance(part, str) else self._words(part) for part in parts]
        broken = (part.replace("（", "\n（") if bracket_below and isinstance(part, str) else part for part in parts)
        return list(broken)

    def _words(self, mark: Mark) -> str | Mark:
        if mark.name in fields.YEARS:
            return self.edition.words(f"{{{mark.name}}}", self.year)
        if mark.name.startswith(fields.LABEL):
            return self.edition.words(fields.label(self.edition, mark.name.removeprefix(fields.LABEL)), self.year)
        return mark


def _value(parts: list[str | Mark]) -> Mark | None:
    """The mark of the value that the text ends with, taken off it."""
    match parts[-1:]:
        case [Mark() as last] if last.name not in fields.SAID:
            parts.pop()
            return last
    return None


def _saying(parts: Sequence[str | Mark]) -> Callable[[Document], str]:
    """What says the words before a value."""
    says = [readers.said(part.name) if isinstance(part, Mark) else part for part in parts]
    words = [say for say in says if isinstance(say, str)]
    if len(words) == len(says):
        fixed = "".join(words)
        return lambda _document: fixed
    return lambda document: "".join([say if isinstance(say, str) else say(document) for say in says])
