"""The places that people speak of: a cell, a row, a list or category, a chapter, or the whole evaluation. Pure."""

import re
from collections.abc import Iterable, Iterator

from evaluations.core.form.document import Document
from evaluations.core.paths import WHOLE

_IN_ROWS = ("basic_data.expenditure.", "basic_data.buildings.", "self_assessment.indicators.")
_IN_OWN_ROW = re.compile(r"further\.\w+\.\w+\.\d+\.")
_INDICATORS = "self_assessment.indicators."


def row_of(path: str) -> str:
    """The row of the cell at `path`; "" if it stands in none."""
    return path.rpartition(".")[0] if path.startswith(_IN_ROWS) or _IN_OWN_ROW.match(path) else ""


def rows(listed: Iterable[str]) -> frozenset[str]:
    """The rows of the cells `listed`."""
    return frozenset(map(row_of, listed)) - {""}


def cells_at(document: Document, listed: Iterable[str], where: str) -> list[str]:
    """Those of the cells `listed` that belong to the place `where`; an indicator's target brings its direction, which stands in the same cell."""
    if where == WHOLE:
        return list(listed)
    heads = tuple(f"{place}." for place in (where, *_indicators_in(document, where)))
    same = {where, f"{where.removesuffix('.target')}.direction" if where.endswith(".target") else where}
    return [path for path in listed if path in same or path.startswith(heads)]


def _indicators_in(document: Document, where: str) -> Iterator[str]:
    """The rows of a category or first level."""
    code = where.removeprefix(_INDICATORS)
    for number, row in enumerate(document.self_assessment.indicators, 1):
        if row.category == code or row.category.startswith(f"{code}."):
            yield f"{_INDICATORS}{number}"


def seat(listed: Iterable[str], where: str) -> str:
    """The cell that stands for a place on a page: of a row, its first cell; of any other place, itself."""
    return next((path for path in listed if row_of(path) == where), where)
