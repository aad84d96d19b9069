"""A document moved to another edition."""

import pytest
from hypothesis import given

from evaluations.core.content.cells import cells
from evaluations.core.content.moving import moved
from evaluations.core.editions.file import read_edition
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
    assert "self_assessment.executed" in there.lost
