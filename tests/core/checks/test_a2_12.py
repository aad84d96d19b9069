"""Tests of A2-12, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize("row", ["overseas_travel", "utilities_travel", "earmarked_fund.2", "other_project.1"])
def test_money_last_year_and_a_blank_this_year_is_asked_about(row: str) -> None:
    [finding] = findings("A2-12", document({f"{row}.prior_final": "0.07", f"{row}.final": ""}))
    assert (finding.severity, finding.where) == ("warning", f"basic_data.expenditure.{row}.final")
    assert "0.07" in finding.message


@pytest.mark.parametrize("prior", ["", "0", "0.00"])
def test_nothing_last_year_is_silent(prior: str) -> None:
    assert not cells_of("A2-12", document({"utilities_travel.prior_final": prior, "utilities_travel.final": ""}))


def test_a_filled_zero_answers() -> None:
    assert not cells_of("A2-12", document({"utilities_travel.final": "0"}))
