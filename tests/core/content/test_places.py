"""The cells of a place."""

import pytest

from evaluations.core.content.cells import cells
from evaluations.core.content.places import cells_at, row_of, rows, seat
from evaluations.core.paths import WHOLE
from tests.core import builders

EDITION = builders.edition()
DOCUMENT = builders.document()
CELLS = cells(EDITION, DOCUMENT)
ROW = "self_assessment.indicators.2"


def test_rows_are_lines_of_the_tables_and_nothing_else() -> None:
    assert row_of("basic_data.expenditure.office.final") == "basic_data.expenditure.office"
    assert row_of("self_assessment.executed") == row_of("report.chapters.1") == ""
    assert {"basic_data.expenditure.office", ROW} <= rows(CELLS)


@pytest.mark.parametrize(
    ("where", "some", "count"),
    [
        ("basic_data.expenditure.office", "basic_data.expenditure.office.budget", 3),
        (ROW, f"{ROW}.deviation_reason", 7),
        (f"{ROW}.target", f"{ROW}.direction", 2),
        ("self_assessment.indicators.output.quality", "self_assessment.indicators.3.score", 7),
        ("report.chapters.1", "report.chapters.1", 1),
        (WHOLE, "filing_date", len(CELLS)),
        ("nothing", None, 0),
    ],
)
def test_the_cells_of_a_place(where: str, some: str | None, count: int) -> None:
    found = cells_at(DOCUMENT, CELLS, where)
    assert len(found) == count
    assert some is None or some in found


def test_a_row_stands_at_its_first_cell() -> None:
    assert seat(CELLS, ROW) == f"{ROW}.name"
    assert seat(CELLS, "report.chapters.1") == "report.chapters.1"
