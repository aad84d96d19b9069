"""Tests of A3-05, by the same name as the check."""

import pytest

from evaluations.core.form.document import Indicator
from tests.core.builders import (
    cells_of,
    document,
    edition,
    empty,
    findings,
    second_document,
    second_edition,
    with_indicators,
)


def test_weights_that_sum_to_their_level_are_silent() -> None:
    assert not findings("A3-05", document())
    assert not findings("A3-05", second_document(), second_edition())


@pytest.mark.parametrize(("number", "level"), [(1, "output"), (6, "benefit"), (9, "satisfaction"), (10, "cost")])
def test_another_sum_is_reported_at_the_level(number: int, level: str) -> None:
    [finding] = findings("A3-05", document({f"indicators.{number}.weight": "11"}))
    assert (finding.severity, finding.where) == ("error", f"self_assessment.indicators.{level}")


def test_a_shift_between_levels_concerns_both() -> None:
    judged = document({"indicators.1.weight": "9", "indicators.6.weight": "11"})
    found = findings("A3-05", judged)
    assert [(f.found, f.expected) for f in found] == [("39", "40"), ("21", "20")]


def test_a_row_without_a_weight_counts_nothing() -> None:
    [finding] = findings("A3-05", document({"indicators.1.weight": ""}))
    assert finding.found == "30"


def test_a_level_of_nothing_but_none_leaves_its_points_unassigned() -> None:
    judged = with_indicators(document(), Indicator(category="cost.social", name="无"))
    assert cells_of("A3-05", judged) == [("error", "self_assessment.indicators.cost")]


def test_a_level_without_rows_is_not_judged_here() -> None:
    assert not findings("A3-05", empty(edition()))
