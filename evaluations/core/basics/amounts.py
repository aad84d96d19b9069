"""Amounts and counts as people type them: read as exact values, or with guesses at what was meant.

A spelling that can mean only one number is read: full-width digits, the input method's full stop, separators of thousands, a unit (`12.5万`,
`125000元`), and what a spreadsheet would compute (`=1+2`). Anything else is left to the person, with the guesses to choose from. Blank is not
zero: `无` and `——` may mean either, so they are guessed, never read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.core.basics.values import (
    COUNT_LIMIT,
    MONEY_PLACES,
    Unreadable,
    clip,
    fitting_amount,
    plain_width,
    rounded,
    show_amount,
)

YUAN = 10_000
"""元 in one 万元."""
MONEY_UNITS: Mapping[str, Decimal] = {
    "元": Decimal("0.0001"), "百元": Decimal("0.01"), "千元": Decimal("0.1"), "万元": Decimal(1), "十万元": Decimal(10), "百万元": Decimal(100),
    "千万元": Decimal(1000), "亿元": Decimal(10_000), "万": Decimal(1), "亿": Decimal(10_000),
}  # fmt: skip
"""Units of money in 万元."""

_LONGEST = 400
_LONGEST_FORMULA = 100
_SIGNS = str.maketrans({"。": ".", "｡": ".", "−": "-", "﹣": "-", "×": "*", "÷": "/", "￥": "¥"})
_SPACE = re.compile(r"[^\S\r\n]+")
_NUMBER = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SPELLED = re.compile(rf"([-+]?) ?({_NUMBER}) ?([^\d\s.,]{{0,3}}2?)", re.ASCII)
_TOKEN = re.compile(rf" ?(?:({_NUMBER.replace('[, ]', ',')})|([-+*/()])) ?", re.ASCII)
_NOTHING = frozenset(("无", "没有", "-", "--", "—", "——", "–", "/", "\\", "空", "N/A", "n/a", "零"))
_ABOUT = re.compile(r"^(?:大?约|大概|共计?|合?计|人民币|[≈~:=])+|(?:左右|上下|整|多|余|[.。;；])+$")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number in a cell counts: the units that may stand behind it, in the form's own unit, and what is expected, in words."""

    units: Mapping[str, Decimal]
    expected: str = "应为数字，例如 65.8。"


MONEY = Measure(MONEY_UNITS)
POINTS = Measure({"分": Decimal(1)})
AREA = Measure(dict.fromkeys(("㎡", "m²", "m2", "平方米", "平米"), Decimal(1)))
PEOPLE = Measure(dict.fromkeys(("人", "名", "个"), Decimal(1)), "应为不带小数的人数，例如 4。")


def read_amount(text: str, measure: Measure = MONEY) -> Decimal | None:
    """The amount in `text`, with at most 8 digits before and 6 after the decimal point; None if blank.

    Raises:
        Unreadable: not a number, or too long.
    """
    plain = _plain(text)
    if _PLAIN.fullmatch(plain):  # nearly all of them, and the rest costs five times as much
        return fitting_amount(plain)
    return _read(text, plain, measure, _fitting) if plain else None


def read_count(text: str) -> int | None:
    """The whole number in `text`, 0 to 10,000,000; None if blank.

    Raises:
        Unreadable: not a whole number, or out of range.
    """
    plain = _plain(text)
    return _read(text, plain, PEOPLE, _counted) if plain else None


def guesses(text: str, measure: Measure) -> tuple[str, ...]:
    """What an unreadable text may have meant, as readable texts; "" for blank. Empty if there is nothing to guess."""
    plain = text.strip() if len(text) > _LONGEST else _plain(text)
    if plain in _NOTHING:
        return ("0", "")
    fit = _counted if measure is PEOPLE else _fitting
    return tuple(dict.fromkeys(shown for value in _meant(plain, measure) for shown in _if_fitting(value, fit)))


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        return "…"
    return _SPACE.sub(" ", plain_width(text.translate(_SIGNS)))


def _read[T](text: str, plain: str, measure: Measure, fit: Callable[[Fraction], T]) -> T:
    if plain in _NOTHING:
        raise Unreadable(f"填的是“{clip(text)}”，应为数字：没有发生的填 0，还没有填的空着。")
    value = _value(plain, measure)
    if value is None:
        raise Unreadable(f"填的是“{clip(text)}”，{measure.expected}")
    return fit(value)


def _value(plain: str, measure: Measure) -> Fraction | None:
    """The number that `plain` spells or computes, in the form's unit; None if there is none."""
    if plain.startswith("="):
        return _computed(plain[1:])
    match = _SPELLED.fullmatch(plain)
    factor = match and (measure.units.get(match[3]) if match[3] else 1)
    return _fraction(match[1] + match[2]) * Fraction(factor) if match and factor else None


def _fraction(number: str) -> Fraction:
    return Fraction(number.replace(",", "").replace(" ", "").rstrip("."))


def _fitting(value: Fraction) -> Decimal:
    amount = rounded(value, MONEY_PLACES)
    if amount != value:
        raise Unreadable(f"填的数约为 {show_amount(amount)}，小数不能超过 {MONEY_PLACES} 位。")
    return fitting_amount(show_amount(amount))


def _counted(value: Fraction) -> int:
    if value.denominator != 1 or not 0 <= value <= COUNT_LIMIT:
        raise Unreadable(f"填的是“{clip(show_amount(rounded(value)))}”，{PEOPLE.expected}")
    return int(value)


def _if_fitting(value: Fraction, fit: Callable[[Fraction], Decimal | int]) -> Iterator[str]:
    try:
        yield show_amount(fit(value))
    except Unreadable:
        return


def _meant(plain: str, measure: Measure) -> Iterator[Fraction]:
    """The numbers that a text which can't be read may stand for, the likeliest first."""
    for spelled in _respelled(plain):
        value = _value(spelled, measure)
        if value is not None:
            yield value
            yield Fraction(rounded(value, MONEY_PLACES))
            if measure is MONEY and (abs(value) >= YUAN or "¥" in plain):
                yield Fraction(rounded(value / YUAN, MONEY_PLACES))


def _respelled(plain: str) -> Iterator[str]:
    yield plain
    bare = _ABOUT.sub("", plain).strip().strip("¥")
    yield bare
    bracketed = _IN_BRACKETS.fullmatch(bare)
    if bracketed:
        yield f"-{bracketed[1]}"
    if bare.count(",") == 1 and "." not in bare:
        yield bare.replace(",", ".")
    yield bare.replace(",", "").replace(" ", "")
    if re.search(r"[+*]", bare):
        yield f"={bare}"


# Arithmetic


class _NoFormula(ValueError):
    """The text is no sum that can be computed."""


def _computed(formula: str) -> Fraction | None:
    """The value of plain numbers joined by + - * / and brackets; None if it is anything else, or divides by zero."""
    tokens = list(_TOKEN.finditer(formula)) if len(formula) <= _LONGEST_FORMULA else []
    if "".join(token[0] for token in tokens) != formula:
        return None
    rest = [token[1] or token[2] for token in reversed(tokens)]
    try:
        value = _sum(rest)
    except (_NoFormula, ZeroDivisionError):
        return None
    return None if rest else value


def _sum(rest: list[str]) -> Fraction:
    value = _product(rest)
    while rest and rest[-1] in "+-":
        value += _product(rest) if rest.pop() == "+" else -_product(rest)
    return value


def _product(rest: list[str]) -> Fraction:
    value = _factor(rest)
    while rest and rest[-1] in "*/":
        value = value * _factor(rest) if rest.pop() == "*" else value / _factor(rest)
    return value


def _factor(rest: list[str]) -> Fraction:
    part = rest.pop() if rest else ""
    if part in ("+", "-"):
        return _factor(rest) if part == "+" else -_factor(rest)
    if part == "(":
        value = _sum(rest)
        if not rest or rest.pop() != ")":
            raise _NoFormula
        return value
    if part in ("", ")", "*", "/"):
        raise _NoFormula
    return _fraction(part)
