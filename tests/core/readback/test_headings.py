"""Headings that somebody blanked or renamed: what is left is read, what is not is told in a few words, and nothing raises."""

from itertools import combinations

import pytest

from evaluations.core.readback.source import FileCell, FileTable
from tests.core import builders
from tests.core.readback.tables import both, changed, read

pytestmark = pytest.mark.slow

FEW = 12


def headings(table: FileTable, rows: tuple[int, ...]) -> list[FileCell]:
    """The cells of the rows that hold headings."""
    return [cell for cell in table.cells if cell.row in rows]


ATTACHMENT2, ATTACHMENT3 = both(builders.edition(), builders.document())
CHANGES = ("", "别的", "四级指标", "2021年预算数", "合计")


def with_new(table: FileTable, cells: tuple[FileCell, ...], text: str) -> FileTable:
    """The table with these cells saying `text`, or gone where it is blank."""
    return changed(table, lambda cell: (cell._replace(text=text) if text else None) if cell in cells else cell)


def all_headings(table: FileTable) -> list[FileCell]:
    """Every cell of a row that holds a heading of the form."""
    form = builders.edition()
    words = {
        form.words(text, 2023)
        for part in (form.attachment2, form.attachment3)
        for name, text in part
        if isinstance(text, str) and name not in ("number", "title", "note")
    }
    rows = {cell.row for cell in table.cells if cell.text.replace("\n", "") in words}
    return [cell for cell in table.cells if cell.row in rows and cell.text.replace("\n", "") in words]


@pytest.mark.parametrize("table", [ATTACHMENT2, ATTACHMENT3], ids=["2", "3"])
@pytest.mark.parametrize("text", CHANGES)
def test_no_one_or_two_headings_blanked_or_renamed_raise_or_bring_dozens_of_messages(
    table: FileTable, text: str
) -> None:
    cells = all_headings(table)
    untouched = read(builders.edition(), 2023, table)
    assert len(cells) > 10
    for chosen in (*combinations(cells, 1), *combinations(cells, 2)):
        found = read(builders.edition(), 2023, with_new(table, chosen, text))
        assert len(found.problems) <= FEW, [cell.text for cell in chosen]
        # What is read stands where it stood: no amount slips into the column beside it.
        moved = {path: value for path, value in found.texts.items() if untouched.texts.get(path) != value}
        assert not moved, ([cell.text for cell in chosen], moved)
