"""A layout's texts read as words and marks, and its cells placed on the sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.form.fields import columns as lists
from evaluations.core.form.fields import label
from evaluations.core.form.layout import Layout, Mark, columns, misplaced, pieces
from tests.core.builders import edition


def layout(*lines: list[tuple[int, int]], width: int = 3) -> Layout:
    """A layout of cells given as (columns, rows)."""
    drawn = [{"cells": [{"role": "text", "columns": c, "rows": r} for c, r in line]} for line in lines]
    return Layout.model_validate({"widths": [9] * width, "lines": drawn})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("总分", ("总分",)),
        ("其中：{a.b}", ("其中：", Mark("a.b"))),
        ("{label:x}{a}", (Mark("label:x"), Mark("a"))),
        ("{a+}\n（{b}分）", (Mark("a", merges=True), "\n（", Mark("b"), "分）")),
        ("{a|……}", (Mark("a", when_empty="……"),)),
        ("{a|{label:b}}", (Mark("a", when_empty="{label:b}"),)),
    ],
)
def test_a_text_is_read_as_words_and_marks(text: str, parts: tuple[str | Mark, ...]) -> None:
    assert pieces(text) == parts


@pytest.mark.parametrize("text", ["{", "}", "{a", "a}", "{{{a}}}", "{a}}", "甲{a}乙{"])
def test_unbalanced_braces_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="花括号应成对"):
        pieces(text)


@given(st.text(alphabet="a{}|+", max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parts = pieces(text)
    except ValueError:
        return
    assert "".join(part for part in parts if isinstance(part, str)).count("{") == 0


def test_cells_follow_each_other_beside_those_that_reach_down() -> None:
    sheet = layout([(1, 2), (1, 1), (1, 1)], [(1, 2), (1, 1)], [(1, 1), (1, 1)])
    assert columns(sheet) == [[0, 1, 2], [1, 2], [0, 2]]
    assert not list(misplaced(sheet))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([[(2, 1), (2, 1)]], "表有 3 列，这一格从第 3 列起占 2 列"),
        ([[(3, 1), (1, 1)]], "从第 4 列起占 1 列"),
        ([[(2, 1)]], "还空着 1 列，各格的列数之和应为 3"),
        ([[]], "还空着 3 列"),
        ([[(1, 1), (1, 2), (1, 1)], [(2, 1), (1, 1)]], "与上面向下合并的单元格重叠：这一格从第 1 列起占 2 列"),
        ([[(3, 2)]], "向下合并 2 行，超出了表的最后一行"),
    ],
)
def test_cells_that_do_not_fit_the_sheet_are_told(lines: list[list[tuple[int, int]]], told: str) -> None:
    assert told in "".join(each.message for each in misplaced(layout(*lines)))


def test_labels_are_found_by_the_key_that_states_them() -> None:
    form = edition()
    assert label(form, "attachment2.staffing") == "财政供养人员情况（人）"
    assert label(form, "attachment2.lines.office") == "其中：办公经费"
    assert label(form, "attachment3.by_revenue") == "按收入性质分："
    assert label(form, "attachment3.by_revenue.lines.other_funds") == "其他资金："


@pytest.mark.parametrize(
    "key", ["", "attachment2", "attachment2.lines", "attachment2.lines.boats", "version", "code.x"]
)
def test_where_an_edition_states_no_words_there_is_no_label(key: str) -> None:
    with pytest.raises(LookupError):
        label(edition(), key)


def test_a_list_has_the_columns_that_its_line_asks_for() -> None:
    assert lists(edition())["basic_data.expenditure.other_project"] == ("name", "prior_final", "budget", "final")
    assert lists(edition())["basic_data.buildings"][-2:] == ("area_rate", "investment_rate")
