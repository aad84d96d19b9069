"""How many lines a text takes and how high a row must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.layouts.grid import Box, Grid, GridRow
from evaluations.files.fit import HIGHEST_ROW, LOWEST_ROW, fit, lines, units


def page(*rows: GridRow) -> Grid:
    return Grid("表", "题", (9, 20), rows)


@pytest.mark.parametrize(
    ("text", "room", "count"),
    [
        ("", 10, 1),
        ("三公经费", 8, 1),
        ("三公经费控", 8, 2),
        ("甲\n乙\n\n丙", 8, 4),
        ("一二三四（五）", 8, 2),
        ("一二三四。", 8, 2),
        ("一二 abcdef", 9, 2),
        ("a" * 30, 12, 3),
        ("字" * 1000, 20, 100),
    ],
)
def test_a_cjk_character_is_two_units_wide_and_words_stay_whole(text: str, room: float, count: int) -> None:
    assert lines(text, room) == count


def test_a_closing_mark_takes_the_character_before_it_to_the_next_line() -> None:
    assert lines("一二三四五六七八", 8) == 2
    assert lines("一二三四，五六七", 8) == 3


@given(st.text(max_size=300), st.floats(6, 100))
def test_a_text_takes_at_least_the_lines_that_its_width_fills(text: str, room: float) -> None:
    assert lines(text, room) >= max(units(text.replace("\n", "")) / room, text.count("\n") + 1)


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_takes_less_room(text: str, more: str) -> None:
    assert lines(text + more, 20) >= lines(text, 20)


def test_a_row_is_at_least_twenty_points_high_and_grows_with_its_longest_text() -> None:
    heights = fit(
        page(GridRow((Box(0, "label", "短"), Box(1, "text", "短"))), GridRow((Box(0, "label", "长" * 40),)))
    ).heights
    assert heights[0] == LOWEST_ROW
    assert heights[1] > 8 * 13


def test_a_label_over_many_rows_shares_its_height_among_them() -> None:
    label = Box(0, "label", "财政供养人员情况及说明" * 3, rows=2)
    heights = fit(page(GridRow((label, Box(1, "text"))), GridRow((Box(1, "text"),)))).heights
    assert heights[0] == heights[1] > LOWEST_ROW


def test_a_text_that_fits_one_row_in_the_small_size_gets_it_with_its_whole_row() -> None:
    texts = Box(0, "label", "短"), Box(1, "long", value="字" * 290)
    [places] = fit(page(GridRow(texts))).places
    assert [place.size for place in places] == [9, 9]
    assert {(place.first_row, place.last_row) for place in places} == {(1, 1)}


def test_a_text_too_long_for_one_row_is_spread_over_rows_of_whole_lines() -> None:
    fitted = fit(page(GridRow((Box(1, "long", value="字" * 5000),)), GridRow((Box(1, "text"),))))
    [[first], [second]] = fitted.places
    assert first.last_row > 1
    assert second.first_row == first.last_row + 1
    assert set(fitted.heights[:-1]) == {fitted.heights[0]}
    assert fitted.heights[0] <= HIGHEST_ROW


def test_a_page_turns_where_the_fewest_cells_are_parted() -> None:
    def group(rows: int) -> list[GridRow]:
        label = Box(0, "heading", "组", rows=rows)
        return [GridRow((label, Box(1, "text")) if row == 0 else (Box(1, "text"),)) for row in range(rows)]

    fitted = fit(page(*group(30), *group(30)))
    assert fitted.page_starts == [31]
    assert not any(place.parted for row in fitted.places for place in row)


def test_a_group_longer_than_a_page_is_parted_and_knows_it() -> None:
    label = Box(0, "heading", "组", rows=60)
    rows = [GridRow((label, Box(1, "text")) if row == 0 else (Box(1, "text"),)) for row in range(60)]
    fitted = fit(page(*rows))
    assert len(fitted.page_starts) == 1
    assert fitted.places[0][0].parted
