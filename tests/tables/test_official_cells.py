"""The HTML of the official table's cells."""

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.tables.shapes import CellInput, OfficialTable, TableCell, TableRow
from evaluations.tables.templatetags.official_cells import official_css, official_rows


def make_input(**given: Any) -> CellInput:
    return CellInput(**({"kind": "amount", "name": "a.b", "value": "", "label": ""} | given))


def make_cell(**given: Any) -> TableCell:
    return TableCell(**({"css": "amount", "anchor": "a.b"} | given))


def make_table(*rows: TableRow, **given: Any) -> OfficialTable:
    plain: dict[str, Any] = {"caption": "", "columns": [25.0] * 4, "editable": False, "rows": rows}
    return OfficialTable(**(plain | given))


def draw(**given: Any) -> str:
    return draw_row(cells=[make_cell(**given)]).removeprefix("<tr>").removesuffix("</tr>").strip()


def draw_row(*, editable: bool = False, **given: Any) -> str:
    row = TableRow(**({"cells": []} | given))
    return official_rows(make_table(row, editable=editable, has_beside=bool(row.beside))).strip()


def css_of(cell: TableCell, *, behind: int = 0) -> list[str]:
    """The classes of the cell, where so many cells stand behind it in its row."""
    drawn = draw_row(cells=[cell, *[make_cell()] * behind])
    [first, *_] = re.finditer(r'<td class="([^"]*)"', drawn)
    return first[1].split()


def test_a_plain_cell_carries_its_path_and_no_empty_attribute() -> None:
    assert draw(text="6.22", colspan=2) == '<td class="amount" id="a.b" colspan="2">6.22</td>'


def test_zero_is_shown_and_blank_stays_blank() -> None:
    assert draw(text="0").endswith(">0</td>")
    assert draw(text="").endswith('"></td>')
    assert 'value="0"' in draw(input=make_input(value="0"))


def test_an_input_takes_the_anchor_so_that_a_link_puts_the_cursor_into_it() -> None:
    html = draw(input=make_input(value="8", label="项目支出，2023年决算数（万元）"))
    assert html.count('id="a.b"') == 1
    assert (
        '<input inputmode="decimal" id="a.b" name="a.b" aria-label="项目支出，2023年决算数（万元）" value="8">' in html
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("count", '<input inputmode="numeric"'),
        ("text", "<input id="),
        ("long", ">\n\n第一段</textarea>"),
        ("choice", '<option value="positive" selected>正向</option><option value="">未定</option></select>'),
    ],
)
def test_each_kind_of_input_is_drawn(kind: str, expected: str) -> None:
    options = [("positive", "正向", True), ("", "未定", False)]
    assert expected in draw(input=make_input(kind=kind, value="\n第一段", options=options))


def test_an_amount_says_what_it_is_in_wan_and_that_it_is_computed() -> None:
    assert 'title="合计自动计算" data-in-wan="65.8"' in draw(input=make_input(title="合计自动计算", in_wan="65.8"))


def test_an_error_is_tied_to_its_input() -> None:
    html = draw(input=make_input(error="应为数字", described_by="a.b.notes"))
    assert 'aria-describedby="a.b.notes" aria-invalid="true"' in html
    assert '<div class="cell-notes" id="a.b.notes"><p class="cell-error">应为数字</p></div>' in html


def test_a_note_is_shown_in_a_cell_without_an_input_too() -> None:
    assert '<li class="warning">超过预算</li>' in draw(notes=[("warning", "超过预算")])


def test_a_cell_says_whether_it_holds_an_input_and_notes() -> None:
    assert css_of(make_cell(), behind=3) == ["amount"]
    assert css_of(make_cell(input=make_input()), behind=3) == ["amount", "entry"]
    assert css_of(make_cell(notes=[("info", "同上年")]), behind=3) == ["amount", "noted"]


def test_what_may_open_notes_near_the_end_of_its_row_is_marked() -> None:
    noted = make_cell(notes=[("info", "同上年")])
    assert ["near-end" in css_of(noted, behind=behind) for behind in (0, 2, 3)] == [True, True, False]
    assert "near-end" not in css_of(make_cell())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"columns": [10.0] * 8}, []),
        ({"columns": [10.0] * 9}, ["wide"]),
        ({"has_beside": True}, ["with-beside"]),
        ({"editable": True}, ["editable"]),
        (
            {"editable": True, "rows": [TableRow([]), TableRow([], actions=[("up", "↑", "上移", False)])]},
            ["editable", "with-buttons"],
        ),
    ],
)
def test_a_table_says_what_stands_in_it(given: dict[str, Any], expected: list[str]) -> None:
    assert official_css(make_table(**given)).split() == ["official-table", *expected]


def test_a_cell_says_how_many_comments_it_has() -> None:
    assert draw(comment_url="?comment=a.b#comment").endswith('href="?comment=a.b#comment">批注</a></td>')
    assert draw(comment_url="?comment=a.b#comment", comments=2).endswith(">批注 2</a></td>")


def test_a_dangerous_row_button_is_marked() -> None:
    html = draw_row(editable=True, actions=[("delete:1", "删除", "删除：甲专项", True)])
    assert '<button name="action" value="delete:1" aria-label="删除：甲专项" class="danger">删除</button>' in html


def test_only_an_editable_table_has_a_column_for_the_buttons() -> None:
    assert draw_row(id="a.1") == '<tr id="a.1"></tr>'
    assert draw_row(editable=True) == '<tr>\n<td class="gutter"></td></tr>'


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str] = []
        self.texts = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts += data


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1))
def test_no_text_becomes_markup(text: str) -> None:
    text += "<"  # as no attribute of ours ends: some text is bound to be "true" one day
    field = make_input(value=text, label=text, error=text, described_by="a.b.notes")
    reader = Reader()
    reader.feed(draw(text=text, prefix=text, input=field, notes=[("info", text)]))
    assert reader.tags == ["td", "span", "input", "div", "p", "ul", "li"]
    assert reader.values.count(text) == 2
    assert reader.texts.strip() == (text * 3).strip()


def test_markup_is_shown_as_typed() -> None:
    hostile = '"><script>alert(1)</script>'
    assert escape(hostile) in draw(text=hostile)
    assert "<script" not in draw(text=hostile, input=make_input(value=hostile))


def test_last_year_stands_right_of_the_row_and_its_heading_is_one() -> None:
    assert draw_row(beside=["≥90%", "92%"], beside_id="b").endswith('<td class="beside" id="b">≥90%\n92%</td></tr>')
    assert '<th class="beside">上年</th>' in draw_row(beside=["上年"], is_head=True)


def test_the_heading_of_a_column_comes_with_its_cells() -> None:
    assert 'data-column="决算&quot;数"' in draw(column='决算"数')
    assert "data-column" not in draw()


def heads(*kinds: str) -> list[str]:
    """The classes of rows of these kinds: h for headings, - for values."""
    rows = [TableRow([make_cell(css="heading" if kind == "h" else "amount")], is_head=kind == "h") for kind in kinds]
    return re.findall(r"<tr(?: class=\"([^\"]*)\")?>", official_rows(make_table(*rows)))


def test_headings_stay_in_sight_unless_the_next_ones_follow_soon() -> None:
    assert heads(*"h-h---h-") == ["head", "", "head stays", "", "", "", "head stays", ""]


def test_the_number_and_the_title_stand_over_the_form() -> None:
    drawn = official_rows(make_table(TableRow([make_cell(css="title")]), TableRow([make_cell()])))
    assert drawn.count('<tr class="over">') == 1
