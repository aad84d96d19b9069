"""The content as rows of cells, and back: equal for any document of any form."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.content import interchange, stored
from evaluations.core.content.stored import SINGLE, Cells, Place
from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Building, Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import Edition
from tests.core import strategies
from tests.core.builders import SHIPPED, document, edition, empty, fill, with_buildings, with_indicators, with_rows
from tests.core.form import further, own_fields

FORMS = [read_edition(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.parent.glob("*.toml"))]
FORMS += [own_fields.form(), further.form()]
FUND, QUANTITY = "basic_data.expenditure.earmarked_fund", "output.quantity"
EXECUTED = "self_assessment.executed"


def there_and_back(form: Edition, content: Document) -> Document:
    """The content as it is after it has been stored as JSON texts."""
    rows = stored.rows(form, content)
    read = {place: stored.load(stored.dump(cells)) for place, cells in rows.items()}
    parts = {part: getattr(stored, part)(form, read) for part in ("basic_data", "self_assessment", "further")}
    return content.model_copy(update=parts)


def rows_of(content: Document) -> dict[Place, Cells]:
    return dict(stored.rows(edition(), content))


@pytest.mark.slow
@given(strategies.cases())
def test_any_document_comes_back_as_it_was(case: tuple[Edition, Document]) -> None:
    form, content = case
    back = there_and_back(form, content)
    assert back == content
    assert interchange.dump(back) == interchange.dump(content)


@pytest.mark.slow
@given(st.sampled_from(FORMS).flatmap(lambda form: st.tuples(st.just(form), strategies.filled(form))))
def test_whatever_is_typed_into_any_form_comes_back(case: tuple[Edition, Document]) -> None:
    form, content = case
    back = there_and_back(form, content)
    assert back == content
    assert interchange.dump(back) == interchange.dump(content)


@pytest.mark.slow
@settings(max_examples=40)
@given(strategies.documents(edition()), strategies.documents(edition()))
def test_two_documents_differ_in_the_rows_that_are_not_in_both(before: Document, after: Document) -> None:
    old, new = rows_of(before), rows_of(after)
    alike = {place for place in old if old[place] == new.get(place)}
    was, now = stored.differing(edition(), before, after)
    assert was == {place: cells for place, cells in old.items() if place not in alike}
    assert now == {place: cells for place, cells in new.items() if place not in alike}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_blank_document_has_no_rows(form: Edition) -> None:
    assert stored.rows(form, empty(form)) == {}
    assert there_and_back(form, empty(form)) == empty(form)


def test_a_single_cell_stands_under_its_path_as_a_plain_text() -> None:
    typed = {EXECUTED: "12345.60", "staffing.staff_in_post": "0", "thrift_measures": "厉行节约。"}
    assert rows_of(fill(edition(), empty(edition()), typed)) == {
        SINGLE: {
            "basic_data.staffing.staff_in_post": "0",
            "basic_data.thrift_measures": "厉行节约。",
            EXECUTED: "12345.6",
        }
    }


def test_a_row_of_a_list_stands_in_its_section_at_its_number_even_if_it_is_blank() -> None:
    funds = (
        ExpenditureRow(item="earmarked_fund", name="甲", final=Decimal(1)),
        ExpenditureRow(item="earmarked_fund", name=""),
    )
    content = with_buildings(with_rows(empty(edition()), "earmarked_fund", *funds), Building(actual_area=Decimal(0)))
    assert rows_of(content) == {
        (FUND, 1): {"name": "甲", "final": "1"},
        (FUND, 2): {},
        ("basic_data.buildings", 1): {"actual_area": "0"},
    }


def test_indicators_stand_in_form_order_with_their_category() -> None:
    listed = [Indicator(category=code, name=code) for code in ("cost.economic", QUANTITY)]
    rows = rows_of(with_indicators(empty(edition()), *listed))
    assert [cells["category"] for cells in rows.values()] == [QUANTITY, "cost.economic"]


@pytest.mark.parametrize("amount", ["-99999999.999999", "0.000001", "1E+3", "-0", "0.10", "1E-6"])
def test_an_amount_keeps_its_value_to_the_last_digit(amount: str) -> None:
    content = document()
    part = content.self_assessment.model_copy(update={"executed": Decimal(amount)})
    content = content.model_copy(update={"self_assessment": part})
    assert "E" not in rows_of(content)[SINGLE][EXECUTED]
    assert there_and_back(edition(), content) == content
