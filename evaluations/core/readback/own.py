"""The form's own cells: a row of the sheet that holds only such is found by its words, and read column by column."""

from collections.abc import Sequence
from typing import NamedTuple

from evaluations.core.content.blank import blank_document
from evaluations.core.form.edition import Edition
from evaluations.core.form.fields import LABEL, YEARS, label
from evaluations.core.form.layout import Mark
from evaluations.core.form.once import once_each
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.grid import Box, GridRow
from evaluations.core.readback.foot import day
from evaluations.core.readback.found import Found
from evaluations.core.readback.source import FileCell
from evaluations.core.readback.table import View
from evaluations.core.readback.words import fold, stem

_ANY_YEAR = 2000
"""Where the cells stand does not depend on the year."""


class _OwnRow(NamedTuple):
    """A row of the sheet: what its words come down to, by column, and the own cells in it."""

    words: dict[int, str]
    cells: Sequence[Box]


@once_each
def _own_rows(edition: Edition) -> Sequence[_OwnRow]:
    grids = tables(edition, blank_document(edition, _ANY_YEAR))
    return [own for grid in grids for row in grid.rows if (own := _own_row(edition, row)).cells]


def _own_row(edition: Edition, row: GridRow) -> _OwnRow:
    own = [box for box in row.cells if edition.own_field(box.path)]
    others = any(box.path for box in row.cells if box not in own)
    words = {box.column: stem(box.text) for box in row.cells if box.text and box.rows == 1}
    return _OwnRow(words, () if others else own)


def read_own(found: Found, view: View) -> None:
    """Put the texts of the form's own cells into `found`, and take their rows out of `view`."""
    for own in _own_rows(found.edition):
        row = next((row for row, cells in view.rows.items() if _is(own, cells)), None)
        if row is not None:
            _read(found, view, own, view.rows.pop(row))


def _is(own: _OwnRow, cells: Sequence[FileCell]) -> bool:
    said = {cell.column: stem(cell.text) for cell in cells}
    return all(said.get(column, "").startswith(words) for column, words in own.words.items())


def _read(found: Found, view: View, own: _OwnRow, cells: Sequence[FileCell]) -> None:
    boxes = {box.column: box for box in own.cells}
    for cell in cells:
        box = boxes.get(cell.column)
        if box is None and cell.column not in own.words:
            found.problem(view.place(cell), cell.text, "本年度的表样没有这一项，没有读取。")
        if box and (said := _after(cell.text, box.text)):
            field = found.edition.own_field(box.path)
            found.put(box.path, view.text(cell)._replace(text=day(said) if field and field.kind == "date" else said))


def _after(text: str, words: str) -> str:
    """What is typed behind the words in the same cell."""
    return text[len(words) :].strip() if words and fold(text).startswith(fold(words)) else text


def labels_of(edition: Edition, table: str) -> Sequence[str]:
    """The words that stand alone in a cell of the table, from top to bottom, with `{year}` in them."""
    cells = (cell for line in edition.layouts.tables[table].lines for cell in line.cells)
    return [words for cell in cells if (words := _words_alone(edition, cell.parts))]


def _words_alone(edition: Edition, parts: Sequence[str | Mark]) -> str:
    """The words that a cell comes to; "" if anything else stands in it."""
    if any(isinstance(part, Mark) and not part.name.startswith(LABEL) and part.name not in YEARS for part in parts):
        return ""
    return "".join(part if isinstance(part, str) else _words(edition, part.name) for part in parts)


def _words(edition: Edition, name: str) -> str:
    return f"{{{name}}}" if name in YEARS else label(edition, name.removeprefix(LABEL))
