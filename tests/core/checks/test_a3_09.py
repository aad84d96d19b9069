"""Tests of A3-09, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, edition, findings, real_figures, second_document, second_edition


def test_suggested_scores_are_silent() -> None:
    assert not findings("A3-09", document())


def test_full_marks_for_a_missed_target_are_asked_about() -> None:
    [finding] = findings("A3-09", document({"indicators.2.actual": "45场"}))
    assert (finding.severity, finding.where) == ("warning", "self_assessment.indicators.2.score")
    assert (finding.found, finding.expected) == ("10", "9")


def test_an_overrun_cost_is_scored_by_the_editions_rule() -> None:
    [finding] = findings("A3-09", real_figures())
    assert finding.expected == "17.34"
    by_ratio = edition().model_copy(update={"scores": second_edition().scores})
    [finding] = findings("A3-09", real_figures(), by_ratio)
    assert finding.expected == "17.65"


def test_the_execution_score_follows_the_execution_rate() -> None:
    [finding] = findings("A3-09", document({"executed": "37"}))
    assert (finding.where, finding.found, finding.expected) == ("self_assessment.execution_score", "10", "5")


@pytest.mark.parametrize(
    "typed",
    [
        {"indicators.8.score": "3"},
        {"indicators.2.score": "", "execution_score": ""},
        {"indicators.2.actual": "很多"},
        {"indicators.2.actual": ""},
        {"indicators.2.actual": "45个"},
    ],
    ids=["qualitative", "blank score", "unreadable actual", "blank actual", "another unit"],
)
def test_without_a_suggestion_nothing_is_said(typed: dict[str, str]) -> None:
    assert not findings("A3-09", document(typed))


def test_two_decimals_are_compared() -> None:
    missed = {"indicators.2.target": "3场", "indicators.2.actual": "2场"}
    assert not findings("A3-09", document(missed | {"indicators.2.score": "6.67"}))
    assert cells_of("A3-09", document(missed | {"indicators.2.score": "6.66"}))


def test_full_marks_of_a_long_weight_are_its_own() -> None:
    whole = {"indicators.2.weight": "3.333333", "indicators.2.score": "3.333333"}
    assert not findings("A3-09", second_document(whole), second_edition())
