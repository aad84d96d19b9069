"""Tests of X-09, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize("procurement", ["", "0", "15"])
def test_procurement_within_both_is_silent(procurement: str) -> None:
    assert not findings("X-09", document({"government_procurement.final": procurement}))


@pytest.mark.parametrize(("column", "bound"), [("budget", "15.5"), ("final", "15")])
def test_each_column_is_judged(column: str, bound: str) -> None:
    [finding] = findings("X-09", document({f"government_procurement.{column}": "20"}))
    assert (finding.severity, finding.where) == ("warning", f"basic_data.expenditure.government_procurement.{column}")
    assert finding.expected == bound


def test_a_cent_is_rounding() -> None:
    [(severity, _)] = cells_of("X-09", document({"government_procurement.final": "15.01"}))
    assert severity == "info"


@pytest.mark.parametrize("blank", ["operating.final", "project.final"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    assert not findings("X-09", document({"government_procurement.final": "99"} | {blank: ""}))
