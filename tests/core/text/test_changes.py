"""What has been changed at a place."""

from collections.abc import Mapping

import pytest

from evaluations.core.content import rows as changing
from evaluations.core.text.changes import Place, differences, in_words
from tests.core import builders

EDITION = builders.edition()
DOCUMENT = builders.document()
ROW = "self_assessment.indicators.2"


@pytest.mark.parametrize(
    ("typed", "where", "said"),
    [
        ({}, ROW, ""),
        ({"office.final": "0.25"}, "basic_data.expenditure.office.final", "→ 0.25"),
        ({"indicators.2.score": "", "indicators.2.name": "新名"}, ROW, "得分："),
        ({"indicators.3.score": ""}, ROW, ""),
    ],
)
def test_differences_in_words(typed: Mapping[str, str], where: str, said: str) -> None:
    found = differences(EDITION, Place(DOCUMENT, where), Place(builders.document(typed), where))
    assert bool(found) == bool(said)
    assert said in in_words(found)


def test_a_row_that_has_moved_is_compared_with_itself() -> None:
    moved = changing.move(EDITION, DOCUMENT, "self_assessment.indicators.1", 1)
    assert moved.moves["self_assessment.indicators.1"] == ROW
    assert differences(EDITION, Place(DOCUMENT, "self_assessment.indicators.1"), Place(moved.document, ROW)) == []
