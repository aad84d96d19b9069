"""Tests of A2-15, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize(
    "path",
    [
        "basic_data.expenditure.utilities_travel.prior_final",
        "basic_data.expenditure.earmarked_fund.2.budget",
        "basic_data.expenditure.basic_budget_adjustment.final",
        "basic_data.buildings.1.actual_area",
        "self_assessment.executed",
        "self_assessment.by_revenue.other_funds",
        "self_assessment.by_expenditure.basic",
        "self_assessment.indicators.1.weight",
        "report.figures.carry_over",
    ],
)
def test_a_negative_amount_is_an_error_at_its_cell(path: str) -> None:
    [finding] = findings("A2-15", document({path: "-0.01"}))
    assert (finding.severity, finding.where, finding.found) == ("error", path, "-0.01")


def test_a_negative_score_is_not_judged_here() -> None:
    assert not findings("A2-15", document({"indicators.1.score": "-1", "execution_score": "-1"}))


@pytest.mark.parametrize("column", ["budget", "final"])
@pytest.mark.parametrize("row", ["office", "earmarked_fund.1"])
def test_a_thousand_times_last_year_may_be_yuan(row: str, column: str) -> None:
    judged = document({f"{row}.prior_final": "3", f"{row}.{column}": "3000"})
    assert cells_of("A2-15", judged) == [("warning", f"basic_data.expenditure.{row}.{column}")]


@pytest.mark.parametrize(("prior", "final"), [("3", "2999.99"), ("0", "90000"), ("", "90000"), ("0", "0")])
def test_less_and_nothing_last_year_are_silent(prior: str, final: str) -> None:
    assert not findings("A2-15", document({"office.prior_final": prior, "office.final": final}))
