"""Tests of A3-10, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


def test_lost_points_need_a_reason() -> None:
    [finding] = findings("A3-10", document({"indicators.1.score": "9.5"}))
    assert (finding.severity, finding.where) == ("error", "self_assessment.indicators.1.deviation_reason")
    assert "偏差原因分析及改进措施" in finding.message


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"indicators.1.score": "9", "indicators.1.deviation_reason": "到货晚"},
        {"indicators.1.score": ""},
        {"indicators.1.score": "11"},
        {"indicators.1.weight": "", "indicators.1.score": "1"},
        {"indicators.5.weight": "3", "indicators.5.score": "1"},
    ],
    ids=["full marks", "a reason", "blank score", "above weight", "blank weight", "not applicable"],
)
def test_otherwise_it_is_silent(typed: dict[str, str]) -> None:
    assert not cells_of("A3-10", document(typed))
