"""Blank documents with as many rows as are wanted, and the paths of these rows."""

from collections.abc import Mapping

from evaluations.core import paths
from evaluations.core.form.document import (
    BasicData,
    Building,
    Document,
    ExpenditureRow,
    Indicator,
    OwnRow,
    Region,
    SelfAssessment,
    Unit,
    with_own_rows,
)
from evaluations.core.form.edition import Edition
from evaluations.core.form.fields import BUILDINGS

_EXPENDITURE = "basic_data.expenditure."
_NOBODY = Unit.model_construct(code="", name="", region=Region.model_construct(code="", name=""))


def grown(edition: Edition, year: int, rows: Mapping[str, int]) -> Document:
    """A blank document of nobody's with `rows` rows in each list."""
    lines = (
        ExpenditureRow(item=line.item, name="")
        for line in edition.lines
        for _ in range(rows.get(_EXPENDITURE + line.item, 0))
    )
    indicators = (
        Indicator(category=code) for code in edition.categories for _ in range(rows.get(paths.category(code), 0))
    )
    basic_data = BasicData(expenditure=tuple(lines), buildings=(Building(),) * rows.get(BUILDINGS, 0))
    part = SelfAssessment(indicators=tuple(indicators))
    document = Document.model_construct(
        edition=edition.code, fiscal_year=year, unit=_NOBODY, basic_data=basic_data, self_assessment=part
    )
    for path in edition.row_lists.keys() & rows.keys():
        document = with_own_rows(document, path, (OwnRow(),) * rows[path])
    return document


def row_paths(edition: Edition, rows: Mapping[str, int]) -> Mapping[str, list[str]]:
    """The paths of the rows, by list, in a document with exactly `rows` rows in each list."""
    listed: dict[str, list[str]] = {}
    number = 0
    for path in map(paths.category, edition.categories):
        count = rows.get(path, 0)
        listed[path] = [paths.category(str(number + place)) for place in range(1, count + 1)]
        number += count
    others = {path: count for path, count in rows.items() if path not in listed}
    return listed | {path: [f"{path}.{place}" for place in range(1, count + 1)] for path, count in others.items()}
