"""Tests of the cells: listed, filled, and put in the order of the form."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.content import cells, rows
from evaluations.core.content.cells import Cell
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import document, edition, empty, second_document, second_edition
from tests.core.strategies import cases, hostile_texts, indicator_texts, texts


def test_every_cell_of_the_form_is_listed_even_when_blank() -> None:
    listed = cells.cells(edition(), empty(edition()))
    assert listed["basic_data.expenditure.office.final"] == Cell("amount", "")
    assert listed["self_assessment.by_revenue.other_funds"] == Cell("amount", "")
    assert listed["report.chapters.9"] == Cell("chapter", "")
    assert "basic_data.expenditure.earmarked_heading.final" not in listed
    assert "basic_data.expenditure.government_procurement.prior_final" not in listed
    assert not any(cell.text for cell in listed.values())


def test_cells_show_what_stands_in_them() -> None:
    listed = cells.cells(edition(), document())
    assert listed["basic_data.expenditure.earmarked_fund.2.name"] == Cell("line", "古籍保护")
    assert listed["self_assessment.indicators.1.direction"] == Cell("direction", "正向")
    assert listed["filing_date"] == Cell("date", "2024-03-15")
    assert listed["basic_data.buildings.1.actual_investment"] == Cell("amount", "295.5")
    assert listed["basic_data.staffing.staff_in_post"] == Cell("count", "9")


def test_another_edition_lists_its_own_cells() -> None:
    listed = cells.cells(second_edition(), second_document())
    assert listed["basic_data.expenditure.union_funds.final"].text == "1"
    assert listed["self_assessment.by_revenue.carried_forward"].text == "4"
    assert "report.chapters.9" not in listed


def test_typed_texts_are_read_into_their_cells() -> None:
    typed = {
        "basic_data.expenditure.office.final": "１，２３４．５０",
        "basic_data.staffing.staff_in_post": " 8 ",
        "filing_date": "2024-04-01",
        "self_assessment.indicators.8.direction": "反向",
        "self_assessment.indicators.1.name": " 新\t书 ",
        "report.chapters.1": "一\r\n二",
    }
    filled, errors = cells.fill(edition(), document(), typed)
    assert not errors
    assert filled.basic_data.amount("office", "final") == Decimal("1234.5")
    assert filled.basic_data.staffing.staff_in_post == 8
    assert filled.self_assessment.indicators[7].direction == "reverse"
    assert filled.self_assessment.indicators[0].name == "新 书"
    assert filled.report.chapter(1) == "一\n二"


def test_an_unreadable_text_is_named_and_its_cell_keeps_its_value() -> None:
    typed = {"basic_data.expenditure.office.final": "abc", "basic_data.expenditure.office.budget": "4"}
    filled, errors = cells.fill(edition(), document(), typed)
    assert errors == {"basic_data.expenditure.office.final": "填的是“abc”，应为数字，例如 65.8。"}
    assert filled.basic_data.amount("office", "final") == 3
    assert filled.basic_data.amount("office", "budget") == 4


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("filing_date", "2024-13-01"),
        ("filing_date", "明天"),
        ("filing_date", "0001-01-01"),
        ("filing_date", "9999-12-31"),
        ("self_assessment.indicators.1.direction", "positive"),
        ("basic_data.staffing.authorized_posts", "4.5"),
        ("self_assessment.indicators.1.name", "字" * 201),
        ("basic_data.thrift_measures", "字" * 20_001),
        ("report.chapters.1", "字" * 100_001),
        ("report.chapters.1", "\x00"),
    ],
)
def test_each_kind_of_cell_refuses_what_it_cannot_hold(path: str, text: str) -> None:
    filled, errors = cells.fill(edition(), document(), {path: text})
    assert list(errors) == [path]
    assert filled == document()


def test_unknown_paths_are_ignored() -> None:
    typed = {"basic_data.expenditure.boats.final": "1", "__class__": "x", "self_assessment.indicators.99.name": "x"}
    assert cells.fill(edition(), document(), typed) == (document(), {})


def test_a_line_emptied_is_a_line_never_filled() -> None:
    emptied = {f"basic_data.expenditure.office.{column}": "" for column in ("prior_final", "budget", "final")}
    filled, _ = cells.fill(edition(), document(), emptied)
    assert not filled.basic_data.rows("office")


def test_the_order_is_that_of_the_form() -> None:
    shuffled = document().model_copy(
        update={
            "basic_data": document().basic_data.model_copy(
                update={"expenditure": document().basic_data.expenditure[::-1]}
            )
        }
    )
    ordered = cells.in_form_order(edition(), shuffled)
    assert [row.item for row in ordered.basic_data.expenditure] == [
        row.item for row in document().basic_data.expenditure
    ]


@settings(max_examples=60)
@given(cases())
def test_filling_in_what_stands_there_changes_nothing(case: tuple[Edition, Document]) -> None:
    form, any_document = case
    typed = {path: cell.text for path, cell in cells.cells(form, any_document).items()}
    assert cells.fill(form, any_document, typed) == (any_document, {})


@given(st.dictionaries(st.sampled_from(sorted(cells.cells(edition(), document()))), hostile_texts(), max_size=8))
def test_any_text_in_any_cell_is_read_or_named(typed: dict[str, str]) -> None:
    filled, errors = cells.fill(edition(), document(), typed)
    assert set(errors) <= set(typed)
    listed = cells.cells(edition(), filled)
    again, none = cells.fill(edition(), filled, {path: cell.text for path, cell in listed.items()})
    assert again == filled
    assert not none


@pytest.mark.slow
@given(cases(), st.data())
def test_the_cells_of_a_filled_document_are_as_if_listed_anew(
    case: tuple[Edition, Document], data: st.DataObject
) -> None:
    form, content = case
    for _ in range(3):
        places = data.draw(st.lists(st.sampled_from(sorted(cells.all_cells(form, content))), min_size=1, max_size=5))
        typed = {place: data.draw(indicator_texts() | texts() | hostile_texts()) for place in places}
        before, (content, _) = content, cells.fill(form, content, typed)
        assert list(cells.all_cells(form, content).items()) == list(cells.cells(form, content).items())
        assert list(cells.all_cells(form, before).items()) == list(cells.cells(form, before).items())


def test_a_blank_row_more_is_a_change() -> None:
    grown = rows.add(edition(), document(), "basic_data.buildings").document
    told = list(cells.changes(edition(), document(), grown))
    assert {path.rpartition(".")[0] for path, _, _ in told} == {"basic_data.buildings.2"}
    assert {(before, after) for _, before, after in told} == {("", "")}
