"""Tests of A3-14, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document


@pytest.mark.parametrize("direction", ["定性", ""])
@pytest.mark.parametrize("actual", ["明显改善", "明显 改善。"])
def test_a_repeated_target_is_asked_about(actual: str, direction: str) -> None:
    judged = document({"indicators.8.actual": actual, "indicators.8.direction": direction})
    assert cells_of("A3-14", judged) == [("warning", "self_assessment.indicators.8.actual")]


@pytest.mark.parametrize(
    "typed",
    [{}, {"indicators.2.actual": "50场"}, {"indicators.8.actual": "", "indicators.8.target": ""}],
    ids=["says what was achieved", "a number", "blank"],
)
def test_otherwise_it_is_silent(typed: dict[str, str]) -> None:
    assert not cells_of("A3-14", document(typed))
