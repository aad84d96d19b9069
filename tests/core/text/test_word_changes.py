"""What was removed from a text and what was added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.text.word_changes import Run, lines, word_changes

TEXTS = st.text(alphabet="项目经费12.5%。；\nab", max_size=60)


def test_a_number_changes_as_a_whole() -> None:
    assert word_changes("支出65.8万元。", "支出66.8万元。") == [
        Run("支出"),
        Run("65.8", "removed"),
        Run("66.8", "added"),
        Run("万元。"),
    ]


def test_a_sentence_that_came_and_one_that_changed() -> None:
    assert word_changes("甲项目已完成。", "甲项目基本完成。新增乙项目。") == [
        Run("甲项目"),
        Run("已", "removed"),
        Run("基本", "added"),
        Run("完成。"),
        Run("新增乙项目。", "added"),
    ]


def test_a_sentence_written_anew_is_not_cut_up() -> None:
    assert word_changes("一切如常进行。", "本年度没有开展。") == [
        Run("一切如常进行", "removed"),
        Run("本年度没有开展", "added"),
        Run("。"),
    ]


@pytest.mark.parametrize("text", ["", "没有变。\n第二行"])
def test_the_same_text_has_no_changes(text: str) -> None:
    assert word_changes(text, text) == ([Run(text)] if text else [])


def test_what_is_too_long_to_compare_is_replaced() -> None:
    before, after = "甲。" * 400, "乙，" * 400
    assert word_changes(before, after) == [Run(before, "removed"), Run(after, "added")]


def test_runs_break_where_lines_do() -> None:
    assert lines([Run("一\n二"), Run("三\n", "added"), Run("四")]) == [
        [Run("一")],
        [Run("二"), Run("三", "added")],
        [Run("四")],
    ]


@pytest.mark.slow
@given(TEXTS, TEXTS)
def test_either_text_is_what_the_other_s_changes_leave(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert "".join(run.text for run in runs if run.change != "added") == before
    assert "".join(run.text for run in runs if run.change != "removed") == after
    assert all(run.text for run in runs)
