"""Tests of typed amounts and counts: what is read, what is guessed, and what is neither."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.basics.amounts import AREA, MONEY, PEOPLE, POINTS, Measure, guesses, read_amount, read_count
from evaluations.core.basics.values import Unreadable, rounded, show_amount
from tests.core.strategies import amounts, hostile_texts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("65.8", "65.8"),
        (" 6.220 ", "6.22"),
        ("1,234.50", "1234.5"),
        ("1，234.5", "1234.5"),
        ("1 234", "1234"),
        ("1\u00a0234\u3000567.5", "1234567.5"),
        ("１２．５", "12.5"),
        ("１２３．４", "123.4"),
        ("3。5", "3.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+1", "1"),
        ("1.", "1"),
        (".5", "0.5"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("99999999.999999", "99999999.999999"),
        ("0.0000010", "0.000001"),
        ("\u202d65.8\u202c\u200b", "65.8"),
        ("12.5万", "12.5"),
        ("12.5 万元", "12.5"),
        ("125000元", "12.5"),
        ("125,000.00 元", "12.5"),
        ("0.01元", "0.000001"),
        ("2亿", "20000"),
        ("=1+2", "3"),
        ("＝１＋２", "3"),
        ("=(12.5-2)×3÷4", "7.875"),
        ("=-(2-5)*2", "6"),
        ("= 1,000 + 0.5", "1000.5"),
        ("=12.5", "12.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\n", "\ufeff\u200b "])
def test_blank_is_not_zero(text: str) -> None:
    assert read_amount(text) is None
    assert read_count(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1e400",
        "1e5",
        "1.25E+05",
        "NaN",
        "Infinity",
        "1,23",
        "12,34.5",
        "12 5",
        "1\n234",
        "6分",
        "——",
        "无",
        "9" * 30,
        "0.1234567",
        "0.001元",
        "100000000",
        "100000亿",
        "٣",
        "²",
        "10²",
        "--1",
        "1+2",
        "=A1+2",
        "=1+",
        "=(1",
        "=1)",
        "=1/0",
        "=2**3",
        "=10/3",
        "=__import__('os')",
        "=" + "(" * 99,
        "=" + "9*" * 45 + "9",
        "=" + "1+" * 60 + "1",
        "1" * 5000,
        " " * 5000,
        "\ud800",
        "\x00",
    ],
)
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^填的.*。$") as refused:
        read_amount(text)
    str(refused.value).encode()
    assert len(str(refused.value)) < 80


@given(amounts())
def test_an_amount_shown_and_read_again_is_the_same(amount: Decimal) -> None:
    assert read_amount(show_amount(amount)) == amount


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


@given(amounts(), st.sampled_from(["plain", "wide", "grouped", "spaced", "stop", "unit", "yuan", "sum", "padded"]))
def test_every_spelling_of_an_amount_is_the_same_amount(amount: Decimal, spelling: str) -> None:
    shown = show_amount(amount)
    spelled = {
        "plain": shown,
        "wide": full_width(shown),
        "grouped": f"{amount:,f}",
        "spaced": f"{amount:,f}".replace(",", " "),
        "stop": shown.replace(".", "。"),
        "unit": f"{shown}万元",
        "yuan": f"{show_amount(amount * 10_000)}元",
        "sum": f"={shown}+0",
        "padded": f"\u3000{shown} ",
    }
    assert read_amount(spelled[spelling]) == amount


NUMBERS = st.integers(0, 9999).map(str) | st.decimals(0, 99, places=2).map(str)
FORMULAS = st.recursive(
    NUMBERS,
    lambda part: (
        st.tuples(part, st.sampled_from("+-*/"), part).map("".join) | part.map("({})".format) | part.map("(-{})".format)
    ),
    max_leaves=6,
)


@given(FORMULAS)
def test_a_formula_is_what_arithmetic_says_exactly_or_it_is_guessed(formula: str) -> None:
    exact = eval_exactly(formula)
    try:
        value = read_amount(f"={formula}")
    except Unreadable:
        if exact is not None and abs(exact) < 10_000_000 and len(formula) <= 100:
            assert show_amount(rounded(exact, 6)) in guesses(f"={formula}", MONEY)
    else:
        assert value == exact


def eval_exactly(formula: str) -> Fraction | None:
    numbers = re.sub(r"\d+(\.\d+)?", lambda number: f"Fraction('{number[0]}')", formula)
    try:
        return Fraction(eval(numbers, {"Fraction": Fraction}))  # noqa: S307 (made above, of figures and signs)
    except ZeroDivisionError:
        return None


@pytest.mark.parametrize(
    ("text", "measure", "meant"),
    [
        ("无", MONEY, ("0", "")),
        ("——", POINTS, ("0", "")),
        ("无", PEOPLE, ("0", "")),
        ("约12.5万元", MONEY, ("12.5",)),
        ("12.5万元左右", MONEY, ("12.5",)),
        ("￥125000", MONEY, ("125000", "12.5")),
        ("约125000", MONEY, ("125000", "12.5")),
        ("(12.5)", MONEY, ("-12.5",)),
        ("12,5", MONEY, ("12.5", "125")),
        ("12 5", MONEY, ("125",)),
        ("1+2", MONEY, ("3",)),
        ("=10/3", MONEY, ("3.333333",)),
        ("0.1234567", MONEY, ("0.123457",)),
        ("658000000", MONEY, ("65800",)),
        ("约4人", PEOPLE, ("4",)),
        ("4.5人", PEOPLE, ()),
        ("12.5万", POINTS, ()),
        ("abc", MONEY, ()),
        ("1.25E+05", MONEY, ()),
        ("2023-12", MONEY, ()),
        ("12.5%", MONEY, ()),
    ],
)
def test_what_was_meant_is_guessed(text: str, measure: Measure, meant: tuple[str, ...]) -> None:
    assert guesses(text, measure) == meant


@given(
    hostile_texts() | st.text("0123456789.,，。 ()+-*/=¥万元约无—", max_size=12), st.sampled_from([MONEY, POINTS, AREA])
)
def test_every_guess_can_be_read_and_is_short(text: str, measure: Measure) -> None:
    for guess in guesses(text, measure):
        read = read_amount(guess, measure)
        assert show_amount(read) == guess


def test_each_kind_of_cell_knows_its_own_units() -> None:
    assert read_amount("8分", POINTS) == 8
    assert read_amount("120 平方米", AREA) == read_amount("120㎡", AREA) == read_amount("120m2", AREA) == 120
    for text, measure in (("8分", MONEY), ("8万元", POINTS), ("8元", AREA)):
        with pytest.raises(Unreadable):
            read_amount(text, measure)


@pytest.mark.parametrize(
    ("text", "count"),
    [("4", 4), (" ４ ", 4), ("0", 0), ("10000000", 10_000_000), ("4人", 4), ("1,234", 1234), ("4.0", 4), ("=2+2", 4)],
)
def test_counts_are_whole(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["4.5", "-1", "10000001", "四", "1e3", "٣", "9" * 50, "无", "=1/2"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_count(text)
