"""Whatever stands in the cells, a workbook is an edition or has mistakes in named cells; nothing stops the program."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import text_of, with_named_rules
from evaluations.core.form.edition import Edition
from evaluations.core.readback.source import FileCell, FileTable, Source
from evaluations.core.workbook.differences import differences
from evaluations.core.workbook.draft import MOST
from evaluations.core.workbook.reading import read
from tests.core.workbook.sheets import EDITIONS, PROJECT, form, tables

type Sheets = tuple[FileTable, ...]

ODD = st.sampled_from(
    [
        "",
        " ",
        "{",
        "}",
        "{}",
        "{空}",
        "{x",
        "{{{year}}}",
        "{文字:}",
        "{文字:attachment9.title}",
        "{preparer.name}",
        "{self_assessment.indicators.level+}",
        "(" * 5000,
        "（" * 499,
        "{" * 499,
        "非 " * 150 + "空(x)",
        "1 + " * 120 + "1",
        "__import__('os').system('x')",
        "=SUM(A1:A9)",
        "=1",
        "1" * 5000,
        "9" * 12,
        "-1",
        "1e999",
        "NaN",
        "inf",
        "90",
        "40%",
        "四十",
        "０",
        "0.3333333",
        "是",
        "否",
        "——",
        "—",
        "例：",
        "表头×99",
        "表头×0",
        "行名（缩进9）",
        "宽0",
        "宽999",
        "宽",
        "a.b",
        "output",
        "output.quantity",
        "A2-10",
        "X-1",
        "True",
        "\x00",
        "\u202e",
        "\ud800",
        "self_assessment.executed",
        "basic_data.expenditure.project.final",
        "self_assessment.indicators",
        "A2-08、A2-08",
    ]
) | st.text(max_size=12)


class Workbook(NamedTuple):
    """Sheets that are not written out when a test fails."""

    before: Edition
    sheets: Sheets

    def __repr__(self) -> str:
        return f"{len(self.sheets)} sheets"


@st.composite
def changed(draw: st.DrawFn) -> Workbook:
    """The sheets of an edition after up to four changes."""
    path = draw(st.sampled_from(EDITIONS))
    sheets = tables(path)
    for _ in range(draw(st.integers(1, 4))):
        sheets = draw(st.sampled_from(CHANGES))(draw, sheets)
    return Workbook(form(path), sheets)


def _one(draw: st.DrawFn, sheets: Sheets, change: Callable[[tuple[FileCell, ...]], tuple[FileCell, ...]]) -> Sheets:
    number = draw(st.integers(0, len(sheets) - 1)) if sheets else 0
    return tuple(
        table._replace(cells=change(table.cells)) if at == number else table for at, table in enumerate(sheets)
    )


def _text(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    place, text = draw(st.integers(0, 10_000)), draw(ODD)
    return _one(
        draw,
        sheets,
        lambda cells: (
            tuple(
                cell._replace(text=text) if at == place % len(cells) else cell
                for at, cell in enumerate(cells)
                if text.strip() or at != place % len(cells)
            )
            if cells
            else cells
        ),
    )


def _span(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    place, rows, columns = draw(st.integers(0, 10_000)), draw(st.integers(1, 400)), draw(st.integers(1, 40))
    return _one(
        draw,
        sheets,
        lambda cells: tuple(
            cell._replace(rows=rows, columns=columns) if at == place % len(cells) else cell
            for at, cell in enumerate(cells)
        ),
    )


def _added(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    row, column, text = draw(st.integers(0, 499)), draw(st.integers(0, 49)), draw(ODD)
    return _one(draw, sheets, lambda cells: (*cells, FileCell(row, column, text or "x")))


def _swapped(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    one, other = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    to = {one: other, other: one}
    return _one(draw, sheets, lambda cells: tuple(cell._replace(row=to.get(cell.row, cell.row)) for cell in cells))


def _without(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    row = draw(st.integers(0, 40))
    return _one(
        draw,
        sheets,
        lambda cells: tuple(
            cell if cell.row < row else cell._replace(row=cell.row - 1) for cell in cells if cell.row != row
        ),
    )


def _column(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    column = draw(st.integers(0, 12))
    return _one(draw, sheets, lambda cells: tuple(cell for cell in cells if cell.column != column))


def _sheet(draw: st.DrawFn, sheets: Sheets) -> Sheets:
    at = draw(st.integers(0, len(sheets))) % max(len(sheets), 1)
    name = draw(st.sampled_from(["", "字段 ", "字断", "Sheet1", "行", "自评表"]))
    if not name:
        return sheets[:at] + sheets[at + 1 :]
    return (*sheets[:at], *(table._replace(name=name) for table in sheets[at : at + 1]), *sheets[at + 1 :])


CHANGES = (_text, _text, _text, _span, _added, _swapped, _without, _column, _sheet)


@pytest.mark.slow
@settings(max_examples=120)
@given(changed())
def test_any_changed_workbook_is_an_edition_or_has_mistakes_in_its_cells(workbook: Workbook) -> None:
    back = read(Source(workbook.sheets))
    names = {table.name for table in workbook.sheets}
    if back.edition:
        assert not back.mistakes
        assert read_edition(text_of(back.data)) == back.edition
        told = differences(workbook.before, back.edition)
        assert told or with_named_rules(back.edition) == with_named_rules(workbook.before)
    else:
        assert back.mistakes
        for mistake in back.mistakes:
            assert mistake.message.endswith(("。", "？")), mistake
            assert mistake.sheet in names or not mistake.cell, mistake


@settings(max_examples=25)
@given(st.lists(st.builds(FileTable, st.sampled_from(["表样", "行", "自评表", "x"]), st.just(())), max_size=3))
def test_sheets_without_anything_are_told(sheets: list[FileTable]) -> None:
    assert read(Source(tuple(sheets))).mistakes


@pytest.mark.slow
def test_a_workbook_full_of_junk_is_told_the_first_mistakes() -> None:
    sheets = [table._replace(cells=(*table.cells, *_junk(table.name))) for table in tables(PROJECT)]
    told = read(Source(tuple(sheets))).mistakes
    assert len(told) == MOST + 1
    assert str(told[-1]).startswith("文件：另有 ")


def _junk(sheet: str) -> Iterator[FileCell]:
    rows = range(100, 600) if sheet in ("核对", "口径") else ()
    yield from (FileCell(row, column, f"junk {row} {column}") for row in rows for column in range(6))
