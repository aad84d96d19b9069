"""Two people in one step."""

from datetime import UTC, datetime

from evaluations.core.content.cells import Cell
from evaluations.filling.saving.merge import Change, Clash, merge

AT = datetime(2024, 3, 1, 9, tzinfo=UTC)
ROWS = ("fund", "building")


def line(where: str, old: str, new: str = "theirs", *, is_own: bool = False, by_name: str = "王芳") -> Change:
    return Change(where, old, new, is_own, by_name, AT)


def cells(**texts: str) -> dict[str, Cell]:
    return {path.replace("__", "."): Cell("line", text) for path, text in texts.items()}


def test_a_current_form_is_taken_as_it_is() -> None:
    merged = merge({"a": "2", "b": "1"}, cells(a="1", b="1"), [], ROWS)
    assert (merged.typed, merged.clashes, merged.stranded, merged.others) == ({"a": "2"}, {}, {}, {})


def test_a_cell_that_only_others_changed_is_taken_silently() -> None:
    merged = merge({"a": "1", "b": "mine"}, cells(a="theirs", b=""), [line("a", "1")], ROWS)
    assert (merged.typed, merged.clashes, set(merged.others)) == ({"b": "mine"}, {}, {"a"})


def test_a_cell_that_both_changed_is_to_be_decided() -> None:
    merged = merge({"a": "mine"}, cells(a="theirs"), [line("a", "1")], ROWS)
    assert merged.clashes == {"a": Clash("mine", "theirs", "王芳", AT)}
    assert (merged.typed, merged.shown) == ({}, {"a": "mine"})


def test_a_cell_that_both_changed_alike_is_settled() -> None:
    merged = merge({"a": "same"}, cells(a="same"), [line("a", "1")], ROWS)
    assert not merged.clashes


def test_the_form_began_with_what_stood_before_the_first_of_several_changes() -> None:
    history = [line("a", "1"), line("a", "2", by_name="李明")]
    assert not merge({"a": "1"}, cells(a="3"), history, ROWS).clashes
    assert merge({"a": "9"}, cells(a="3"), history, ROWS).clashes["a"].by_name == "李明"


def test_line_ends_of_a_browser_are_no_change() -> None:
    assert not merge({"a": "x\r\ny "}, cells(a="theirs"), [line("a", "x\ny")], ROWS).clashes


def test_texts_in_rows_that_moved_are_stranded_and_never_put_into_another_row() -> None:
    current = cells(fund__1__name="乙", fund__2__name="甲", a="1")
    history = [line("fund.1.name", "甲"), line("fund.2.name", "乙"), line("fund", "fund.2")]
    merged = merge({"fund.1.name": "甲方", "fund.2.name": "乙", "a": "2"}, current, history, ROWS)
    assert merged.stranded == {"fund.1.name": "甲方"}
    assert (merged.typed, merged.clashes, set(merged.others)) == ({"a": "2"}, {}, {"fund.2.name"})
    assert merged.began_with["fund.1.name"] == "甲"


def test_rows_that_moved_do_not_matter_to_a_form_that_typed_nothing_there() -> None:
    current = cells(fund__1__name="乙", fund__2__name="甲", a="1")
    history = [line("fund.1.name", "甲"), line("fund.2.name", "乙"), line("fund", "fund.2")]
    merged = merge({"fund.1.name": "甲", "fund.2.name": "乙", "a": "2"}, current, history, ROWS)
    assert (merged.stranded, merged.typed, merged.moved) == ({}, {"a": "2"}, frozenset({"fund"}))


def test_a_text_in_a_row_that_is_gone_is_stranded() -> None:
    merged = merge({"building.2.area": "7"}, cells(), [line("building", "building.2")], ROWS)
    assert merged.stranded == {"building.2.area": "7"}


def test_moves_in_one_list_leave_the_other_lists_alone() -> None:
    merged = merge({"building.1.area": "7"}, cells(building__1__area="5"), [line("fund", "fund.2")], ROWS)
    assert (merged.stranded, merged.typed) == ({}, {"building.1.area": "7"})


def test_a_text_that_would_be_stored_as_it_stands_is_no_clash() -> None:
    merged = merge({"a": "1,234.50"}, cells(a="1234.5"), [line("a", "", "1234.5")], ROWS, as_read={"a": "1234.5"})
    assert not merged.clashes


def test_what_this_person_stored_without_hearing_of_it_is_not_typed_anew_when_it_is_sent_again() -> None:
    history = [line("a", "", "8", is_own=True), line("a", "8", "9")]
    again = merge({"a": "8"}, cells(a="9"), history, ROWS, again=True)
    assert (again.typed, again.clashes, set(again.others)) == ({}, {}, {"a"})
    assert merge({"a": "8"}, cells(a="9"), history, ROWS).clashes
    assert merge({"a": "8"}, cells(a="9"), [line("a", "", "8"), line("a", "8", "9")], ROWS, again=True).clashes
