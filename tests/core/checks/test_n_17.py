"""Tests of N-17, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize(
    "text",
    [
        "由XX单位负责",
        "2023年xx月完成",
        "金额××万元",
        "ＸＸ局",
        "满意度待填",
        "内容待补充。",
        "见[bookmark12]",
        "见[ Bookmark: a ]第二节",
        "支出____万元",
        "支出＿＿＿＿万元",
        "项目“文化惠民，支出8万元",
        "文化惠民”项目",
        "“一“二”",
        "称为‘示范点",
        "依据《预算法",
        "「一期",
        '他说"好',
        "“上段。\n下段”。",
        "2021年完成",
        "1.2021年预算资金",
        "2025 年计划",
    ],
)
def test_each_left_over_is_asked_about_with_its_surroundings(text: str) -> None:
    [finding] = findings("N-17", document({"chapters.6": text}))
    assert (finding.severity, finding.where) == ("warning", "report.chapters.6")
    assert any(text[at : at + 3] in finding.message for at in range(len(text) - 2) if "\n" not in text[at : at + 3])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“文化惠民”与‘示范点’",
        "“清风·‘正气’·书香”",
        "依据《关于印发《预算法》的通知》",
        '他说"好"。',
        "it’s",
        "2022年、2023年、2024年",
        "1949人，五千年，5000年，12023年",
        "规格100×200，型号X1、MAXX",
        "期待填补空白",
        "a_b",
        "一，1921",
    ],
)
def test_ordinary_texts_are_silent(text: str) -> None:
    assert not cells_of("N-17", document({"chapters.6": text}))


def test_one_finding_a_chapter_names_all() -> None:
    [finding] = findings("N-17", document({"chapters.6": "由XX单位在2020年建成“示范点。"}))
    assert "占位文字" in finding.message
    assert "2020年" in finding.message
    assert "引号不成对" in finding.message


@pytest.mark.parametrize(("count", "more"), [(10, False), (11, True)])
def test_many_left_overs_are_counted_and_the_first_ten_named(count: int, more: bool) -> None:  # noqa: FBT001
    [finding] = findings("N-17", document({"chapters.6": "待填，" * count}))
    assert finding.message.count("占位文字") == 10
    assert (f"等 {count} 处" in finding.message) == more


def test_each_chapter_has_its_own_finding() -> None:
    judged = document({"chapters.1": "XX", "chapters.8": "待填"})
    assert [where for _, where in cells_of("N-17", judged)] == ["report.chapters.1", "report.chapters.8"]


@pytest.mark.parametrize("mark", ["“", "”", "XX，", "[bookmark", "2001年", '"', "_", "《"])
def test_a_chapter_full_of_left_overs_is_judged_in_short(mark: str) -> None:
    judged = document({"chapters.6": mark * (99_999 // len(mark))})
    [finding] = findings("N-17", judged)
    assert len(finding.message) < 600


def test_each_place_is_quoted_as_it_stands() -> None:
    [finding] = findings("N-17", document({"chapters.7": "由XX单位\n负责。项目“文化惠民，支出8万元"}))
    assert finding.quotes == ("由XX单位", "负责。项目“文化惠民，支出8万元")


ERROR_VALUES = [
    "#REF!",
    "#DIV/0!",
    "#N/A",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "＃ＲＥＦ！",
    "#ref!",
    "合计#DIV/0!人",
    "#######",
    "Err:502",
    "错误:508",
]


@pytest.mark.parametrize("value", ERROR_VALUES)
@pytest.mark.parametrize(
    "where",
    [
        "indicators.1.name",
        "indicators.2.target",
        "indicators.3.actual",
        "indicators.1.deviation_reason",
        "basic_data.thrift_measures",
        "self_assessment.actual_completion",
        "self_assessment.expected_objective",
        "basic_data.expenditure.earmarked_fund.2.name",
        "preparer.phone",
        "chapters.2",
    ],
)
def test_a_spreadsheets_error_value_is_found_in_whatever_text_it_stands(where: str, value: str) -> None:
    [finding] = findings("N-17", document({where: value}))
    assert finding.severity == "warning"
    assert finding.where.endswith(where)
    assert value.strip("合计人")[:4] in finding.message + finding.found


@pytest.mark.parametrize("text", ["#1 楼", "C#语言", "N/A", "第＃号", "##", "误差:5"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not findings("N-17", document({"indicators.1.name": text, "basic_data.thrift_measures": text}))
