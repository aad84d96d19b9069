"""Tests of what the program says it understood of a typed value."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.form.document import Direction, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.scores.reading import understood
from tests.core.builders import edition
from tests.core.strategies import editions, indicators


def indicator(target: str, actual: str = "", direction: Direction | None = None, name: str = "甲") -> Indicator:
    return Indicator(category="output.quantity", name=name, target=target, actual=actual, direction=direction)


@pytest.mark.parametrize(
    ("target", "direction", "words"),
    [
        ("≥95%", None, "≥ 95 % · 正向"),
        ("50幅", None, "50 幅 · 正向"),
        ("５０ 幅", None, "50 幅 · 正向"),
        ("5天内", None, "≤ 5 天 · 反向"),
        ("1,200.50元", None, "1200.5 元 · 正向"),
        ("3", "reverse", "3 · 反向"),
        ("≤12月", None, "≤ 12 月 · 反向"),
        ("2023年12月31日前", None, "≤ 2023年12月31日 · 反向"),
        ("提升", None, "定性"),
        ("95%", "qualitative", "定性"),
        ("提升", "positive", "未识别出数值，不参与自动评分 · 正向"),
        ("", None, ""),
    ],
)
def test_a_target_is_said_back(target: str, direction: Direction | None, words: str) -> None:
    assert understood(edition(), indicator(target, direction=direction), "target") == words


def test_a_bare_target_of_costs_is_reverse() -> None:
    cost = Indicator(category="cost.economic", name="甲", target="65.8")
    assert understood(edition(), cost, "target") == "65.8 · 反向"


@pytest.mark.parametrize(
    ("target", "actual", "words"),
    [
        ("50幅", "50", "50 幅"),
        ("50", "48本", "48 本"),
        ("≥95%", "96.5%", "96.5 %"),
        ("50幅", "50本", "50 本，与指标值单位不同"),
        ("≤12月", "12月", "12 月"),
        ("12月底前", "12月25日", "12月25日"),
        ("≤30日", "28天", "28 天"),
        ("12月底前", "28天", "28 天，与指标值单位不同"),
        ("50幅", "全部", "未识别出数值，不参与自动评分"),
        ("提升", "提升", ""),
        ("50幅", "", ""),
        ("", "50", ""),
    ],
)
def test_an_actual_value_is_said_back(target: str, actual: str, words: str) -> None:
    assert understood(edition(), indicator(target, actual), "actual") == words


def test_nothing_is_said_of_a_category_that_does_not_apply() -> None:
    assert understood(edition(), indicator("≥95%", "96%", name="无"), "target") == ""


@given(
    editions().flatmap(lambda form: st.tuples(st.just(form), indicators(form))), st.sampled_from(["target", "actual"])
)
def test_any_value_is_said_in_one_short_line(
    drawn: tuple[Edition, Indicator], field: Literal["target", "actual"]
) -> None:
    words = understood(*drawn, field)
    assert "\n" not in words
    assert len(words) <= 60
