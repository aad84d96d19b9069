"""What a file would do to a list: new rows, changes, questions, and what can't be taken."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.basics.values import clean_line
from evaluations.core.lists.columns import ListShape
from evaluations.core.lists.comparing import compare
from evaluations.core.lists.comparison import ListComparison, PresentList, ValueChange
from evaluations.core.readback.source import FileCell
from tests.core.lists.shapes import CODE, NAME, SHAPE, compared, found, number, told, values
from tests.core.strategies import hostile_texts

MUSEUM, LIBRARY = values("101001", "文化馆"), values("101002", "图书馆")


def outcomes(comparison: ListComparison) -> list[tuple[int, str]]:
    return [(row.number, row.outcome) for row in comparison.rows]


# New, changed, the same


def test_rows_are_found_by_their_key() -> None:
    comparison = compared(
        ("101001", "文化馆"), ("101002", "少儿图书馆"), ("101003", "美术馆"), present=[MUSEUM, LIBRARY]
    )
    assert outcomes(comparison) == [(2, "same"), (3, "changed"), (4, "new")]
    assert comparison.rows[1].changes(SHAPE) == [ValueChange(NAME, "图书馆", "少儿图书馆")]
    assert comparison.rows[1].told(SHAPE) == ["单位名称：图书馆 → 少儿图书馆"]
    assert comparison.rows[2].told(SHAPE) == ["单位代码：101003", "单位名称：美术馆", "启用：是"]


def test_what_the_file_does_not_name_stays_and_is_counted() -> None:
    assert compared(("101001", "文化馆"), present=[MUSEUM, LIBRARY]).unmentioned == 1


def test_a_blank_cell_says_nothing() -> None:
    stands = values("101001", "文化馆", since="2024-03-01", active="否")
    assert outcomes(compared(("101001", "文化馆"), present=[stands])) == [(2, "same")]


def test_a_word_empties_a_cell_that_may_be_blank() -> None:
    stands = values("101001", "文化馆", since="2024-03-01")
    [row] = compared(("101001", "文化馆", "", "", "无"), present=[stands]).rows
    assert row.told(SHAPE) == ["成立日期：2024-03-01 → （空白）"]


def test_a_cell_that_always_holds_something_can_not_be_emptied() -> None:
    comparison = compared(("101001", "文化馆", "", "", "", "", "无"), ("101002", "无"), present=[MUSEUM])
    assert told(comparison) == ["2 启用 应为“是”、“否”之一，请改正。"]
    assert comparison.rows[0].values["name"] == "无"  # a name that somebody may have


def test_a_new_row_gets_what_a_column_has_for_it() -> None:
    [row] = compared(("101001", "文化馆")).rows
    assert row.values == MUSEUM


def test_a_column_that_the_file_has_not_stays_as_it_is() -> None:
    stands = values("101001", "旧名", section="农业科")
    file = found(("单位代码", "单位名称"), ("101001", "新名"))
    [row] = compare(SHAPE, file, PresentList([stands]), {}).rows
    assert row.values == {**stands, "name": "新名"}


def test_rows_may_be_named_by_several_columns() -> None:
    pair = ListShape("分工", (CODE, NAME))
    shape = ListShape("分工", tuple(replace(column, is_key=True) for column in pair.columns))
    file = found(("单位代码", "单位名称"), ("101001", "甲"), ("101001", "乙"), ("101001", "甲"))
    comparison = compare(shape, file, PresentList([{"code": "101001", "name": "甲"}]), {})
    assert outcomes(comparison) == [(2, "same"), (3, "new")]
    assert told(comparison) == [
        "4 单位代码、单位名称 第 2 行也是它，同一个分工只能有一行。请在第 2 行和第 4 行中只留一行。"
    ]


# What can't be taken


def test_a_row_that_can_not_be_taken_says_row_column_what_stands_there_and_what_to_do() -> None:
    comparison = compared(
        ("101001", "文化馆", "财政科"), ("101002", ""), ("", "美术馆"), ("101003", "画院", "", "", "3月")
    )
    assert told(comparison) == [
        "2 归口科室 应为“教科文科”、“农业科”之一，请改正。",
        "3 单位名称 必填，不能空白。请填写，例如“文化馆”。",
        "4 单位代码 必填，不能空白。请填写，例如“101001”。",
        "5 成立日期 应为日期，例如 2024-03-01，请改正。",
    ]
    assert comparison.faults[0].found == "财政科"
    assert not comparison.rows
    assert not comparison.is_ready


def test_a_second_row_of_the_same_key_names_both() -> None:
    comparison = compared(("101001", "文化馆"), ("101002", "图书馆"), ("101001", "文化馆"))
    assert told(comparison) == ["4 单位代码 第 2 行也是它，同一个单位只能有一行。请在第 2 行和第 4 行中只留一行。"]
    assert outcomes(comparison) == [(2, "new"), (3, "new")]


def test_a_row_with_another_fault_is_still_known_as_the_first_of_two() -> None:
    comparison = compared(("101001", "文化馆", "财政科"), ("101001", "文化馆"))
    assert [fault.row for fault in comparison.faults] == [2, 3]


# Questions


def question(*codes: str | FileCell, present: list[Mapping[str, str]] | None = None) -> ListComparison:
    return compared(*((code, f"单位{at}") for at, code in enumerate(codes)), present=present or [])


def test_a_code_one_short_is_asked_about_by_row_as_it_stands_and_as_it_may_be() -> None:
    comparison = question("010102", "010103", "10101")
    assert [asked.words for asked in comparison.questions] == [
        "第 4 行单位代码是“10101”，比其他的少 1 位，是“010101”吗？"
    ]
    assert not comparison.is_ready
    assert outcomes(comparison) == [(2, "new"), (3, "new")]


def test_many_codes_that_have_lost_the_same_are_one_question() -> None:
    comparison = question("010101", "010102", "010103", "010104", "10105", "10106")
    [asked] = comparison.questions
    assert asked.words == "第 6 行等 2 行的单位代码比其他的少 1 位，例如“10105”，是“010105”吗？"
    assert [code.suggestion for code in asked.codes] == ["010105", "010106"]


def test_a_code_written_as_an_amount_is_another_question() -> None:
    comparison = question("010101", "010102", "101001.0", number("1.01E+05", "101002"), "10103")
    assert [(asked.key, len(asked.codes)) for asked in comparison.questions] == [
        ("code.number-0", 2),
        ("code.zeros-1", 1),
    ]
    assert comparison.questions[0].words.startswith("第 4 行等 2 行的单位代码写成了数字的样子")


def test_the_answer_decides_which_code_it_is() -> None:
    rows = [("010101", "文化馆"), ("010102", "图书馆"), ("10103", "美术馆")]
    for answer, code in (("yes", "010103"), ("no", "10103")):
        comparison = compared(*rows, answers={"code.zeros-1": answer})
        assert comparison.rows[-1].values["code"] == code
        assert comparison.is_ready
    assert not compared(*rows, answers={"code.zeros-1": "maybe", "name.zeros-1": "yes"}).is_ready


def test_a_code_restored_to_one_that_stands_in_the_file_is_a_second_row_of_it() -> None:
    rows = [("010101", "文化馆"), ("010102", "图书馆"), ("10101", "美术馆")]
    comparison = compared(*rows, answers={"code.zeros-1": "yes"})
    assert told(comparison) == ["4 单位代码 第 2 行也是它，同一个单位只能有一行。请在第 2 行和第 4 行中只留一行。"]


def test_codes_that_refer_to_other_rows_are_asked_about_by_those() -> None:
    comparison = compared(("010", "文化局"), ("010001", "文化馆", "", "10"), present=[values("010", "文化局")])
    assert [asked.key for asked in comparison.questions] == ["parent.zeros-1"]


# Properties

cells = st.one_of(
    st.sampled_from(
        ["", "101001", "10101", "010101", "1.01E+05", "101,001", "是", "无", "教科文科", "2024-03-01", "2024"]
    ),
    hostile_texts(),
)
rows = st.lists(st.tuples(*[cells] * len(SHAPE.columns)), min_size=1, max_size=6)
# A row below which nothing is blank, so that the file holds something.
FIRST = ("999999", "甲", "", "", "", "", "")
answers = st.dictionaries(
    st.sampled_from(["code.zeros-1", "code.number-0", "parent.zeros-1"]), st.sampled_from(["yes", "no"])
)


def after(present: list[Mapping[str, str]], comparison: ListComparison) -> list[Mapping[str, str]]:
    """The list once a comparison is stored."""
    by_key = {row["code"]: row for row in present} | {row.values["code"]: row.values for row in comparison.to_store}
    return list(by_key.values())


@given(rows, answers, st.booleans())
def test_a_second_run_changes_nothing(typed: list[tuple[str, ...]], given: Mapping[str, str], stands: bool) -> None:  # noqa: FBT001
    present: list[Mapping[str, str]] = [MUSEUM, values("010101", "旧名", since="2020-01-01")] if stands else []
    first = compared(FIRST, *typed, present=present, answers=given)
    if first.is_ready:
        second = compared(FIRST, *typed, present=after(present, first), answers=given)
        assert not second.to_store
        assert not second.faults
        assert not second.open_questions


@given(rows, answers)
def test_every_row_is_stored_refused_or_asked_about(typed: list[tuple[str, ...]], given: Mapping[str, str]) -> None:
    comparison = compared(FIRST, *typed, answers=given)
    numbers = {row.number for row in comparison.rows} | {fault.row for fault in comparison.faults}
    numbers |= {code.row for question in comparison.questions for code in question.codes}
    filled = {at for at, row in enumerate((FIRST, *typed), 2) if any(row)}
    assert numbers == filled
    assert not {row.number for row in comparison.rows} & {fault.row for fault in comparison.faults}


@given(rows)
def test_what_is_announced_has_a_digest_of_its_own(typed: list[tuple[str, ...]]) -> None:
    before, changed = compared(FIRST, *typed), compared(FIRST, *typed, present=[values("999999", "乙")])
    assert before.digest == compared(FIRST, *typed).digest
    assert before.digest != changed.digest


def _cleaned(text: str) -> str:
    try:
        return clean_line(text, 20)
    except ValueError:
        return ""


lines = hostile_texts().map(_cleaned).filter(bool)


@given(lines, lines, lines)
def test_a_row_as_it_stands_is_the_same_whatever_its_texts(code: str, name: str, parent: str) -> None:
    stands = values(code, name, parent=parent)
    assert outcomes(compared((code, name, "", parent), present=[stands])) == [(2, "same")]
