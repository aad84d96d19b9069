"""Tests of the totals that follow their parts: which do, which stay as a person typed them."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from evaluations.core import paths
from evaluations.core.content import cells, interchange, totals
from evaluations.core.form.document import Document, ExpenditureRow
from evaluations.core.form.edition import Edition
from tests.core.builders import edition, empty, fill, with_rows
from tests.core.strategies import amounts, cases, documents

VEHICLES, OPERATION = "official_vehicles.final", "vehicle_operation.final"
THREE, RECEPTION = "three_public.final", "official_reception.final"
PROJECT, BUSINESS = "project.final", "business_funds.final"
EXPENDITURE = "basic_data.expenditure."


def saved(before: Document, typed: dict[str, str]) -> Document:
    """`before` after a save of the `typed` texts."""
    form = edition()
    full = {EXPENDITURE + path for path in typed}
    return totals.follow(form, before, fill(form, before, typed), full)


def shown(document: Document, *where: str) -> list[str]:
    listed = cells.cells(edition(), document)
    return [listed[EXPENDITURE + path].text for path in where]


def test_a_blank_total_becomes_the_sum_of_its_parts_and_so_does_the_total_above_it() -> None:
    document = saved(empty(edition()), {OPERATION: "2.5", RECEPTION: "1"})
    assert shown(document, VEHICLES, THREE) == ["2.5", "3.5"]


def test_a_total_that_was_the_sum_follows_a_part_that_changes() -> None:
    document = saved(empty(edition()), {OPERATION: "2.5", RECEPTION: "1"})
    assert shown(saved(document, {OPERATION: "3"}), VEHICLES, THREE) == ["3", "4"]


def test_a_total_typed_in_the_same_save_stays() -> None:
    document = saved(empty(edition()), {BUSINESS: "3"})
    assert shown(saved(document, {BUSINESS: "4", PROJECT: "9"}), PROJECT) == ["9"]
    assert shown(saved(document, {BUSINESS: "4", PROJECT: ""}), PROJECT) == [""]


def test_a_total_that_was_typed_differently_stays_until_it_is_the_sum_again() -> None:
    document = saved(saved(empty(edition()), {PROJECT: "9"}), {BUSINESS: "4"})
    assert shown(document, PROJECT) == ["9"]
    document = saved(document, {BUSINESS: "9"})
    assert shown(saved(document, {BUSINESS: "8"}), PROJECT) == ["8"]


def test_a_total_typed_differently_is_not_skipped_by_the_total_above_it() -> None:
    document = saved(saved(empty(edition()), {VEHICLES: "7"}), {OPERATION: "2"})
    assert shown(document, VEHICLES, THREE) == ["7", "7"]


def test_a_total_is_blank_again_when_its_last_part_is() -> None:
    document = saved(empty(edition()), {BUSINESS: "3"})
    assert shown(saved(document, {BUSINESS: ""}), PROJECT) == [""]


def test_a_part_of_zero_is_a_part() -> None:
    assert shown(saved(empty(edition()), {BUSINESS: "0"}), PROJECT) == ["0"]


def test_a_total_without_parts_is_left_alone() -> None:
    assert shown(saved(empty(edition()), {PROJECT: "8"}), PROJECT) == ["8"]


def test_public_funds_may_exceed_their_parts_and_are_never_computed() -> None:
    assert shown(saved(empty(edition()), {"office.final": "3"}), "operating.final") == [""]


def test_each_column_follows_by_itself() -> None:
    document = saved(empty(edition()), {"business_funds.budget": "3", BUSINESS: "4", "business_funds.prior_final": "5"})
    assert shown(document, "project.prior_final", "project.budget", PROJECT) == ["5", "3", "4"]


def test_a_row_that_is_removed_leaves_the_sum() -> None:
    form = edition()
    rows = [ExpenditureRow(item="earmarked_fund", name=name, final=Decimal(5)) for name in ("甲", "乙")]
    two = fill(form, with_rows(empty(form), "earmarked_fund", *rows), {PROJECT: "10"})
    one = with_rows(two, "earmarked_fund", rows[1])
    assert shown(totals.follow(form, two, one, ()), PROJECT) == ["5"]


def test_a_sum_that_no_cell_can_hold_is_not_put_into_one() -> None:
    most = "99999999.999999"
    document = saved(empty(edition()), {BUSINESS: most, "maintenance_funds.final": most})
    assert shown(document, PROJECT) == [""]
    just_too_much = saved(empty(edition()), {BUSINESS: most, "maintenance_funds.final": "0.000001"})
    assert shown(just_too_much, PROJECT) == [""]


def test_a_total_stands_where_the_form_has_its_line() -> None:
    document = saved(empty(edition()), {OPERATION: "2.5", BUSINESS: "3"})
    order = [edition().line_order[row.item] for row in document.basic_data.expenditure]
    assert len(order) > 3
    assert order == sorted(order)


def test_a_line_without_last_years_figure_has_no_total_of_it() -> None:
    form = edition()
    lines = tuple(line.model_copy(update={"prior": False}) for line in form.lines)
    without = form.model_copy(update={"attachment2": form.attachment2.model_copy(update={"lines": lines})})
    given_texts = totals.texts(without, empty(form))
    assert {path.rpartition(".")[2] for path in given_texts} == {"budget", "final"}


def test_computed_totals_are_those_that_are_the_sum_of_filled_parts() -> None:
    document = saved(empty(edition()), {OPERATION: "2.5", PROJECT: "8", "three_public.budget": "0"})
    assert totals.computed(edition(), document) == {EXPENDITURE + VEHICLES, EXPENDITURE + THREE}


def test_the_texts_of_all_totals_are_given_also_of_blank_ones() -> None:
    given_texts = totals.texts(edition(), saved(empty(edition()), {OPERATION: "2.50"}))
    assert given_texts[EXPENDITURE + VEHICLES] == "2.5"
    assert given_texts[EXPENDITURE + PROJECT] == ""
    assert len(given_texts) == 9


@settings(max_examples=40)
@given(st.data(), cases())
def test_after_a_save_a_total_is_the_sum_or_was_typed_otherwise(
    data: DataObject, case: tuple[Edition, Document]
) -> None:
    form, before = case
    after = data.draw(st.just(before) | documents(form) | _one_part_changed(form, before))
    typed = data.draw(st.sets(st.sampled_from(sorted(totals.texts(form, before)))))
    after = _with_totals_of(form, after, before, typed)
    result = totals.follow(form, before, after, typed)
    for line in form.lines:
        for column in form.columns if line.kind == "total" else ():
            where = paths.expenditure(line.item, column)
            old, new = totals.parts(form, before, line, column), totals.parts(form, result, line, column)
            total, was = result.basic_data.amount(line.item, column), before.basic_data.amount(line.item, column)
            kept = total == after.basic_data.amount(line.item, column)
            assert where not in typed or kept
            assert was is None or (old and was == sum(old)) or kept
            follows = where not in typed and old != new and (was is None or was == sum(old, Decimal(0)))
            if follows and old and new and abs(sum(new, Decimal(0))) < 10**8:
                assert total == sum(new)


@settings(max_examples=40)
@given(cases(), st.data())
def test_nothing_but_totals_changes_and_the_document_stays_in_order(
    case: tuple[Edition, Document], data: DataObject
) -> None:
    form, before = case
    after = data.draw(documents(form))
    result = totals.follow(form, before, after, ())
    assert interchange.for_edition(form, result) == result
    listed, given_totals = cells.cells(form, after), totals.texts(form, after)
    assert {p: c for p, c in cells.cells(form, result).items() if p not in given_totals} == {
        p: c for p, c in listed.items() if p not in given_totals
    }


@settings(max_examples=40)
@given(cases())
def test_a_save_that_changes_no_part_changes_no_total(case: tuple[Edition, Document]) -> None:
    form, document = case
    assert totals.follow(form, document, document, ()) == document


def _one_part_changed(form: Edition, document: Document) -> st.SearchStrategy[Document]:
    own = totals.texts(form, document)
    where = sorted(
        p for p, c in cells.cells(form, document).items() if c.kind == "amount" and "expenditure." in p and p not in own
    )
    changes = st.tuples(st.sampled_from(where), amounts("0"))
    return changes.map(lambda change: cells.fill(form, document, {change[0]: format(change[1], "f")})[0])


def _with_totals_of(form: Edition, after: Document, before: Document, typed: set[str]) -> Document:
    """`after` with the totals as they were, but for those typed."""
    kept = {path: text for path, text in totals.texts(form, before).items() if path not in typed}
    return cells.fill(form, after, kept)[0]
