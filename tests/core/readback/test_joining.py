"""Tables cut in two in a Word file: put together again, or told."""

import pytest

from evaluations.core.readback.source import FileTable
from tests.core import builders
from tests.core.readback.tables import both, read, row_of


def tables() -> tuple[FileTable, FileTable]:
    """附件2 and 附件3 as a Word file has them, without names."""
    one, other = both(builders.edition(), builders.document())
    return one._replace(name=""), other._replace(name="")


def cut(table: FileTable, at: int, *repeated: int) -> tuple[FileTable, FileTable]:
    """The table up to before the row `at`, and the rest, its rows counted anew, with some rows repeated above."""
    head = tuple(cell for cell in table.cells if cell.row < at)
    again = tuple(
        cell._replace(row=number) for number, row in enumerate(repeated) for cell in table.cells if cell.row == row
    )
    tail = tuple(cell._replace(row=cell.row - at + len(repeated)) for cell in table.cells if cell.row >= at)
    return table._replace(cells=head), table._replace(cells=(*again, *tail))


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("between", [(), ("",), ("", " "), ("续表",), ("附件3（续）",), ("（接上表）", "")])
def test_a_table_cut_anywhere_says_what_it_said(number: int, between: tuple[str, ...]) -> None:
    form = builders.edition()
    whole = tables()[number]
    untouched = read(form, 2023, whole)
    heads = row_of(whole, "2023年预算数" if number == 0 else "三级指标")
    last = max(cell.row for cell in whole.cells)
    for at in range(heads + 1, last - 1):
        # Where a merged label lies over the cut, Word begins the second part with a blank cell.
        first, second = cut(whole, at)
        if sum(len(cell.text) > 0 for cell in first.cells) < 3:
            continue
        found = read(form, 2023, first, *between, second)
        assert found.texts == untouched.texts, at
        assert not found.problems, at


def test_headings_repeated_above_the_second_part_are_no_rows() -> None:
    form = builders.edition()
    whole = tables()[1]
    heads = row_of(whole, "三级指标")
    first, second = cut(whole, heads + 4, heads)
    found = read(form, 2023, first, "", second)
    assert found.texts == read(form, 2023, whole).texts
    assert not found.problems


def test_a_table_of_something_else_right_below_stays_apart_and_is_told() -> None:
    form = builders.edition()
    whole = tables()[0]
    other = FileTable(
        "", whole.cells[:1] and tuple(cell._replace(text=f"别的{cell.column}") for cell in whole.cells[:9])
    )
    found = read(form, 2023, whole, "", other)
    assert found.texts == read(form, 2023, whole).texts
    assert len(found.problems) == 1


def test_two_parts_with_a_sentence_between_are_told() -> None:
    form = builders.edition()
    first, second = cut(tables()[0], row_of(tables()[0], "公用经费"))
    found = read(form, 2023, first, "以下是另一张表，请另行填写。", second)
    assert found.problems
