"""Tests of adding, removing and moving rows, and of what they say about paths that moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.content import cells, rows
from evaluations.core.content.rows import NoSuchRow, TooManyRows
from evaluations.core.form.document import Document, ExpenditureRow
from evaluations.core.form.edition import Edition
from tests.core.builders import document, edition, empty, with_rows
from tests.core.strategies import cases

FUNDS = "basic_data.expenditure.earmarked_fund"
INDICATORS = "self_assessment.indicators"


def names(of: Document) -> list[str]:
    return [indicator.name for indicator in of.self_assessment.indicators]


def funds(of: Document) -> list[str | None]:
    return [row.name for row in of.basic_data.rows("earmarked_fund")]


def test_a_named_row_is_added_at_the_end_of_its_line() -> None:
    changed = rows.add(edition(), document(), FUNDS)
    assert funds(changed.document) == ["全民阅读", "古籍保护", ""]
    assert not changed.moves


def test_the_last_row_that_a_list_takes_can_be_copied_in_and_no_more() -> None:
    nearly = rows.add(edition(), empty(edition()), FUNDS, ROW_LIMIT - 1).document
    full = rows.copy(edition(), nearly, f"{FUNDS}.1").document
    assert len(funds(full)) == ROW_LIMIT
    with pytest.raises(TooManyRows) as refused:
        rows.copy(edition(), full, f"{FUNDS}.1")
    assert str(refused.value) == "已有 200 行，不能再添加。"


def test_the_row_after_the_last_indicator_is_none() -> None:
    after = len(document().self_assessment.indicators) + 1
    with pytest.raises(NoSuchRow):
        rows.remove(edition(), document(), f"{INDICATORS}.{after}")


def test_an_indicator_is_added_at_the_end_of_its_category() -> None:
    changed = rows.add(edition(), document(), f"{INDICATORS}.output.quantity")
    assert names(changed.document)[:4] == ["新增藏书", "读者活动", "", "图书编目差错率"]
    assert changed.moves[f"{INDICATORS}.3"] == f"{INDICATORS}.4"
    assert f"{INDICATORS}.2" not in changed.moves


def test_the_first_row_of_a_category_stands_at_its_place() -> None:
    some = rows.add(edition(), empty(edition()), f"{INDICATORS}.cost.economic").document
    some = rows.add(edition(), some, f"{INDICATORS}.output.quality").document
    assert [row.category for row in some.self_assessment.indicators] == ["output.quality", "cost.economic"]


def test_a_building_is_added() -> None:
    assert len(rows.add(edition(), document(), "basic_data.buildings").document.basic_data.buildings) == 2


def test_a_row_is_copied_right_below_itself() -> None:
    changed = rows.copy(edition(), document(), f"{FUNDS}.1")
    assert funds(changed.document) == ["全民阅读", "全民阅读", "古籍保护"]
    assert changed.document.basic_data.rows("earmarked_fund")[1] == document().basic_data.rows("earmarked_fund")[0]
    assert changed.moves == {f"{FUNDS}.2": f"{FUNDS}.3"}


def test_an_indicator_is_copied_within_its_category() -> None:
    changed = rows.copy(edition(), document(), f"{INDICATORS}.2")
    assert names(changed.document)[:4] == ["新增藏书", "读者活动", "读者活动", "图书编目差错率"]
    assert changed.moves[f"{INDICATORS}.3"] == f"{INDICATORS}.4"
    assert not {f"{INDICATORS}.1", f"{INDICATORS}.2"} & changed.moves.keys()


def test_a_building_is_copied() -> None:
    buildings = rows.copy(edition(), document(), "basic_data.buildings.1").document.basic_data.buildings
    assert buildings == document().basic_data.buildings * 2


def test_a_removed_row_is_gone_and_those_below_move_up() -> None:
    changed = rows.remove(edition(), document(), f"{FUNDS}.1")
    assert funds(changed.document) == ["古籍保护"]
    assert changed.moves == {f"{FUNDS}.1": None, f"{FUNDS}.2": f"{FUNDS}.1"}


def test_the_last_rows_of_a_list_go_and_those_of_the_lists_below_move_up() -> None:
    added = rows.add(edition(), document(), f"{INDICATORS}.output.quantity").document
    changed = rows.remove_last(edition(), added, f"{INDICATORS}.output.quantity", 1)
    assert changed.document == document()
    place = next(number for number, name in enumerate(names(added), 1) if name == "")
    assert changed.moves[f"{INDICATORS}.{place}"] is None
    assert changed.moves[f"{INDICATORS}.{place + 1}"] == f"{INDICATORS}.{place}"
    assert funds(rows.remove_last(edition(), document(), FUNDS, 2).document) == []


@pytest.mark.parametrize(("path", "count"), [(FUNDS, 3), (f"{FUNDS}.1", 1), ("basic_data", 1)])
def test_no_more_rows_go_than_a_list_has(path: str, count: int) -> None:
    with pytest.raises(NoSuchRow):
        rows.remove_last(edition(), document(), path, count)


def test_a_row_moves_within_its_list() -> None:
    changed = rows.move(edition(), document(), f"{FUNDS}.1", 1)
    assert funds(changed.document) == ["古籍保护", "全民阅读"]
    assert changed.moves == {f"{FUNDS}.1": f"{FUNDS}.2", f"{FUNDS}.2": f"{FUNDS}.1"}


@pytest.mark.parametrize(("row", "by"), [("1", -1), ("2", 1), ("3", -1), ("3", 5)])
def test_a_row_stays_at_the_end_of_its_list(row: str, by: int) -> None:
    changed = rows.move(edition(), document(), f"{INDICATORS}.{row}", by)
    assert names(changed.document) == names(document())
    assert not changed.moves


@pytest.mark.parametrize(
    "path",
    [
        "",
        "basic_data",
        "basic_data.expenditure.office",
        "basic_data.expenditure.earmarked_heading",
        "output.quantity",
        f"{INDICATORS}.output",
        f"{INDICATORS}.output.boats",
        INDICATORS,
        "report.chapters",
        "basic_data.buildings.1",
    ],
)
def test_only_lists_take_rows(path: str) -> None:
    with pytest.raises(NoSuchRow):
        rows.add(edition(), document(), path)


@pytest.mark.parametrize(
    "path",
    [
        f"{FUNDS}.0",
        f"{FUNDS}.3",
        f"{FUNDS}.-1",
        f"{FUNDS}.x",
        f"{FUNDS}.²",
        f"{FUNDS}.99999999999999999999",
        FUNDS,
        f"{INDICATORS}.99",
        f"{INDICATORS}.0",
        "basic_data.buildings.2",
        "basic_data.expenditure.office.1",
        "",
        "1",
        ".",
    ],
)
def test_a_row_that_is_not_there_can_be_neither_copied_nor_removed_nor_moved(path: str) -> None:
    with pytest.raises(NoSuchRow):
        rows.copy(edition(), document(), path)
    with pytest.raises(NoSuchRow):
        rows.remove(edition(), document(), path)
    with pytest.raises(NoSuchRow):
        rows.move(edition(), document(), path, 1)


def test_a_full_list_takes_no_more() -> None:
    full = with_rows(
        document(),
        "earmarked_fund",
        *(ExpenditureRow(item="earmarked_fund", name=str(n)) for n in range(ROW_LIMIT)),
    )
    with pytest.raises(TooManyRows, match="200"):
        rows.add(edition(), full, FUNDS)
    with pytest.raises(TooManyRows, match="200"):
        rows.copy(edition(), full, f"{FUNDS}.7")


@settings(max_examples=60)
@given(cases(), st.data())
def test_every_cell_is_found_again_at_its_new_path(case: tuple[Edition, Document], data: st.DataObject) -> None:
    form, old = case
    changed = data.draw(st.sampled_from(_changes(form, old)))
    before, after = cells.cells(form, old), cells.cells(form, changed.document)
    kept = {_moved(path, changed): cell for path, cell in before.items()}
    kept.pop(None, None)
    assert {path: after[path] for path in kept if path is not None} == kept
    assert all(not after[path].text for path in after.keys() - kept.keys())


@settings(max_examples=40)
@given(cases(), st.data())
def test_a_copied_row_stands_twice_and_every_other_cell_is_found_again(
    case: tuple[Edition, Document], data: st.DataObject
) -> None:
    form, old = case
    places = _rows_of(form, old)
    if not places:
        return
    row = data.draw(st.sampled_from(places))
    changed = rows.copy(form, old, row)
    before, after = cells.cells(form, old), cells.cells(form, changed.document)
    kept = {_moved(path, changed): cell for path, cell in before.items()}
    assert {path: after[path] for path in kept if path is not None} == kept
    head, _, number = row.rpartition(".")
    copied = {
        f"{head}.{int(number) + 1}{path.removeprefix(row)}": c
        for path, c in before.items()
        if path.startswith(f"{row}.")
    }
    assert {path: after[path] for path in after.keys() - kept.keys()} == copied


@settings(max_examples=40)
@given(cases(), st.data())
def test_after_two_changes_every_cell_is_found_again_by_their_moves_together(
    case: tuple[Edition, Document], data: st.DataObject
) -> None:
    form, old = case
    first = data.draw(st.sampled_from(_changes(form, old)))
    second = data.draw(st.sampled_from(_changes(form, first.document)))
    both = rows.Moved(second.document, rows.chained(first.moves, second.moves))
    before, after = cells.cells(form, old), cells.cells(form, both.document)
    kept = {new: cell for path, cell in before.items() if (new := _moved(path, both))}
    assert {path: after[path] for path in kept} == kept
    assert all(not after[path].text for path in after.keys() - kept.keys())


def test_a_row_that_moved_there_and_back_has_not_moved() -> None:
    down = rows.move(edition(), document(), f"{FUNDS}.1", 1)
    up = rows.move(edition(), down.document, f"{FUNDS}.2", -1)
    assert rows.chained(down.moves, up.moves) == {}


def _changes(form: Edition, old: Document) -> list[rows.Moved]:
    lists = [f"basic_data.expenditure.{line.item}" for line in form.lines if line.kind == "rows"]
    lists += ["basic_data.buildings", *(f"{INDICATORS}.{code}" for code in form.categories)]
    taken = _rows_of(form, old)
    changes = [rows.add(form, old, path) for path in lists]
    changes += [rows.remove(form, old, path) for path in taken]
    return changes + [rows.move(form, old, path, by) for path in taken for by in (-1, 1, 3)]


def _rows_of(form: Edition, old: Document) -> list[str]:
    lists = [f"basic_data.expenditure.{line.item}" for line in form.lines if line.kind == "rows"]
    numbered = [f"{path}.{n}" for path in (*lists, "basic_data.buildings") for n in range(1, _count(old, path) + 1)]
    return numbered + [f"{INDICATORS}.{n}" for n in range(1, len(old.self_assessment.indicators) + 1)]


def _count(old: Document, path: str) -> int:
    return len(
        old.basic_data.buildings
        if path.endswith("buildings")
        else old.basic_data.rows(path.rsplit(".", maxsplit=1)[-1])
    )


def _moved(path: str, changed: rows.Moved) -> str | None:
    row, _, field = path.rpartition(".")
    if row not in changed.moves:
        return path
    new = changed.moves[row]
    return None if new is None else f"{new}.{field}"
