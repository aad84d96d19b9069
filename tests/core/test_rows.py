"""Tests of adding, removing and moving rows, and of what they say about paths that moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core import cells, rows
from evaluations.core.document import Document, ExpenditureRow
from evaluations.core.edition import Edition
from evaluations.core.rows import NoSuchRow, TooManyRows
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


def test_a_removed_row_is_gone_and_those_below_move_up() -> None:
    changed = rows.remove(edition(), document(), f"{FUNDS}.1")
    assert funds(changed.document) == ["古籍保护"]
    assert changed.moves == {f"{FUNDS}.1": None, f"{FUNDS}.2": f"{FUNDS}.1"}


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
def test_a_row_that_is_not_there_can_be_neither_removed_nor_moved(path: str) -> None:
    with pytest.raises(NoSuchRow):
        rows.remove(edition(), document(), path)
    with pytest.raises(NoSuchRow):
        rows.move(edition(), document(), path, 1)


def test_a_full_list_takes_no_more() -> None:
    full = with_rows(
        document(),
        "earmarked_fund",
        *(ExpenditureRow(item="earmarked_fund", name=str(n)) for n in range(rows.ROW_LIMIT)),
    )
    with pytest.raises(TooManyRows, match="200"):
        rows.add(edition(), full, FUNDS)


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


def _changes(form: Edition, old: Document) -> list[rows.Changed]:
    lists = [f"basic_data.expenditure.{line.item}" for line in form.lines if line.kind == "rows"]
    lists += ["basic_data.buildings", *(f"{INDICATORS}.{code}" for code in form.categories)]
    taken = [f"{path}.{n}" for path in lists[:3] for n in range(1, _count(old, path) + 1)]
    taken += [f"{INDICATORS}.{n}" for n in range(1, len(old.self_assessment.indicators) + 1)]
    changes = [rows.add(form, old, path) for path in lists]
    changes += [rows.remove(form, old, path) for path in taken]
    return changes + [rows.move(form, old, path, by) for path in taken for by in (-1, 1, 3)]


def _count(old: Document, path: str) -> int:
    return len(
        old.basic_data.buildings
        if path.endswith("buildings")
        else old.basic_data.rows(path.rsplit(".", maxsplit=1)[-1])
    )


def _moved(path: str, changed: rows.Changed) -> str | None:
    row, _, field = path.rpartition(".")
    if row not in changed.moves:
        return path
    new = changed.moves[row]
    return None if new is None else f"{new}.{field}"
