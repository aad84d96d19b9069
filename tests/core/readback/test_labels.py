"""Labels and headings that somebody blanked, renamed or typed over: nothing raises, and no figure lands elsewhere without a word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.content.grown import row_paths
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.grid import Grid
from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.readback.table import View
from tests.core import builders
from tests.core.readback.tables import changed, drawn, read
from tests.core.sheets import attachment2, attachment3

pytestmark = pytest.mark.slow

TEXTS = ("", "别的", "12.5", "——", "#REF!", "2021年预算数", "合计", "长" * 300)
FORMS: Mapping[str, tuple[Callable[[], Edition], Callable[[], Document]]] = {
    "real figures": (builders.edition, builders.real_figures),
    "another unit": (builders.edition, builders.document),
    "another edition": (builders.second_edition, builders.second_document),
}
Where = tuple[str, str]
Figures = dict[Where, tuple[str, str, str]]


@dataclass(frozen=True)
class Drawn:
    """One sheet of a form, the cells of its headings and labels, and what is read of it untouched, by figure."""

    edition: Edition
    year: int
    table: FileTable
    view: View
    labels: Sequence[FileCell]
    read: Figures


@cache
def sheets(form: str) -> Sequence[Drawn]:
    """附件2 and 附件3 of the form."""
    make_edition, make_document = FORMS[form]
    edition, document = make_edition(), make_document()
    return [sheet_of(edition, document.fiscal_year, layout(edition, document)) for layout in (attachment2, attachment3)]


def sheet_of(edition: Edition, year: int, grid: Grid) -> Drawn:
    table = drawn(grid)
    return Drawn(
        edition, year, table, View(table, grid.name), labels(grid), figures(edition, read(edition, year, table))
    )


def labels(grid: Grid) -> list[FileCell]:
    """The cells of headings and labels."""
    roles = {(at, cell.column): cell.role for at, row in enumerate(grid.rows) for cell in row.cells}
    return [cell for cell in drawn(grid).cells if roles[cell.row, cell.column] in ("heading", "label")]


def with_new(table: FileTable, cells: Sequence[FileCell], text: str) -> FileTable:
    """The table with these cells saying `text`, or gone where it is blank."""
    return changed(table, lambda cell: (cell._replace(text=text) if text else None) if cell in cells else cell)


def figures(form: Edition, found: ReadBack) -> Figures:
    """By the place in the file and the kind of text: the row, list or part that it is read into, the text, and its path."""
    lists = {row: listed for listed, rows in row_paths(form, found.rows).items() for row in rows}
    told = {}
    for path, text in found.texts.items():
        part, _, field = path.rpartition(".")
        told[found.places[path], field] = lists.get(part, part), text, path
    return told


def silently_wrong(form: Edition, found: ReadBack, before: Figures, changed_places: set[str]) -> list[Where]:
    """What is read otherwise than before, or no more, and not told: neither by its cell nor by its row nor by the label that is missing."""
    now = figures(form, found)
    told = {problem.place for problem in found.problems} | changed_places
    rows = {row_of(place) for place in told if "第" in place}
    is_missing_told = any("没有表样的" in problem.message for problem in found.problems)
    moved = [where for where, what in now.items() if where not in before or before[where][:2] != what[:2]]
    unread = [where for where in before if where not in now]
    return [
        where
        for where in (*moved, *(unread if not found.problems else ()))
        if where[0] not in told
        and row_of(where[0]) not in rows
        and (where not in now or now[where][2] not in found.asked)
        and not is_missing_told
    ]


def row_of(place: str) -> str:
    """The row's number in a place: `附件2 D7`, `附件2 第7行`."""
    return "".join(character for character in place.rpartition(" ")[2] if character.isdigit())


def check(sheet: Drawn, chosen: Sequence[FileCell], text: str) -> None:
    found = read(sheet.edition, sheet.year, with_new(sheet.table, chosen, text))
    places = {sheet.view.place(cell) for cell in chosen}
    wrong = silently_wrong(sheet.edition, found, sheet.read, places)
    assert not wrong, ([cell.text for cell in chosen], text[:10])


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("form", FORMS)
def test_each_label_may_be_blanked_or_typed_over(form: str, text: str) -> None:
    for sheet in sheets(form):
        assert len(sheet.labels) > 20
        for cell in sheet.labels:
            check(sheet, [cell], text)


@settings(max_examples=150)
@given(st.data())
def test_any_two_labels_may_be_blanked_or_typed_over(data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(sheets(data.draw(st.sampled_from(list(FORMS))))))
    chosen = data.draw(st.lists(st.sampled_from(sheet.labels), min_size=2, max_size=2, unique=True))
    check(sheet, chosen, data.draw(st.sampled_from(TEXTS) | st.text(max_size=20)))
