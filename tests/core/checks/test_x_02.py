"""Tests of X-02, by the same name as the check."""

import pytest

from tests.core.builders import document, findings


def test_equal_amounts_are_silent() -> None:
    assert not findings("X-02", document())


def test_a_difference_is_asked_about_without_room_for_rounding() -> None:
    [finding] = findings("X-02", document({"basic_budget_adjustment.final": "66.01"}))
    assert (finding.severity, finding.where) == ("warning", "basic_data.expenditure.basic_budget_adjustment.final")
    assert (finding.found, finding.expected) == ("66.01", "66")
    assert "附件3 基本支出" in finding.message


@pytest.mark.parametrize("blank", ["basic_budget_adjustment.final", "by_expenditure.basic"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    assert not findings("X-02", document({blank: ""}))
