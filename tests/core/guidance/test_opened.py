"""What a partial return opens: the commented places, and what a sum or a relation ties to them."""

from collections.abc import Collection

import pytest

from evaluations.core.content import rows
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.opened import list_of, opened
from evaluations.core.paths import WHOLE
from evaluations.core.text.sentences import linked
from tests.core import builders

MONEY = "basic_data.expenditure."
PART = "self_assessment."
ROW = f"{PART}indicators.2"
QUANTITY = f"{PART}indicators.output.quantity"
FORMS = pytest.mark.parametrize(
    ("edition", "document"),
    [(builders.edition(), builders.document()), (builders.second_edition(), builders.second_document())],
    ids=["first", "second"],
)


@FORMS
def test_nothing_is_open_without_a_comment_and_everything_with_one_on_the_whole(
    edition: Edition, document: Document
) -> None:
    assert not opened(edition, document, []).cells
    everything = opened(edition, document, [WHOLE])
    assert everything.cells == cells(edition, document).keys()
    assert {f"{MONEY}earmarked_fund", "basic_data.buildings"} <= everything.lists | {"basic_data.buildings"}


@FORMS
@pytest.mark.parametrize(
    ("where", "tied", "shut"),
    [
        ("office.final", ["operating.final", "report.figures.operating"], ["office.budget", "three_public.final"]),
        (
            "business_funds.final",
            ["project.final", f"{PART}by_expenditure.project", f"{PART}executed"],
            ["project.budget"],
        ),
        ("three_public.budget", ["official_vehicles.budget", "vehicle_purchase.budget"], ["three_public.final"]),
        ("project.budget", ["basic_budget_adjustment.budget", "earmarked_fund.1.budget"], ["project.final"]),
        (f"{PART}executed", [f"{PART}execution_score", f"{PART}by_revenue.other_funds"], [f"{PART}initial_budget"]),
        (f"{ROW}.actual", [f"{ROW}.score", f"{ROW}.deviation_reason"], [f"{ROW}.weight", f"{ROW}.target"]),
        (f"{ROW}.target", [f"{ROW}.direction", f"{ROW}.score"], [f"{ROW}.actual"]),
        (f"{ROW}.weight", [f"{PART}indicators.1.weight", f"{PART}indicators.1.score"], [f"{PART}indicators.1.name"]),
        (ROW, [f"{ROW}.name"], [f"{PART}indicators.1.actual"]),
        ("report.figures.operating", ["report.figures.basic"], ["operating.final"]),
        ("report.chapters.7", [], ["report.chapters.8", "report.figures.basic"]),
        ("basic_data.staffing.staff_in_post", [], ["basic_data.staffing.authorized_posts"]),
    ],
)
def test_what_follows_is_open_and_the_rest_is_not(
    edition: Edition, document: Document, where: str, tied: Collection[str], shut: Collection[str]
) -> None:
    found = opened(edition, document, [full(where)]).cells
    assert {full(path) for path in (where, *tied) if path != ROW} <= found
    assert not {full(path) for path in shut} & found


def full(path: str) -> str:
    return path if path.startswith(("basic_data", "self_assessment", "report")) else MONEY + path


def test_a_commented_list_takes_rows_and_a_commented_row_may_go() -> None:
    edition, document = builders.edition(), builders.document()
    assert opened(edition, document, [QUANTITY]).lists == {QUANTITY}
    row = [path for path in cells(edition, document) if path.startswith(f"{ROW}.")]
    stands = opened(edition, document, [ROW])
    assert stands.may_go(row)
    assert not stands.lists
    assert not opened(edition, document, [f"{ROW}.score"]).may_go(row)


def test_what_an_error_names_is_open_to_be_corrected() -> None:
    edition, document = builders.edition(), builders.document()
    without = rows.remove(edition, document, f"{PART}indicators.3").document
    stands = opened(edition, without, [])
    assert f"{PART}indicators.1.weight" in stands.cells
    assert f"{PART}indicators.1.name" not in stands.cells
    assert stands.lists == {f"{PART}indicators.output.quality"}


def test_a_chapter_that_quotes_an_open_cell_is_open() -> None:
    edition = builders.edition()
    sentence = next(one for one in linked(edition, builders.document()) if one.text and one.cells)
    document = builders.document({f"report.chapters.{sentence.chapter}": sentence.text})
    cell = min(sentence.cells)
    assert f"report.chapters.{sentence.chapter}" in opened(edition, document, [cell]).cells


def test_a_chapter_that_states_an_open_amount_stays_open_when_the_amount_changes() -> None:
    edition, cell = builders.edition(), f"{MONEY}office.final"
    handed_in = builders.document({"office.final": "0.31", "chapters.7": "办公经费 0.310 万元，结余30.31万元。"})
    now = builders.document({"office.final": "0.32", "chapters.7": "办公经费 0.310 万元，结余30.31万元。"})
    assert "report.chapters.7" in opened(edition, now, [cell], handed_in).cells
    assert "report.chapters.7" not in opened(edition, now, [cell]).cells
    assert "report.chapters.7" not in opened(edition, now, [f"{MONEY}office.budget"], handed_in).cells


def test_rows_know_their_list() -> None:
    document = builders.document()
    assert list_of(document, ROW) == QUANTITY
    assert list_of(document, f"{MONEY}earmarked_fund.1") == f"{MONEY}earmarked_fund"
    assert list_of(document, f"{MONEY}office") == list_of(document, "") == ""
