"""Tests of X-03, by the same name as the check."""

import pytest

from tests.core.builders import document, findings

WHERE = "basic_data.expenditure.operating.budget"


@pytest.mark.parametrize("operating", ["0", "65.99", "66"])
def test_an_operating_budget_that_the_rest_covers_is_silent(operating: str) -> None:
    assert not findings("X-03", document({"operating.budget": operating}))


@pytest.mark.parametrize(("operating", "severity"), [("66.01", "info"), ("66.02", "warning")])
def test_a_larger_one_is_asked_about_beyond_rounding(operating: str, severity: str) -> None:
    [finding] = findings("X-03", document({"operating.budget": operating}))
    assert (finding.severity, finding.where, finding.expected) == (severity, WHERE, "66")
    assert "74 − 8" in finding.message


@pytest.mark.parametrize("blank", ["initial_budget", "project.budget", "operating.budget"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    assert not findings("X-03", document({"operating.budget": "99"} | {blank: ""}))
