"""Tests of A3-15, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings, second_document, second_edition

WHERE = "self_assessment.indicators.2.actual"


@pytest.mark.parametrize("actual", ["65场", "65", "1000场"])
def test_a_target_far_exceeded_is_asked_about(actual: str) -> None:
    assert cells_of("A3-15", document({"indicators.2.actual": actual})) == [("warning", WHERE)]


def test_the_message_says_how_far() -> None:
    [finding] = findings("A3-15", document({"indicators.2.actual": "75场"}))
    assert "150%" in finding.message


@pytest.mark.parametrize(
    "typed",
    [
        {"indicators.2.actual": "64场"},
        {"indicators.2.actual": "650人"},
        {"indicators.2.target": "0场"},
        {"indicators.2.direction": "反向", "indicators.2.actual": "100场"},
        {"indicators.3.actual": "50%"},
    ],
    ids=["less", "another unit", "a target of 0", "chosen as reverse", "reverse by its sign"],
)
def test_otherwise_it_is_silent(typed: dict[str, str]) -> None:
    assert not cells_of("A3-15", document(typed))


def test_the_threshold_is_the_editions() -> None:
    assert not cells_of("A3-15", second_document({"indicators.2.actual": "74场"}), second_edition())
    assert cells_of("A3-15", second_document({"indicators.2.actual": "75场"}), second_edition()) == [("warning", WHERE)]
