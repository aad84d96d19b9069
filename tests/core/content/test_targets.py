"""Tests of the direction that is read from an indicator's target."""

import pytest

from evaluations.core.content.targets import direction
from evaluations.core.form.document import Indicator
from tests.core.builders import edition, indicator


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("≥95%", "positive"),
        (">3", "positive"),
        ("=3", "positive"),
        ("50场", "positive"),
        ("≤1%", "reverse"),
        ("<3", "reverse"),
        ("5天内", "reverse"),
        ("提升", "qualitative"),
        ("2023年", "qualitative"),
        ("", None),
    ],
)
def test_a_direction_is_read_from_the_target(target: str, expected: str | None) -> None:
    assert direction(edition(), indicator(target)) == expected


def test_a_bare_number_of_a_cost_is_reverse() -> None:
    assert direction(edition(), indicator("65.8", category="cost.economic")) == "reverse"
    assert direction(edition(), indicator("≥65.8", category="cost.economic")) == "positive"


def test_a_chosen_direction_holds() -> None:
    assert direction(edition(), indicator("≤5", direction="positive")) == "positive"


def test_none_has_no_direction() -> None:
    row = Indicator(category="output.quantity", name="无", target="5", direction="positive")
    assert direction(edition(), row) is None
