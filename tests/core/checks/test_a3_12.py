"""Tests of A3-12, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("50幅", "52幅"),
        ("≥95%", "97％"),
        ("50", "52"),
        ("5天内", "4天"),
        ("提升", "52场"),
        ("50场", "全部"),
        ("50场", ""),
    ],
)
def test_one_unit_and_texts_without_a_number_are_silent(target: str, actual: str) -> None:
    assert not cells_of("A3-12", document({"indicators.2.target": target, "indicators.2.actual": actual}))


@pytest.mark.parametrize(("target", "actual"), [("50幅", "50"), ("50", "50幅"), ("100万元", "1000000元")])
def test_another_unit_is_asked_about(target: str, actual: str) -> None:
    judged = document({"indicators.2.target": target, "indicators.2.actual": actual})
    assert cells_of("A3-12", judged) == [("warning", "self_assessment.indicators.2.actual")]
