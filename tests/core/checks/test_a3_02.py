"""Tests of A3-02, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings, second_document, second_edition

WHERE = "self_assessment.executed"


@pytest.mark.parametrize("executed", ["66.6", "70", "74", ""])
def test_from_ninety_percent_to_all_is_silent(executed: str) -> None:
    assert not findings("A3-02", document({"executed": executed}))


def test_more_than_the_budget_is_an_error() -> None:
    [finding] = findings("A3-02", document({"executed": "74.01"}))
    assert (finding.severity, finding.where, finding.expected) == ("error", WHERE, "≤ 74")


def test_a_low_rate_is_to_be_explained() -> None:
    [finding] = findings("A3-02", document({"executed": "66.59"}))
    assert (finding.severity, finding.where, finding.found) == ("warning", WHERE, "89.99%")
    assert "低于 90%" in finding.message


def test_the_threshold_is_the_editions() -> None:
    assert not cells_of("A3-02", second_document({"executed": "63"}), second_edition())
    assert cells_of("A3-02", second_document({"executed": "62"}), second_edition()) == [("warning", WHERE)]


@pytest.mark.parametrize(("executed", "severities"), [("0", []), ("1", ["error"])])
def test_a_budget_of_zero_has_no_rate_but_still_bounds(executed: str, severities: list[str]) -> None:
    judged = document({"adjusted_budget": "0", "executed": executed})
    assert [severity for severity, _ in cells_of("A3-02", judged)] == severities
