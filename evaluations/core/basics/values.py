"""Typed texts read as exact values, and exact values as they are shown."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from evaluations.core.basics.dates import read_date
from evaluations.core.basics.years import FIRST_DAY, LAST_DAY, is_mentioned

MONEY_DIGITS = 14
MONEY_PLACES = 6
COUNT_LIMIT = 10_000_000
NAME_LIMIT = 200
TEXT_LIMIT = 20_000
CHAPTER_LIMIT = 100_000
EXPLANATION_LIMIT = 2_000
ROW_LIMIT = 200
"""The rows that a list takes at most."""
NOT_APPLICABLE = "无"
NOT_ASKED = "——"
NO_VALUE = "—"
TO_UPDATE = "【待更新】"
"""The first line of a chapter that was copied from last year and has not been revised yet."""

_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
_NO_CHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# Control characters other than line ends and tabs, lone surrogates, noncharacters, and the marks that reverse the text after them,
# so that readers see something other than what is stored.
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202b\u202e\u2067\ud800-\udfff{_NO_CHARACTERS}]")
_LONGEST_NUMBER = 40
NARROW: dict[int, int | str] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width digits, letters and punctuation to ASCII, for `str.translate`."""
_WIDE = re.compile("[\uff01-\uff5e]")
# Soft hyphens, joiners, direction marks, tags: they are invisible, and text copied from Word, a browser or a message often holds some.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a\u202c\u202d\u2060-\u2066\u2068-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]+"
)


class Unreadable(ValueError):
    """A typed value can't be read; the text says what was found and what is expected, in the form's words."""


def is_unprintable(text: str) -> bool:
    """Whether `text` holds control characters other than line ends and tabs, lone surrogates, noncharacters, or marks that reverse text."""
    return _UNPRINTABLE.search(text) is not None


def plain_width(text: str) -> str:
    """`text` with full-width digits, letters and punctuation as ASCII, without outer white space and invisible marks.

    Nothing else is folded: NFKC would turn `10²` into 102 and `㎡` into a unit with a digit.
    """
    narrow = text.translate(NARROW) if _WIDE.search(text) else text  # most texts have none, and checking costs a tenth
    return _UNSEEN.sub("", narrow).strip()


def read_plain_amount(text: str) -> Decimal:
    """An amount in a data file: a plain decimal in ASCII digits.

    Raises:
        Unreadable: not such a number, or too long.
    """
    if len(text) > _LONGEST_NUMBER or not text.isascii() or not _AMOUNT.fullmatch(text):
        raise Unreadable(f"填的是“{clip(text)}”，应为不带单位的数字，例如 65.8。")
    return fitting_amount(text)


def fitting_amount(number: str) -> Decimal:
    """The plain decimal `number`, if its digits fit a stored amount.

    Raises:
        Unreadable: too many digits before or after the decimal point.
    """
    whole, _, fraction = number.lstrip("-").partition(".")
    if len(fraction.rstrip("0")) > MONEY_PLACES:
        raise Unreadable(f"填的是“{clip(number)}”，小数不能超过 {MONEY_PLACES} 位。")
    if len(whole.lstrip("0")) > MONEY_DIGITS - MONEY_PLACES:
        raise Unreadable(f"填的是“{clip(number)}”，整数部分不能超过 {MONEY_DIGITS - MONEY_PLACES} 位，请核对单位。")
    value = Decimal(number)
    return value or Decimal(0)


def filing_day(day: date) -> date:
    """`day`, if an evaluation can be filed on it.

    Raises:
        Unreadable: it can't.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Unreadable(f"填的是“{day.isoformat()}”，应在 {FIRST_DAY.isoformat()} 至 {LAST_DAY.isoformat()} 之间。")
    return day


def clean_text(text: str, limit: int) -> str:
    """`text` with line ends as \\n, without outer white space and invisible marks; "" if nothing in it is visible.

    Raises:
        Unreadable: `text` is longer than `limit` characters, or holds characters that no document can hold or that reverse text.
    """
    seen = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not seen:
        return ""
    if len(seen) > limit:
        raise Unreadable(f"共 {len(seen)} 个字，不能超过 {limit} 个字，请删减。")
    forbidden = _UNPRINTABLE.search(seen)
    if forbidden:
        before = clip(seen[max(0, forbidden.start() - 10) : forbidden.start()])
        place = f"“{before}”之后" if before else ""
        raise Unreadable(f"{place}含有不可显示的字符（U+{ord(forbidden[0]):04X}），请删除后重新输入。")
    return seen


def clean_line(text: str, limit: int) -> str:
    """`clean_text` on one line: line ends and tabs become spaces.

    Raises:
        Unreadable: as `clean_text`.
    """
    return clean_text(re.sub(r"[\t\r\n]+", " ", text), limit)


def clip(text: str, length: int = 20) -> str:
    """The beginning of a typed text, for a message: only characters that can be seen."""
    visible = _UNSEEN.sub("", _UNPRINTABLE.sub("\ufffd", re.sub(r"[\n\t]", "\ufffd", text[:length])))
    return visible + ("…" if len(text) > length else "")


def show_amount(value: Decimal | int | None) -> str:
    """`value` without exponent and trailing zeros; "" for None."""
    if value is None:
        return ""
    text = str(value)
    if "E" in text:
        text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def ratio(numerator: Decimal | int | None, denominator: Decimal | int | None) -> Fraction | None:
    """numerator / denominator, exact; None (no value, not an error) if either is blank or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    return quotient(numerator, denominator)


def quotient(numerator: Decimal | int | Fraction, denominator: Decimal | int | Fraction) -> Fraction:
    """numerator / denominator, exact; the denominator is not 0."""
    top, below_top = numerator.as_integer_ratio()
    bottom, below_bottom = denominator.as_integer_ratio()
    return Fraction(top * below_bottom, below_top * bottom)


def show_ratio(value: Fraction | None) -> str:
    """A ratio as a percentage with at most two decimals (`95.1%`); `—` if it has no value."""
    return NO_VALUE if value is None else show_amount(rounded(value * 100)) + "%"


def rounded(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """`value` rounded half up (away from zero) to `places` decimals."""
    numerator, denominator = value.as_integer_ratio()
    whole = (abs(numerator) * 10**places * 2 + denominator) // (denominator * 2)
    return Decimal(whole if numerator >= 0 else -whole).scaleb(-places)


def show_day(at: date | None) -> str:
    """A date in words (`2024年3月15日`); "" if there is none."""
    return f"{at.year}年{at.month}月{at.day}日" if at else ""


def difference(value: Decimal, expected: Decimal) -> str:
    """`value` minus `expected`, with its sign (`+8.76`)."""
    gap = value - expected
    return ("+" if gap > 0 else "") + show_amount(gap)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An indicator's value that reads as a number: `≥95%` is Quantity("≥", 95, "%"); a bare number has the operator "".

    A date is a number of months (core/basics/dates.py) and means "by then" unless it says otherwise; `date` is its wording, `year` its year if named.
    """

    operator: str
    number: Decimal
    unit: str
    year: int | None = None
    date: str = field(default="", compare=False)


_OPERATORS = {
    "≥": "≥", ">=": "≥", "=>": "≥", "≧": "≥", "⩾": "≥", "不低于": "≥", "不少于": "≥", "大于等于": "≥", "大于或等于": "≥", "至少": "≥",
    "≤": "≤", "<=": "≤", "=<": "≤", "≦": "≤", "⩽": "≤", "不高于": "≤", "不超过": "≤", "不多于": "≤", "不大于": "≤", "小于等于": "≤", "小于或等于": "≤",
    "至多": "≤",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "<": "<", "小于": "<", "低于": "<", "少于": "<", "=": "=", "等于": "=", "达到": "=",
    "不晚于": "≤", "不迟于": "≤", "早于": "<", "晚于": ">",
}  # fmt: skip
# Longest first: 及以上 ends with 以上.
_SUFFIXES = {"及以上": "≥", "及以下": "≤", "以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤"}
_OPERATOR = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True))})?")
_QUANTITY = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)\s*(?P<unit>[^\d\s,，。；;、]{0,10})"
)


@lru_cache(maxsize=4096)
def read_quantity(text: str) -> Quantity | None:
    """An indicator's typed target or actual value as a number or date; None if it is qualitative, a year or a longer sentence."""
    plain = plain_width(text)
    sign = _OPERATOR.match(plain)
    typed = sign[0] if sign else ""
    operator, rest = _OPERATORS.get(typed, ""), plain.removeprefix(typed).lstrip()
    date = read_date(rest)
    if date:
        return Quantity(operator or date.operator, date.number, date.unit, date.year, date.said)
    match = _QUANTITY.fullmatch(rest)
    if match is None:
        return None
    unit = match["unit"]
    for suffix, meaning in _SUFFIXES.items():
        if unit.endswith(suffix):
            operator, unit = operator or meaning, unit.removesuffix(suffix)
            break
    number = Decimal(match["number"].replace(",", ""))
    return None if _is_date(operator, number, unit) else Quantity(operator, number, unit)


def _is_date(operator: str, number: Decimal, unit: str) -> bool:
    return (unit.startswith("年") and is_mentioned(number)) or (not operator and unit.startswith(("月", "日", "号")))


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether both have the same unit, however it is written: 天 and 日, 个工作日 and 工作日."""
    return _UNITS.get(one.unit, one.unit) == _UNITS.get(other.unit, other.unit)


_UNITS = {"天": "日", "个工作日": "工作日", "个小时": "小时"}


def same_text(one: str, other: str) -> bool:
    """Whether two typed texts read the same, apart from white space, width and closing punctuation."""
    if len(one) > NAME_LIMIT or len(other) > NAME_LIMIT:
        return _begin_alike(one, other) and _folded(one) == _folded(other)
    return _same_line(one, other)


def _begin_alike(one: str, other: str) -> bool:
    head, other_head = _folded(one[:NAME_LIMIT]), _folded(other[:NAME_LIMIT])
    length = min(len(head), len(other_head))
    return head[:length] == other_head[:length]


@lru_cache(maxsize=4096)
def _same_line(one: str, other: str) -> bool:
    """`same_text` of short texts; cached, because the lines of a document are compared at every save."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return "".join(plain_width(text).split()).rstrip("。.;；")
