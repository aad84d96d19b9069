"""Tests of N-02, by the same name as the check."""

import pytest

from tests.core.builders import document, findings


def test_figures_that_agree_are_silent() -> None:
    assert not findings("N-02", document())


@pytest.mark.parametrize(("typed", "severity"), [("74.01", "info"), ("74.02", "error")])
def test_a_difference_counts_beyond_rounding(typed: str, severity: str) -> None:
    [finding] = findings("N-02", document({"figures.expenditure": typed}))
    assert (finding.severity, finding.where) == (severity, "report.figures.expenditure")
    assert (finding.found, finding.expected) == (typed, "74")


@pytest.mark.parametrize("blank", ["expenditure", "basic", "project"])
def test_a_blank_figure_is_not_compared(blank: str) -> None:
    assert not findings("N-02", document({"figures.expenditure": "99"} | {f"figures.{blank}": ""}))
