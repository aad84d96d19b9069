"""Tests of the sharing out of a level's missing points."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.form.document import Indicator, SelfAssessment
from evaluations.core.scores import scoring
from evaluations.core.scores.sharing import shares
from tests.core.builders import edition

OUTPUT = edition().attachment3.levels[0]
QUANTITY = OUTPUT.categories[0].code


def part(*rows: Indicator) -> SelfAssessment:
    return SelfAssessment(indicators=rows)


def row(weight: str | None = None, name: str = "甲") -> Indicator:
    return Indicator(category=QUANTITY, name=name, weight=None if weight is None else Decimal(weight))


def shared(*rows: Indicator) -> list[str]:
    return [str(weight) for weight in shares(edition(), part(*rows), OUTPUT).values()]


@pytest.mark.parametrize(
    ("given_weights", "expected"),
    [
        (["24", None, None, None], ["5", "5", "6"]),
        (["24", None, None], ["8", "8"]),
        (["39", None, None], ["0.5", "0.5"]),
        (["39.5", None], ["0.5"]),
        (["39.9", None, None], ["0.05", "0.05"]),
        (["40", None], []),
        (["41", None], []),
        (["10", "5"], []),
    ],
)
def test_what_is_missing_goes_to_the_rows_without_points(given_weights: list[str | None], expected: list[str]) -> None:
    assert shared(*map(row, given_weights)) == expected


def test_a_blank_row_and_one_that_does_not_apply_get_nothing() -> None:
    assert shared(row("30"), row(None, ""), row(None, "无"), row()) == ["10"]


@given(st.lists(st.none() | st.decimals(0, 12, places=1), min_size=1, max_size=9))
def test_a_level_is_full_afterwards_and_its_shares_differ_by_one_step(weights: list[Decimal | None]) -> None:
    before = part(*(row(None if weight is None else str(weight)) for weight in weights))
    given_out = shares(edition(), before, OUTPUT)
    if not given_out:
        return
    places = [int(path.split(".")[2]) for path in given_out]
    assert places == [place for place, weight in enumerate(weights, 1) if weight is None]
    rows = [
        one.model_copy(update={"weight": given_out.get(f"self_assessment.indicators.{n}.weight", one.weight)})
        for n, one in enumerate(before.indicators, 1)
    ]
    assert scoring.level_weights(edition(), part(*rows))[OUTPUT.code] == OUTPUT.weight
    listed = list(given_out.values())
    assert listed == sorted(listed)
    assert all(weight > 0 for weight in listed)
    assert listed[-1] - listed[0] <= 1
