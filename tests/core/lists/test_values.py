"""What the cells of a list say."""

import pytest

from evaluations.core.basics.values import Unreadable
from evaluations.core.lists.columns import ListColumn
from evaluations.core.lists.values import read_value
from tests.core.lists.shapes import ACTIVE, CODE, NAME, SECTION, SINCE, YEAR


def refusal(column: ListColumn, text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_value(column, text)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01", "2024/3/1", "2024.3.1", "2024年3月1日", "2024 年 3 月 1 日", "20240301", "2024-03-01 00:00:00",
        "2024/3/1 0:00", "２０２４／３／１", " 2024-3-1 ",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_value(SINCE, text) == "2024-03-01"


@pytest.mark.parametrize("text", ["3月1日", "2024年3月", "24-3-1", "1/3/2024", "2024-03-01 08:30", "昨天", "2024/3-1"])
def test_a_day_that_may_be_another_is_refused_with_an_example(text: str) -> None:
    assert "应为日期，例如 2024-03-01" in refusal(SINCE, text)


@pytest.mark.parametrize("text", ["2024-02-30", "2024年13月1日", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    assert "没有这一天" in refusal(SINCE, text)


def test_a_day_shown_as_its_number_is_refused_with_the_day_that_it_may_be() -> None:
    assert "它若是 2024-03-01，请把这一格设为日期格式" in refusal(SINCE, "45352")


def test_a_day_long_ago_or_far_ahead_is_refused() -> None:
    assert "1900 至 2100" in refusal(SINCE, "1024-03-01")
    assert "1900 至 2100" in refusal(SINCE, "9024-03-01")


@pytest.mark.parametrize(("text", "year"), [("2024", "2024"), ("2024年", "2024"), ("２０２４年度", "2024"), ("", "")])
def test_a_year_is_read_with_and_without_its_word(text: str, year: str) -> None:
    assert read_value(YEAR, text) == year


@pytest.mark.parametrize("text", ["24", "1999", "2101", "二〇二四", "2024-2025"])
def test_what_is_no_year_that_can_be_evaluated_is_refused(text: str) -> None:
    assert "2000 至 2100" in refusal(YEAR, text)


@pytest.mark.parametrize("text", ["教科文科", " 教科文科 ", "教 科 文 科"])
def test_a_choice_is_read_as_it_is_offered(text: str) -> None:
    assert read_value(SECTION, text) == "教科文科"


def test_another_choice_is_refused_with_those_that_there_are() -> None:
    assert refusal(SECTION, "财政科") == "应为“教科文科”、“农业科”之一，请改正。"


@pytest.mark.parametrize(
    ("text", "choice"), [("TRUE", "是"), ("true", "是"), ("√", "是"), ("启用", "是"), ("0", "否"), ("ｎｏ", "否")]
)
def test_yes_and_no_are_read_as_spreadsheets_and_people_write_them(text: str, choice: str) -> None:
    assert read_value(ACTIVE, text) == choice


def test_texts_stand_on_one_line_and_codes_in_plain_width() -> None:
    assert read_value(NAME, " 文化\n馆\u200b ") == "文化 馆"
    assert read_value(CODE, "１０１００１") == "101001"


def test_a_text_that_is_too_long_or_can_not_be_shown_is_refused() -> None:
    assert "不能超过 200 个字" in refusal(NAME, "长" * 201)
    assert "不可显示的字符" in refusal(NAME, "甲\u202e乙")
