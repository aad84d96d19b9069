"""Tests of the values: texts, ratios, quantities, and amounts as they are shown."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.basics import values
from evaluations.core.basics.amounts import read_amount, read_count
from evaluations.core.basics.values import Quantity, Unreadable
from tests.core.strategies import amounts, hostile_texts


@given(amounts())
def test_an_amount_shown_and_read_again_is_the_same(amount: Decimal) -> None:
    shown = values.show_amount(amount)
    assert values.read_plain_amount(shown) == amount
    assert "e" not in shown.lower()
    assert "." not in shown or not shown.endswith(("0", "."))


PARSERS: list[Callable[[str], Decimal | int | None]] = [
    read_amount,
    read_count,
    values.read_plain_amount,
]


@pytest.mark.parametrize("parse", PARSERS)
@given(text=hostile_texts())
def test_any_text_is_read_or_refused(parse: Callable[[str], Decimal | int | None], text: str) -> None:
    try:
        value = parse(text)
    except Unreadable as refused:
        str(refused).encode()
    else:
        assert value is None or -100_000_000 < value < 100_000_000


@given(hostile_texts())
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    for clean in (values.clean_text, values.clean_line):
        try:
            cleaned = clean(text, 50)
        except Unreadable as refused:
            str(refused).encode()
        else:
            assert clean(cleaned, 50) == cleaned
            cleaned.encode()


def test_text_keeps_its_lines_and_a_line_has_none() -> None:
    assert values.clean_text(" 一\r\n二\r三 \n", 9) == "一\n二\n三"
    assert values.clean_line("一\r\n二\t三", 9) == "一 二 三"


@pytest.mark.parametrize("text", ["\xad", "\u200b\n \u200b", "\ufeff\u3000"])
def test_a_text_in_which_nothing_is_seen_is_blank(text: str) -> None:
    assert values.clean_text(text, 9) == values.clean_line(text, 9) == ""


@pytest.mark.parametrize(
    "mark",
    ["\xad", "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u2060", "\u2066", "\u2069", "\ufeff", "\U000e0041"],
)  # fmt: skip
def test_marks_that_nobody_sees_are_left_out_of_a_text(mark: str) -> None:
    assert values.clean_line(f"{mark} 非{mark}物质 {mark}", 9) == "非物质"
    assert values.clean_text(f"{mark}一{mark}二" * 4, 8) == "一二" * 4


@pytest.mark.parametrize("mark", ["\u202b", "\u202e", "\u2067"])
def test_what_turns_a_text_round_is_refused_with_its_place(mark: str) -> None:
    for clean in (values.clean_text, values.clean_line):
        with pytest.raises(Unreadable) as refused:
            clean(f"本单位全年拨付{mark}321万元", 99)
        message = f"“本单位全年拨付”之后含有不可显示的字符（U+{ord(mark):04X}），请删除后重新输入。"
        assert str(refused.value) == message
    for read in (read_amount, read_count):
        with pytest.raises(Unreadable) as refused:
            read(f"{mark}321")
        assert mark not in str(refused.value)


def test_variants_of_a_character_are_seen_and_stay() -> None:
    assert values.clean_line("葛\U000e0100城", 9) == "葛\U000e0100城"


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[0m", "\ud800", "\uffff", "\U0001fffe", "a\x0bb"])
def test_characters_that_no_document_holds_are_named(text: str) -> None:
    with pytest.raises(Unreadable, match=r"U\+[0-9A-F]{4}"):
        values.clean_text(text, 9)


def test_a_text_too_long_says_its_length() -> None:
    with pytest.raises(Unreadable, match="共 10 个字，不能超过 9 个字"):
        values.clean_text("一" * 10, 9)


def test_a_ratio_without_denominator_has_no_value() -> None:
    assert values.ratio(Decimal(1), Decimal(0)) is None
    assert values.ratio(None, Decimal(1)) is None
    assert values.ratio(Decimal(1), None) is None
    assert values.show_ratio(None) == "—"


@pytest.mark.parametrize(("parts", "shown"), [((4, 4), "100%"), ((19, 20), "95%"), ((2, 3), "66.67%"), ((0, 5), "0%")])
def test_a_ratio_is_shown_in_percent(parts: tuple[int, int], shown: str) -> None:
    assert values.show_ratio(values.ratio(*parts)) == shown


@pytest.mark.parametrize(
    ("value", "expected"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("1.0049", "1.00"), ("17", "17.00")]
)
def test_rounding_is_half_up(value: str, expected: str) -> None:
    assert str(values.rounded(Decimal(value))) == expected


@given(st.fractions(-1000, 1000))
def test_rounding_moves_by_half_a_cent_at_most(value: Fraction) -> None:
    assert abs(Fraction(values.rounded(value)) - value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        (">=95％", "≥", "95", "%"),
        ("不低于 95%", "≥", "95", "%"),
        ("95%及以上", "≥", "95", "%"),
        ("100本", "", "100", "本"),
        ("65.8", "", "65.8", ""),
        ("5天内", "≤", "5", "天"),
        ("≤5天以内", "≤", "5", "天"),
        ("小于3次", "<", "3", "次"),
        ("1,234.5万元", "", "1234.5", "万元"),
        ("≥3年", "≥", "3", "年"),
        ("=2", "=", "2", ""),
        ("≤500㎡", "≤", "500", "㎡"),
    ],
)
def test_quantities_are_read_as_people_write_them(text: str, operator: str, number: str, unit: str) -> None:
    assert values.read_quantity(text) == Quantity(operator, Decimal(number), unit)


@pytest.mark.parametrize(
    "text", ["", "提升", "2023年", "13月", "12月32日", "每月30日", "第3名", "3-5天", "-5%", "100%完成，无差错", "≥"]
)
def test_other_texts_are_qualitative(text: str) -> None:
    assert values.read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit", "year"),
    [
        ("≤12月", "≤", "12", "月", None),
        ("12月", "≤", "12", "月", None),
        ("１２ 月份", "≤", "12", "月", None),
        ("12月底前", "≤", "12", "月", None),
        ("12月31日前", "≤", "12", "月", None),
        ("于12月31日之前完成", "≤", "12", "月", None),
        ("不晚于6月30日", "≤", "6", "月", None),
        ("6月15日", "≤", "5.5", "月", None),
        ("12月以后", "≥", "12", "月", None),
        ("十二月三十一日前", "≤", "12", "月", None),
        ("2023年12月", "≤", "12", "月", 2023),
        ("2023年12月31日", "≤", "12", "月", 2023),
        ("2023-12-31", "≤", "12", "月", 2023),
        ("2023年底前", "≤", "12", "月", 2023),
        ("年底前", "≤", "12", "月", None),
        ("次年1月", "≤", "13", "月", None),
        ("≤30日", "≤", "30", "日", None),
        ("30日前", "≤", "30", "日", None),
        ("≤2小时", "≤", "2", "小时", None),
        ("3个工作日", "", "3", "个工作日", None),
        ("1年", "", "1", "年", None),
        ("1个月", "", "1", "个月", None),
    ],
)
def test_dates_and_times_are_read_as_people_write_them(
    text: str, operator: str, number: str, unit: str, year: int | None
) -> None:
    assert values.read_quantity(text) == Quantity(operator, Decimal(number), unit, year)


@given(st.integers(1, 12), st.integers(1, 28), st.sampled_from(["", "之前", "前完成"]))
def test_dates_of_one_year_compare_as_the_calendar_does(month: int, day: int, words: str) -> None:
    read = values.read_quantity(f"{month}月{day}日{words}")
    next_day = values.read_quantity(f"{month}月{day + 1}日") if day < 28 else values.read_quantity(f"{month}月")
    assert read
    assert next_day
    assert month - 1 < read.number <= next_day.number <= month


@given(hostile_texts())
def test_reading_a_quantity_never_fails(text: str) -> None:
    quantity = values.read_quantity(text)
    assert quantity is None or quantity.number >= 0


def test_texts_are_the_same_to_a_reader() -> None:
    assert values.same_text("全年 完成。", "全年完成")
    assert values.same_text("９５％", "95%")
    assert not values.same_text("完成", "已完成")


def test_a_difference_has_its_sign() -> None:
    assert values.difference(Decimal("74.56"), Decimal("65.8")) == "+8.76"
    assert values.difference(Decimal(1), Decimal(2)) == "-1"
    assert values.difference(Decimal(1), Decimal(1)) == "0"


@given(st.characters(exclude_characters="\r"))
def test_a_character_is_refused_that_is_a_control_half_of_one_none_or_turns_a_text_round(character: str) -> None:
    is_none = unicodedata.category(character) in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE
    text = f"前{character}后"
    if (is_none and character not in "\n\t") or character in "\u202b\u202e\u2067":
        with pytest.raises(Unreadable, match=f"U\\+{ord(character):04X}"):
            values.clean_text(text, 10)
    else:
        kept = values.clean_text(text, 10)
        assert kept == text or (kept == "前后" and unicodedata.category(character) == "Cf")
        assert values.clean_text(kept, 10) == kept
