"""Tests of N-03, by the same name as the check."""

import pytest

from tests.core.builders import document, findings


def test_figures_that_agree_are_silent() -> None:
    assert not findings("N-03", document())


@pytest.mark.parametrize(("typed", "severity"), [("0.01", "info"), ("0.02", "warning")])
def test_a_difference_counts_beyond_rounding(typed: str, severity: str) -> None:
    [finding] = findings("N-03", document({"figures.carry_over": typed}))
    assert (finding.severity, finding.where) == (severity, "report.figures.carry_over")
    assert (finding.found, finding.expected) == (typed, "0")


@pytest.mark.parametrize("blank", ["carry_over", "revenue", "expenditure"])
def test_a_blank_figure_is_not_compared(blank: str) -> None:
    assert not findings("N-03", document({"figures.carry_over": "99"} | {f"figures.{blank}": ""}))
