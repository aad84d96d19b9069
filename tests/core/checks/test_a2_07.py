"""Tests of A2-07, by the same name as the check."""

import pytest

from tests.core.builders import document, findings

WHERE = "basic_data.expenditure.three_public.final"


@pytest.mark.parametrize("final", ["", "0", "0.4", "0.5"])
def test_within_both_bounds_is_silent(final: str) -> None:
    assert not findings("A2-07", document({"three_public.final": final}))


def test_both_bounds_broken_are_one_finding_that_names_both() -> None:
    [finding] = findings("A2-07", document({"three_public.final": "0.6", "three_public.prior_final": "0.4"}))
    assert (finding.severity, finding.where) == ("warning", WHERE)
    assert (finding.found, finding.expected) == ("0.6", "≤ 0.4")
    assert "2023年预算数 0.5" in finding.message
    assert "2022年决算数 0.4" in finding.message


@pytest.mark.parametrize(("bound", "other"), [("budget", "2022年"), ("prior_final", "预算")])
def test_one_bound_broken_names_that_one_only(bound: str, other: str) -> None:
    [finding] = findings("A2-07", document({f"three_public.{bound}": "0.1"}))
    assert finding.expected == "≤ 0.1"
    assert other not in finding.message


def test_a_bound_of_zero_counts() -> None:
    assert findings("A2-07", document({"three_public.budget": "0"}))


def test_blank_bounds_are_silent() -> None:
    assert not findings("A2-07", document({"three_public.budget": "", "three_public.prior_final": ""}))
