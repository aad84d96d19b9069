"""The unit's name in a line above a table, behind the form's words for it (`填报单位：…`)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Mark
from evaluations.core.readback.found import Found
from evaluations.core.readback.table import Text, View
from evaluations.core.readback.words import pattern

_LAST_LINES = 3
_GAP = re.compile(r"\t|\s{2,}")


def check_unit(found: Found, view: View, before: Sequence[str]) -> None:
    """Report a table that names another unit; `before` are the lines above it."""
    _check_unit_in(found, chain(_lines(view, before), map(view.text, view.cells())))


def check_unit_above(found: Found, view: View, before: Sequence[str]) -> None:
    """Report that the lines `before` the table name another unit."""
    _check_unit_in(found, _lines(view, before))


def first(text: str) -> str:
    """A text without what stands far behind it on its line."""
    return _GAP.split(text.strip())[0]


def _check_unit_in(found: Found, lines: Iterable[Text]) -> None:
    told = list(lines)
    for words in _before_the_unit(found.edition):
        for line in told:
            begun = re.match(pattern(words), line.text)
            name = first(line.text[begun.end() :]) if begun else ""
            if name:
                found.check_unit(name, line.place)
                return


def _lines(view: View, before: Sequence[str]) -> list[Text]:
    return [Text(line, view.name) for line in before[-_LAST_LINES:]]


def _before_the_unit(edition: Edition) -> Iterator[str]:
    """The words behind which the form's tables say the unit's name in the same cell."""
    cells = (cell for layout in edition.layouts.tables.values() for line in layout.lines for cell in line.cells)
    for cell in cells:
        for words, mark in pairwise(cell.parts):
            if isinstance(words, str) and isinstance(mark, Mark) and mark.name == "unit.name":
                yield words.strip()
