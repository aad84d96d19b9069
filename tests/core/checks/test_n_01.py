"""Tests of N-01, by the same name as the check."""

import pytest

from tests.core.builders import document, findings


def test_figures_that_agree_are_silent() -> None:
    assert not findings("N-01", document())


@pytest.mark.parametrize(("typed", "severity"), [("66.01", "info"), ("66.02", "error")])
def test_a_difference_counts_beyond_rounding(typed: str, severity: str) -> None:
    [finding] = findings("N-01", document({"figures.basic": typed}))
    assert (finding.severity, finding.where) == (severity, "report.figures.basic")
    assert (finding.found, finding.expected) == (typed, "66")


def test_the_sentence_that_states_the_figure_is_quoted() -> None:
    sentence = "2023年基本支出合计66.00万元"
    [finding] = findings("N-01", document({"figures.basic": "67", "chapters.6": f"概况。\n{sentence}。"}))
    assert finding.quotes == (sentence,)
    [finding] = findings("N-01", document({"figures.basic": "67"}))
    assert finding.quotes == ()


@pytest.mark.parametrize("blank", ["basic", "personnel", "operating"])
def test_a_blank_figure_is_not_compared(blank: str) -> None:
    assert not findings("N-01", document({"figures.basic": "99"} | {f"figures.{blank}": ""}))
