"""A document moved to another edition."""

import pytest
from hypothesis import given

from evaluations.core.basics.values import show_amount
from evaluations.core.content.cells import cells
from evaluations.core.content.moving import moved
from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import data_of, with_named_rules
from evaluations.core.form import formats
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import SHIPPED, document, edition
from tests.core.strategies import cases


@pytest.mark.slow
@given(cases())
def test_to_the_same_edition_everything_comes_along(case: tuple[Edition, Document]) -> None:
    form, filled = case
    there = moved(form, filled, form)
    assert cells(form, there.document) == cells(form, filled)
    assert not there.lost


def test_what_has_no_place_is_named_and_the_rest_comes_along() -> None:
    hunan = read_edition(SHIPPED.with_name("hunan-2018.toml").read_text(encoding="utf-8"))
    there = moved(edition(), document(), hunan)
    assert there.document.basic_data.amount("office", "final") == document().basic_data.amount("office", "final")
    assert there.document.unit == document().unit
    filled = {path for path, cell in cells(edition(), document()).items() if cell.text}
    came = {path for path, cell in cells(hunan, there.document).items() if cell.text}
    assert set(there.lost) == filled - came
    assert there.lost["self_assessment.executed"] == show_amount(document().self_assessment.executed)


def test_rows_of_a_category_that_is_gone_leave_the_others_as_they_are() -> None:
    data = data_of(with_named_rules(edition()))
    quantity, *others = data["attachment3"]["levels"][0]["categories"]
    data["attachment3"]["levels"][0]["categories"] = others
    there = moved(edition(), document(), Edition.model_validate(formats.edition(data)))
    rows = document().self_assessment.indicators
    kept = [row for row in rows if row.category != quantity["code"]]
    assert [*there.document.self_assessment.indicators] == kept
    gone = len(rows) - len(kept)
    assert {path.split(".")[2] for path in there.lost} == {str(number) for number in range(1, gone + 1)}
    assert there.moves["self_assessment.indicators.1"] is None
    assert there.moves[f"self_assessment.indicators.{gone + 1}"] == "self_assessment.indicators.1"
