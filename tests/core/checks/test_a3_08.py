"""Tests of A3-08, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize("score", ["0", "9.99", "10", ""])
def test_a_score_within_its_weight_is_silent(score: str) -> None:
    assert not findings("A3-08", document({"indicators.2.score": score, "execution_score": score}))


@pytest.mark.parametrize("score", ["-0.01", "10.01"])
@pytest.mark.parametrize("path", ["indicators.2.score", "execution_score"])
def test_a_score_out_of_bounds_is_an_error(path: str, score: str) -> None:
    [finding] = findings("A3-08", document({path: score}))
    assert (finding.severity, finding.where) == ("error", f"self_assessment.{path}")
    assert (finding.found, finding.expected) == (score, "0～10")


def test_without_a_weight_only_a_negative_score_is_wrong() -> None:
    assert not cells_of("A3-08", document({"indicators.2.weight": "", "indicators.2.score": "99"}))
    assert cells_of("A3-08", document({"indicators.2.weight": "", "indicators.2.score": "-1"}))
