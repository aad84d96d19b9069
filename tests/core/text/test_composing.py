"""Where a sentence is written into its chapter."""

import pytest

from evaluations.core.text.composing import NoSuchSentence, inserted, renewed, with_changes
from evaluations.core.text.sentences import linked
from tests.core.builders import document, edition
from tests.core.text.chapters import says

BASIC, PROJECT = "（一）基本支出情况", "（二）项目支出情况"
BUDGET = "2023年预算资金74万元。"
REVENUE = "2023年度单位一般公共预算财政拨款收入74万元。"
FUND = "古籍保护项目支出1万元。"


@pytest.mark.parametrize(
    ("chapter", "key", "expected"),
    [
        ([], "initial_budget", [BASIC, BUDGET]),
        ([BASIC, "概况。"], "initial_budget", [BASIC, BUDGET, "概况。"]),
        (["（一） 基本支出情况：", "概况。"], "initial_budget", ["（一） 基本支出情况：", BUDGET, "概况。"]),
        ([BASIC, BUDGET + "已到位。", "概况。"], "revenue", [BASIC, BUDGET + "已到位。", REVENUE, "概况。"]),
        ([BASIC, "2023年预算资金1万元。", PROJECT], "revenue", [BASIC, "2023年预算资金1万元。", REVENUE, PROJECT]),
        ([REVENUE], "initial_budget", [BUDGET, REVENUE]),
        ([BUDGET, "概况。"], "revenue", [BUDGET, REVENUE, "概况。"]),
        (["概况。"], "earmarked_fund.2", ["概况。", PROJECT, FUND]),
        ([BASIC, "概况。", "（三）其他情况", "无。"], "earmarked_fund.2", [BASIC, "概况。", PROJECT, FUND, "（三）其他情况", "无。"]),
        (["前言。", PROJECT, "概况。"], "initial_budget", ["前言。", BASIC, BUDGET, PROJECT, "概况。"]),
        (["前言。", FUND], "initial_budget", ["前言。", BASIC, BUDGET, FUND]),
    ],
)  # fmt: skip
def test_a_sentence_goes_to_its_place(chapter: list[str], key: str, expected: list[str]) -> None:
    assert inserted(edition(), says(2, "\n".join(chapter)), key).split("\n") == expected


def test_a_sentence_without_a_heading_goes_to_the_end() -> None:
    filled = says(9, "自评结果用于编制预算。")
    assert inserted(edition(), filled, "result").split("\n") == [
        "自评结果用于编制预算。",
        "本单位2023年度部门整体支出绩效自评得分100分，评价等级为“优”。",
    ]


def test_what_is_there_is_not_written_twice() -> None:
    assert inserted(edition(), says(2, BUDGET), "initial_budget") == BUDGET


def test_an_unknown_sentence_is_refused() -> None:
    for change in (inserted, renewed):
        with pytest.raises(NoSuchSentence):
            change(edition(), document(), "earmarked_fund.9")


def test_all_stale_sentences_are_renewed_at_once() -> None:
    chapter = "1.2023年预算资金1万元。\n别的，2022年预算1万元。\n古籍保护项目支出 3.00 万元，用于修复。"
    filled = says(2, chapter)
    assert with_changes(chapter, linked(edition(), filled)) == (
        "1.2023年预算资金74万元。\n别的，2022年预算1万元。\n古籍保护项目支出 1 万元，用于修复。"
    )
