"""Two contents of one evaluation compared: what differs, also where rows came, went or moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.content import rows
from evaluations.core.content.cells import cells
from evaluations.core.content.comparing import Difference, differences
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import document, edition, fill
from tests.core.strategies import cases, documents

ROW = "self_assessment.indicators"
FUND = "basic_data.expenditure.earmarked_fund"


def found(after: Document, before: Document | None = None) -> list[Difference]:
    return list(differences(edition(), before or document(), after))


def test_a_removed_row_is_gone_and_the_rows_below_it_have_not_changed() -> None:
    before = document()
    gone = rows.remove(edition(), before, f"{ROW}.1").document
    listed = found(gone)
    assert {(one.was_at.rpartition(".")[0], one.is_at, one.after) for one in listed} == {(f"{ROW}.1", "", "")}
    assert listed[0].before == before.self_assessment.indicators[0].name


def test_a_row_that_came_first_is_the_only_difference() -> None:
    before = rows.remove(edition(), document(), f"{FUND}.1").document
    assert {one.is_at for one in found(document(), before)} == {
        f"{FUND}.1.{field}" for field in ("name", "prior_final", "budget", "final")
    } - {path for path, cell in cells(edition(), document()).items() if not cell.text}


def test_a_row_that_moved_is_no_difference() -> None:
    assert found(rows.move(edition(), document(), f"{FUND}.1", 1).document) == []


def test_a_row_that_moved_and_changed_is_recognised_by_its_name() -> None:
    moved = rows.move(edition(), document(), f"{FUND}.1", 1).document
    changed = fill(edition(), moved, {f"{FUND}.2.final": "7.5"})
    [one] = found(changed)
    assert (one.was_at, one.is_at, one.after) == (f"{FUND}.1.final", f"{FUND}.2.final", "7.5")


def test_a_renamed_row_is_the_same_row() -> None:
    [one] = found(fill(edition(), document(), {f"{FUND}.2.name": "古籍修复"}))
    assert one == (f"{FUND}.2.name", f"{FUND}.2.name", "古籍保护", "古籍修复", "line")


@pytest.mark.slow
@settings(max_examples=25)
@given(cases(), st.data())
def test_nothing_differs_from_itself_and_every_difference_stands_in_both(
    case: tuple[Edition, Document], data: st.DataObject
) -> None:
    form, before = case
    after = data.draw(documents(form))
    assert list(differences(form, before, before)) == []
    old, new = cells(form, before), cells(form, after)
    listed = list(differences(form, before, after))
    for one in listed:
        assert one.before == (old[one.was_at].text if one.was_at else "")
        assert one.after == (new[one.is_at].text if one.is_at else "")
        assert one.before != one.after
    assert len({one.is_at for one in listed if one.is_at}) == len([one for one in listed if one.is_at])


@pytest.mark.slow
@settings(max_examples=50)
@given(cases(), st.data())
def test_rows_in_another_order_do_not_differ(case: tuple[Edition, Document], data: st.DataObject) -> None:
    form, before = case
    shuffled = tuple(data.draw(st.permutations(before.self_assessment.indicators)))
    part = before.self_assessment.model_copy(update={"indicators": shuffled})
    assert list(differences(form, before, before.model_copy(update={"self_assessment": part}))) == []
