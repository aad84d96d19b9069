"""Tests of amounts that look typed in 元, and of what they are in 万元."""

from hypothesis import given

from evaluations.core.content import cells, yuan
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import document, edition, empty, fill
from tests.core.strategies import cases

OFFICE = "basic_data.expenditure.office"


def offered(prior: str, final: str) -> dict[str, str]:
    typed = {f"{OFFICE}.prior_final": prior, f"{OFFICE}.final": final}
    return dict(yuan.converted(edition(), fill(edition(), empty(edition()), typed)))


def test_an_amount_of_a_thousand_times_last_years_is_offered_in_ten_thousands() -> None:
    assert offered("60", "658000") == {f"{OFFICE}.final": "65.8"}
    assert offered("658", "658000") == {f"{OFFICE}.final": "65.8"}
    assert offered("658.001", "658000") == {}


def test_without_an_amount_of_last_year_nothing_is_offered() -> None:
    assert offered("", "658000") == offered("0", "658000") == {}


def test_what_is_offered_keeps_six_decimals_and_can_be_stored() -> None:
    assert offered("1", "12345.678999") == {f"{OFFICE}.final": "1.234568"}


def test_the_finding_free_document_is_offered_nothing() -> None:
    assert not yuan.converted(edition(), document())


@given(cases())
def test_whatever_is_offered_can_be_typed(case: tuple[Edition, Document]) -> None:
    form, any_document = case
    texts = yuan.converted(form, any_document)
    changed, errors = cells.fill(form, any_document, texts)
    assert not errors
    listed = cells.cells(form, changed)
    assert {path: listed[path].text for path in texts} == texts
