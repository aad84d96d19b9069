"""Tests of what a year takes over: last year's document as its start, cells that came from there, figures that repeat a cell."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core import checks
from evaluations.core.basics import values
from evaluations.core.basics.years import LAST_YEAR
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange, lines
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document, ExpenditureRow, Explanation, own_rows
from evaluations.core.form.edition import Edition
from evaluations.core.guidance import prefill
from evaluations.core.paths import value_at
from tests.core.builders import cells_of, document, edition, empty, second_document, second_edition, with_rows
from tests.core.form import further
from tests.core.strategies import cases, documents

OFFICE = "basic_data.expenditure.office.prior_final"
OPERATING = "basic_data.expenditure.operating.final"
FIGURE = "report.figures.operating"


def next_year(form: Edition, last_year: Document) -> Document:
    year = min(last_year.fiscal_year + 1, LAST_YEAR)
    return empty(form).model_copy(update={"fiscal_year": year, "unit": last_year.unit})


def started(form: Edition, last_year: Document) -> Document:
    return prefill.starting(form, next_year(form, last_year), last_year)


@settings(max_examples=60)
@given(cases(), st.sampled_from([edition(), second_edition()]))
def test_a_year_starts_well_formed_whatever_last_year_and_its_edition(
    case: tuple[Edition, Document], form: Edition
) -> None:
    start = started(form, case[1])
    assert interchange.for_edition(form, interchange.new_document(interchange.dump(start).encode())) == start


@settings(max_examples=60)
@given(cases())
def test_a_years_prior_amounts_are_last_years_finals(case: tuple[Edition, Document]) -> None:
    form, last_year = case
    start = started(form, last_year)
    for entry, final in lines.with_last_year(form, start, last_year):
        assert entry.amount("prior_final") == final
        assert (entry.amount("budget"), entry.amount("final")) == (None, None)
    asked = [row for row in last_year.basic_data.expenditure if form.line[row.item].prior]
    kept = {(row.item, row.name, row.amounts.get("prior_final")) for row in start.basic_data.expenditure}
    finals = [(row.item, row.name, row.amounts.get("final")) for row in asked]
    assert kept == {(item, name, final) for item, name, final in finals if final is not None or name is not None}
    assert not [finding for finding in checks.run(Case(form, start, last_year)) if finding.code == "P-01"]


@settings(max_examples=40)
@given(cases())
def test_a_year_starts_with_every_amount_of_last_year_locked(case: tuple[Edition, Document]) -> None:
    form, last_year = case
    start = started(form, last_year)
    filled = {path for path, cell in cells(form, start).items() if path.endswith(".prior_final") and cell.text}
    assert set(prefill.carried_over(form, start, last_year)) == filled


def test_indicators_start_with_their_structure_only() -> None:
    last_year = document()
    for old, new in zip(
        last_year.self_assessment.indicators, started(edition(), last_year).self_assessment.indicators, strict=True
    ):
        assert (new.name, new.target, new.direction, new.weight) == (old.name, old.target, old.direction, old.weight)
        assert (new.actual, new.score, new.deviation_reason) == ("", None, "")


def test_posts_and_three_chapters_are_taken_over_and_nothing_else() -> None:
    last_year = document()
    start = started(edition(), last_year)
    assert start.basic_data.staffing.authorized_posts == last_year.basic_data.staffing.authorized_posts
    assert start.basic_data.staffing.staff_in_post is None
    assert start.basic_data.buildings == ()
    assert {number for number, text in start.report.chapters.items() if text} == {"1", "7", "8"}
    assert start.report.chapter(7) == f"{values.TO_UPDATE}\n{last_year.report.chapter(7)}"
    assert not any(start.report.figures.values())


def test_named_rows_of_a_further_table_begin_with_their_names() -> None:
    then = further.with_houses(further.OFFICE, {"area": "5"}, further.SHOP)
    now = started(further.form(), then)
    assert [row.fields for row in own_rows(now, further.LIST)] == [{"name": "办公楼"}, {"name": "门面"}]
    assert now.further["assets"].fields == {}
    assert further.TABLE.partition(".")[2] not in started(further.form(), further.filled()).further


def test_a_chapter_to_be_updated_is_told_as_a_left_over() -> None:
    start = started(edition(), document())
    assert ("warning", "report.chapters.7") in cells_of("N-17", start)
    again = started(edition(), start)
    assert again.report.chapter(7) == start.report.chapter(7)


def test_what_the_other_edition_has_not_is_left_out() -> None:
    start = started(edition(), second_document())
    assert {row.item for row in start.basic_data.expenditure} <= set(edition().line)
    assert {row.category for row in start.self_assessment.indicators} <= set(edition().categories)


def test_a_chapter_that_has_no_room_for_the_mark_is_left_out() -> None:
    full = "满" * values.CHAPTER_LIMIT
    report = document().report.model_copy(update={"chapters": {"1": full}})
    assert started(edition(), document().model_copy(update={"report": report})).report.chapter(1) == ""


def test_a_cell_that_differs_is_locked_once_it_is_explained() -> None:
    last_year = document({"office.final": "98"})
    assert OFFICE in prefill.carried_over(edition(), document({"office.prior_final": "98"}), last_year)
    other = document({"office.prior_final": "99"})
    assert OFFICE not in prefill.carried_over(edition(), other, last_year)
    explanation = Explanation(code="P-01", where=OFFICE, text="审计调整。")
    explained = other.model_copy(update={"explanations": (explanation,)})
    assert prefill.carried_over(edition(), explained, last_year)[OFFICE] == Decimal(98)


def test_a_new_row_is_not_locked() -> None:
    row = ExpenditureRow(item="earmarked_fund", name="新增专项", prior_final=Decimal(8))
    new = with_rows(document(), "earmarked_fund", row)
    assert not [path for path in prefill.carried_over(edition(), new, document()) if "earmarked_fund" in path]


def test_a_blank_figure_takes_the_tables_amount() -> None:
    before = document({FIGURE: "", OPERATING: ""})
    after = document({FIGURE: "", OPERATING: "7"})
    followed = prefill.with_equal_figures(edition(), before, after, {OPERATING})
    assert value_at(followed, FIGURE) == Decimal(7)


def test_a_figure_that_was_equal_follows_and_another_stays() -> None:
    before, after = document({FIGURE: "5", OPERATING: "5"}), document({FIGURE: "5", OPERATING: "7"})
    assert value_at(prefill.with_equal_figures(edition(), before, after, ()), FIGURE) == Decimal(7)
    before, after = document({FIGURE: "6", OPERATING: "5"}), document({FIGURE: "6", OPERATING: "7"})
    assert value_at(prefill.with_equal_figures(edition(), before, after, ()), FIGURE) == Decimal(6)


def test_a_figure_typed_now_stays_even_when_it_is_cleared() -> None:
    before, after = document({FIGURE: "5", OPERATING: "5"}), document({FIGURE: "", OPERATING: "5"})
    assert value_at(prefill.with_equal_figures(edition(), before, after, {FIGURE}), FIGURE) is None


@settings(max_examples=60)
@given(cases(), st.data())
def test_a_figure_that_nobody_typed_breaks_n_04_only_where_it_did_before(
    case: tuple[Edition, Document], data: st.DataObject
) -> None:
    form, before = case
    tables = data.draw(documents(form))
    after = before.model_copy(update={"basic_data": tables.basic_data, "self_assessment": tables.self_assessment})
    followed = prefill.with_equal_figures(form, before, after, ())
    assert interchange.for_edition(form, followed) == followed
    broken = {finding.where for finding in checks.run(Case(form, followed)) if finding.code == "N-04"}
    was = {
        f"report.figures.{figure.code}"
        for figure in form.report.figures
        if figure.equals
        and before.report.figures.get(figure.code) is not None
        and before.report.figures.get(figure.code) != value_at(before, figure.equals)
    }
    assert broken <= was
