"""Tests of A2-08, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize("item", ["operating", "project", "office"])
def test_a_line_over_its_budget_is_asked_about(item: str) -> None:
    [finding] = findings("A2-08", document({f"{item}.budget": "2", f"{item}.final": "3"}))
    assert (finding.severity, finding.where) == ("warning", f"basic_data.expenditure.{item}.final")
    assert (finding.found, finding.expected) == ("3", "≤ 2")
    assert "150%" in finding.message


def test_spending_the_whole_budget_is_silent() -> None:
    assert not findings("A2-08", document({"office.budget": "3", "office.final": "3.00"}))


@pytest.mark.parametrize("budget", ["", "0"])
def test_without_a_budget_there_is_no_rate(budget: str) -> None:
    assert not findings("A2-08", document({"office.budget": budget}))


def test_other_lines_may_exceed_their_budget() -> None:
    assert not cells_of("A2-08", document({"utilities_travel.final": "50"}))
