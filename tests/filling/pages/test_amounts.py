"""Tests of what a step says of its amounts: computed totals, and amounts that look typed in 元."""

from evaluations.core.form.document import Document
from evaluations.filling.pages import amounts
from evaluations.filling.saving.edited import apply_posted
from evaluations.filling.saving.posted import Posted
from tests.core.builders import fill
from tests.filling.forms import BLANK, EDITION, FUND, PROJECT, typed_into, with_rows

FINAL = f"{PROJECT}.final"
OFFICE = "basic_data.expenditure.office"


def two_funds() -> Document:
    return typed_into(with_rows(BLANK, FUND, FUND), {f"{FUND}.1.final": "5", f"{FUND}.2.final": "3"})


def total(document: Document) -> str:
    totals = amounts.extras(EDITION, document)["totals"]
    assert isinstance(totals, dict)
    return str(totals[FINAL])


def test_a_total_follows_what_is_typed_into_its_rows() -> None:
    assert total(two_funds()) == "8"
    assert amounts.extras(EDITION, two_funds())["computed_totals"] == [FINAL]


def test_a_total_follows_a_row_that_is_removed_or_typed_and_removed_at_once() -> None:
    removed = apply_posted(EDITION, two_funds(), Posted(0, "remove", f"{FUND}.1", {}))
    assert total(removed.document) == "3"
    removed = apply_posted(EDITION, two_funds(), Posted(0, "remove", f"{FUND}.1", {f"{FUND}.2.final": "4"}))
    assert total(removed.document) == "4"


def test_a_total_typed_differently_keeps_its_text_when_a_row_is_removed() -> None:
    removed = apply_posted(EDITION, two_funds(), Posted(0, "remove", f"{FUND}.1", {FINAL: "9"}))
    assert total(removed.document) == "9"
    assert amounts.extras(EDITION, removed.document)["computed_totals"] == []


def test_a_part_that_can_not_be_read_leaves_the_total_as_it_was() -> None:
    result = apply_posted(EDITION, two_funds(), Posted(0, "save", "", {f"{FUND}.1.final": "五"}))
    assert total(result.document) == "8"


def test_an_amount_that_looks_typed_in_yuan_is_offered_in_wan() -> None:
    document = fill(EDITION, BLANK, {f"{OFFICE}.prior_final": "60", f"{OFFICE}.final": "658000"})
    assert amounts.extras(EDITION, document)["in_wan"] == {f"{OFFICE}.final": "65.8"}
