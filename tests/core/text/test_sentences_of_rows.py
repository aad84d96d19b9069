"""A sentence belongs to the row that it names, whatever the rows are named."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluations.core.form.document import Document, ExpenditureRow
from evaluations.core.text.composing import inserted, renewed
from evaluations.core.text.sentences import linked
from evaluations.core.text.wording import meaning
from tests.core.builders import document, edition, with_rows
from tests.core.strategies import lines
from tests.core.text.chapters import by_key, composed, says

FUND = "earmarked_fund"
NAMES = [
    "0", "1", "12", "1.", "1.5", "0.10", "-1", "1,234", "1，", "２", "第0", "古籍", "籍", "古籍保护", "大古籍保护", "保护项目支出1万元", "项目支出", "0项目支出",
    "业务工作经费支出5万元", "2023年预算资金9万元", "“全民”", "，", ".", "(a|b)*", "[0-9]+", "a{name}b", "{final}", "\\", "^$", "无", "。", "x。", "万元",
]  # fmt: skip
SUMS = ["0", "1", "2.5", "-1", "0.000001", "1234.5", "12345678"]


@st.composite
def named_rows(draw: st.DrawFn) -> list[ExpenditureRow]:
    rows = st.tuples(st.sampled_from(NAMES) | lines(), st.sampled_from(SUMS), st.sampled_from(SUMS))
    return [
        ExpenditureRow(item=FUND, name=name, budget=Decimal(budget), final=Decimal(final))
        for name, budget, final in draw(st.lists(rows, min_size=1, max_size=6))
    ]


def funds(*rows: tuple[str, str]) -> Document:
    """The document with these earmarked funds, each a name and what was spent."""
    listed = (ExpenditureRow(item=FUND, name=name, budget=Decimal(1), final=Decimal(final)) for name, final in rows)
    return with_rows(document(), FUND, *listed)


def states(filled: Document, code: str = FUND) -> list[str]:
    return [one.state for key, one in by_key(edition(), filled).items() if key.startswith(f"{code}.")]


@settings(max_examples=200)
@given(named_rows())
def test_whatever_rows_are_named_what_was_composed_is_current(rows: list[ExpenditureRow]) -> None:
    filled = with_rows(document(), FUND, *rows)
    for sentence in linked(edition(), composed(edition(), filled)):
        assert sentence.state in ("current", "blank"), sentence


@settings(max_examples=200)
@given(named_rows(), st.data())
def test_whatever_rows_are_named_a_changed_figure_is_followed_and_no_other_sentence_is_touched(
    rows: list[ExpenditureRow], data: st.DataObject
) -> None:
    rows = [row for row in rows if row.name]
    assume(rows)
    before = composed(edition(), with_rows(document(), FUND, *rows))
    number = data.draw(st.integers(0, len(rows) - 1))
    now = Decimal(data.draw(st.sampled_from(SUMS)))
    rows[number] = rows[number].model_copy(update={"final": now})
    changed = with_rows(before, FUND, *rows)
    for code, chapter in ((FUND, 2), ("project_fund", 6)):
        assert set(states(changed, code)) <= {"current", "stale"}
        after = changed
        while "stale" in states(after, code):
            key = f"{code}.{states(after, code).index('stale') + 1}"
            after = says(chapter, renewed(edition(), after, key), after)
        assert set(states(after, code)) == {"current"}
        assert what_lines_say(after, chapter) == what_lines_say(composed(edition(), changed), chapter)


def what_lines_say(filled: Document, chapter: int) -> list[str]:
    """In no order: of two rows whose names say the same, either may stand in the other's line."""
    return sorted(map(meaning, filled.report.chapter(chapter).split("\n")))


@pytest.mark.parametrize(
    ("rows", "text", "expected"),
    [
        ([("古籍", "1"), ("大古籍", "2")], "大古籍项目支出2万元。", ["missing", "current"]),
        ([("古籍", "1"), ("大古籍", "2")], "大古籍项目支出3万元。", ["missing", "stale"]),
        ([("古籍", "1"), ("大古籍", "1")], "大古籍项目支出1万元。", ["missing", "current"]),
        ([("古籍", "1"), ("大古籍", "2")], "大古籍项目支出2万元。\n古籍项目支出9万元。", ["stale", "current"]),
        ([("0", "1"), ("10", "2")], "10项目支出2万元。", ["missing", "current"]),
        ([("0", "1")], "10项目支出2万元。", ["missing"]),
        ([("0", "1")], "10项目支出1万元。", ["missing"]),
        ([("0", "1")], "项目如下：0项目支出1万元。", ["current"]),
        ([("甲", "1"), ("甲", "2")], "甲项目支出1万元。\n甲项目支出5万元。", ["current", "stale"]),
        ([("x。", "0"), ("。", "1")], "x。项目支出1万元。\n。项目支出1万元。", ["stale", "current"]),
        ([(".", "0"), ("。", "1")], ".项目支出1万元。\n。项目支出1万元。", ["stale", "current"]),
        ([("甲", "2"), ("甲", "1")], "甲项目支出1万元。\n甲项目支出5万元。", ["stale", "current"]),
        ([("甲", "1"), ("甲", "1")], "甲项目支出1万元。\n甲项目支出5万元。", ["current", "stale"]),
        ([("甲", "1"), ("甲", "1")], "甲项目支出1万元。", ["current", "current"]),
        ([("甲", "1"), ("甲", "2")], "甲项目支出1万元。\n甲项目支出1万元。", ["current", "stale"]),
        ([("甲", "3"), ("甲", "4")], "甲项目支出1万元。\n甲项目支出2万元。", ["unclear", "unclear"]),
    ],
)  # fmt: skip
def test_a_sentence_belongs_to_the_row_that_it_names(
    rows: list[tuple[str, str]], text: str, expected: list[str]
) -> None:
    assert states(says(2, text, funds(*rows))) == expected


def test_a_row_that_is_named_like_another_sentence_is_not_taken_for_it() -> None:
    filled = funds(("2023年预算资金9万元", "1"))
    written = says(2, inserted(edition(), says(2, "", filled), f"{FUND}.1"), filled)
    assert by_key(edition(), written)["initial_budget"].state == "missing"
    assert by_key(edition(), written)[f"{FUND}.1"].state == "current"
