"""A further table comes back from its sheet: by its layout, or by its words if rows were put in."""

from evaluations.core.form.document import Document, own_rows
from evaluations.core.layouts.drawing import table
from evaluations.core.readback.source import FileTable
from evaluations.core.readback.taking import taken_over
from tests.core.form.further import LIST, NET, OFFICE, SHOP, TABLE, TYPED, filled, form, with_houses
from tests.core.readback.tables import drawn, read, row_of, told, with_row, with_text


def sheet(document: Document | None = None) -> FileTable:
    return drawn(table(form(), TABLE, document or filled()))


def test_it_is_read_by_its_layout() -> None:
    found = read(form(), 2023, sheet())
    assert (found.texts, told(found)) == (TYPED, [])


def test_a_row_that_was_put_in_does_not_hide_it() -> None:
    changed = with_row(sheet(), row_of(sheet(), "资产原值"), [(0, "其中：车辆"), (1, "40")])
    assert dict(read(form(), 2023, changed).texts) == TYPED


def test_what_is_worked_out_is_only_compared() -> None:
    [told_of] = read(form(), 2023, with_text(sheet(), "40%", "50%")).problems
    assert (told_of.found, told_of.severity) == ("50%", "info")


def test_one_of_another_year_is_refused() -> None:
    found = read(form(), 2022, sheet())
    assert NET not in found.texts


def test_a_table_with_too_few_of_its_words_is_not_taken_for_it() -> None:
    cells = tuple(cell for cell in sheet().cells if cell.row > 3)
    found = read(form(), 2023, sheet()._replace(cells=cells[:4]))
    assert not found.texts
    assert "附件4如“用途”" in found.problems[0].message


def test_its_rows_are_read_and_find_their_places() -> None:
    both = with_houses(OFFICE, SHOP)
    found = read(form(), 2023, sheet(both))
    assert (dict(found.rows), told(found)) == ({LIST: 2}, [])
    kept = with_houses(SHOP)
    assert [row.name for row in own_rows(taken_over(form(), kept, found, found.texts), LIST)] == ["门面", "办公楼"]


def test_more_rows_than_the_list_takes_are_told() -> None:
    table_ = sheet(with_houses(OFFICE, SHOP, {"name": "仓库"}))
    more = with_row(table_, row_of(table_, "仓库"), [(0, "车库"), (1, "20")])
    [problem] = read(form(), 2023, more).problems[:1]
    assert problem.message == "超过 3 行，这一行没有读取。"
    assert (
        len(
            own_rows(
                taken_over(form(), with_houses(OFFICE), read(form(), 2023, more), read(form(), 2023, more).texts), LIST
            )
        )
        == 3
    )
