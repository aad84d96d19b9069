"""Tests of A3-01, by the same name as the check."""

import pytest

from tests.core.builders import document, findings


@pytest.mark.parametrize(("adjusted", "shown"), [("82.76", "+8.76"), ("70", "-4")])
def test_an_adjusted_budget_is_to_be_explained(adjusted: str, shown: str) -> None:
    [finding] = findings("A3-01", document({"adjusted_budget": adjusted}))
    assert (finding.severity, finding.where) == ("warning", "self_assessment.adjusted_budget")
    assert shown in finding.message


@pytest.mark.parametrize("typed", [{}, {"adjusted_budget": "74.00"}, {"adjusted_budget": ""}, {"initial_budget": ""}])
def test_the_same_and_blanks_are_silent(typed: dict[str, str]) -> None:
    assert not findings("A3-01", document(typed))
