"""Tests of X-04, by the same name as the check."""

import pytest

from tests.core.builders import document, findings

WHERE = "basic_data.expenditure.basic_budget_adjustment.budget"


def test_the_difference_of_both_amounts_is_silent() -> None:
    assert not findings("X-04", document())


@pytest.mark.parametrize(
    ("typed", "severity"), [("66.01", "info"), ("65.99", "info"), ("66.02", "warning"), ("60", "warning")]
)
def test_another_amount_is_asked_about_beyond_rounding(typed: str, severity: str) -> None:
    [finding] = findings("X-04", document({"basic_budget_adjustment.budget": typed}))
    assert (finding.severity, finding.where) == (severity, WHERE)
    assert (finding.found, finding.expected) == (typed, "66")


@pytest.mark.parametrize("blank", ["initial_budget", "project.budget", "basic_budget_adjustment.budget"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    assert not findings("X-04", document({"basic_budget_adjustment.budget": "9"} | {blank: ""}))
