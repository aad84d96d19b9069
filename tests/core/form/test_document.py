"""Tests of the document as a value."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from evaluations.core.form.document import BasicData, Document, ExpenditureRow, Indicator
from tests.core.builders import document, edition, empty


def test_an_amount_is_found_by_line_and_column() -> None:
    assert document().basic_data.amount("office", "final") == 3
    assert document().basic_data.amount("no_such_line", "final") is None
    assert empty(edition()).basic_data.amount("office", "final") is None


def test_rows_of_one_line_keep_their_order() -> None:
    assert [row.name for row in document().basic_data.rows("earmarked_fund")] == ["全民阅读", "古籍保护"]


def test_a_copy_finds_its_own_rows() -> None:
    old = document().basic_data
    assert old.amount("office", "final") == 3
    new = old.model_copy(update={"expenditure": (ExpenditureRow(item="office", final=Decimal(5)),)})
    assert new.amount("office", "final") == 5
    assert new.amount("project", "final") is None


def test_blank_is_not_zero() -> None:
    assert ExpenditureRow(item="office").blank
    assert not ExpenditureRow(item="office", final=Decimal(0)).blank


def test_only_the_bare_word_says_not_applicable() -> None:
    assert Indicator(category="cost.social", name=" 无 ").not_applicable
    assert not Indicator(category="cost.social", name="无障碍设施").not_applicable


def test_a_document_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        document().fiscal_year = 2024  # type: ignore[misc]


def test_equal_amounts_make_equal_documents() -> None:
    assert BasicData(expenditure=(ExpenditureRow(item="office", final=Decimal("1.50")),)) == BasicData(
        expenditure=(ExpenditureRow(item="office", final=Decimal("1.5")),)
    )


def test_binary_floats_are_refused() -> None:
    with pytest.raises(ValidationError, match="应为带引号的数字"):
        ExpenditureRow.model_validate({"item": "office", "final": 0.1})


def test_a_missing_chapter_is_blank() -> None:
    assert Document.model_fields["report"].default.chapter(3) == ""
