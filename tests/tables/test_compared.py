"""What cells are compared with: another document of the unit, or the figures of its kind."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.content import rows
from evaluations.core.content.cells import Cell, cells
from evaluations.core.content.comparing import BETWEEN_YEARS, WITHIN_A_YEAR, Likenesses
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.word_changes import Run
from evaluations.tables.compared import with_other, with_quartiles
from evaluations.tables.shapes import Compared
from tests.core.builders import document, edition, fill
from tests.core.strategies import cases, documents

OFFICE = "basic_data.expenditure.office.final"
FUND = "basic_data.expenditure.earmarked_fund"
WAYS = st.sampled_from([BETWEEN_YEARS, WITHIN_A_YEAR])


def compared(typed: dict[str, str], before: dict[str, str] | None = None) -> dict[str, Compared]:
    return dict(with_other(edition(), document(typed), document(before), "上年", WITHIN_A_YEAR).cells)


def test_a_number_stands_with_the_other_and_the_difference() -> None:
    assert compared({OFFICE: "3.5"}, {OFFICE: "3.2"}) == {OFFICE: Compared("上年 3.2", "+0.3")}


def test_blank_is_not_zero() -> None:
    assert compared({OFFICE: "0"}, {OFFICE: ""}) == {OFFICE: Compared("上年 空白")}
    assert compared({OFFICE: ""}, {OFFICE: "0"}) == {OFFICE: Compared("上年 0")}


def test_a_text_shows_what_was_removed_and_added() -> None:
    where = "basic_data.thrift_measures"
    assert compared({where: "严控经费。"}, {where: "严管经费。"}) == {
        where: Compared(runs=[Run("严"), Run("管", "removed"), Run("控", "added"), Run("经费。")])
    }


def test_a_row_that_is_not_there_any_more_is_named() -> None:
    less = rows.remove(edition(), document(), f"{FUND}.1").document
    assert with_other(edition(), less, document(), "上次", WITHIN_A_YEAR) == ({}, [f"{FUND}.1"])


def test_a_project_of_another_name_is_another_one_next_year_but_the_same_in_the_next_submission() -> None:
    renamed = fill(edition(), document(), {f"{FUND}.1.name": "新馆建设"})
    assert list(with_other(edition(), renamed, document(), "上次", WITHIN_A_YEAR).cells) == [f"{FUND}.1.name"]
    between_years = with_other(edition(), renamed, document(), "上年", BETWEEN_YEARS)
    assert between_years.gone == [f"{FUND}.1"]
    assert between_years.cells[f"{FUND}.1.final"] == Compared("上年 空白")


@pytest.mark.parametrize(
    ("own", "remark"),
    [("9", "高于四分之三的同类单位"), ("1", "低于四分之三的同类单位"), ("2", ""), ("5", ""), ("", "")],
)
def test_a_figure_outside_the_quartiles_is_marked(own: str, remark: str) -> None:
    quartiles = {OFFICE: ("2", "3", "5"), "of.another.edition": ("1", "1", "1")}
    found = with_quartiles(edition(), document({OFFICE: own}), quartiles)
    assert found.cells == {OFFICE: Compared("中位数 3", remark)}


@pytest.mark.slow
@settings(max_examples=30)
@given(cases(), WAYS)
def test_a_document_does_not_differ_from_itself(case: tuple[Edition, Document], same_row: Likenesses) -> None:
    form, own = case
    assert with_other(form, own, own, "上年", same_row) == ({}, [])


@pytest.mark.slow
@settings(max_examples=50)
@given(cases(), st.data(), WAYS)
def test_the_other_way_round_each_shows_the_other_s_value(
    case: tuple[Edition, Document], data: st.DataObject, same_row: Likenesses
) -> None:
    form, one = case
    other = data.draw(documents(form))
    there, back = with_other(form, one, other, "另", same_row), with_other(form, other, one, "另", same_row)
    own, its = cells(form, one), cells(form, other)
    assert sorted(shown(own, there.cells, one=True)) == sorted(shown(its, back.cells, one=False))


def shown(own: Mapping[str, Cell], found: Mapping[str, Compared], *, one: bool) -> list[tuple[str, ...]]:
    """The fixed cells of numbers with (value of `one`, value of the other, size of the difference)."""
    listed: list[tuple[str, ...]] = []
    for path, compared_with in found.items():
        if compared_with.said and not re.search(r"\.\d+\.", path):
            other, mine = compared_with.said.removeprefix("另 "), own[path].text or "空白"
            gap = str(abs(Decimal(compared_with.difference))) if compared_with.difference else ""
            listed.append((path, *((mine, other) if one else (other, mine)), gap))
    return listed
