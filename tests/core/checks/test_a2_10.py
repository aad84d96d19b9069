"""Tests of A2-10, by the same name as the check."""

import pytest

from evaluations.core.form.document import ExpenditureRow
from tests.core.builders import cells_of, document, edition, empty, findings, with_rows

CELLS = [
    "basic_data.staffing.authorized_posts",
    "basic_data.staffing.staff_in_post",
    "basic_data.thrift_measures",
    "preparer.name",
    "preparer.phone",
    *(
        f"basic_data.expenditure.{item}.{column}"
        for item in ("three_public", "project", "operating")
        for column in ("prior_final", "budget", "final")
    ),
]


@pytest.mark.parametrize("path", CELLS)
def test_each_required_cell_is_asked_for(path: str) -> None:
    assert cells_of("A2-10", document({path: ""})) == [("error", path)]


def test_zero_is_filled_in() -> None:
    zeros = {path: "0" for path in CELLS if path.startswith(("basic_data.staffing", "basic_data.expenditure"))}
    assert not findings("A2-10", document(zeros))


def test_other_lines_may_be_blank() -> None:
    assert not findings("A2-10", document({"government_procurement.final": "", "filing_date": ""}))


def test_a_row_without_a_name_is_reported_at_its_name() -> None:
    named, nameless = ExpenditureRow(item="earmarked_fund", name="甲"), ExpenditureRow(item="earmarked_fund", name="")
    judged = with_rows(document(), "earmarked_fund", named, nameless)
    assert cells_of("A2-10", judged) == [("error", "basic_data.expenditure.earmarked_fund.2.name")]


def test_an_empty_form_is_asked_for_everything_required() -> None:
    asked = {where for _, where in cells_of("A2-10", empty(edition()))}
    assert asked >= set(CELLS)
