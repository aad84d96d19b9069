"""Tests of A3-17, by the same name as the check."""

import pytest

from evaluations.core.form.document import Indicator
from tests.core.builders import cells_of, document, edition, empty, second_document, second_edition, with_indicators


def test_every_category_filled_or_none_is_silent() -> None:
    assert not cells_of("A3-17", document())
    assert not cells_of("A3-17", second_document(), second_edition())


def test_each_category_without_a_row_is_reported() -> None:
    expected = [("error", f"self_assessment.indicators.{code}") for code in edition().categories]
    assert cells_of("A3-17", empty(edition())) == expected


@pytest.mark.parametrize("field", ["name", "target", "actual", "weight", "score"])
def test_each_blank_of_an_indicator_is_reported_at_its_cell(field: str) -> None:
    judged = document({f"indicators.1.{field}": ""})
    assert cells_of("A3-17", judged) == [("error", f"self_assessment.indicators.1.{field}")]


def test_a_zero_is_filled_in() -> None:
    assert not cells_of("A3-17", document({"indicators.1.score": "0", "indicators.1.weight": "0"}))


def test_none_stands_alone() -> None:
    indicators = document().self_assessment.indicators
    judged = with_indicators(document(), Indicator(category="output.quantity", name="无"), *indicators)
    assert cells_of("A3-17", judged) == [("error", "self_assessment.indicators.1.name")]
