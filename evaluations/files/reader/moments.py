"""Dates and times as a spreadsheet shows them: a number counts the days since 1900, or since 1904."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

DIGITS = {
    1: str.maketrans("0123456789", "〇一二三四五六七八九"),
    2: str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖"),
    3: str.maketrans("0123456789", "０１２３４５６７８９"),
}
"""The digits in the styles 一, 壹 and １."""

_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = 2_958_466
_1904 = 1_462  # days between the first days of the two calendars
_DAY = 86_400


class Moment(NamedTuple):
    """How a date is shown: in which digits (see `DIGITS`), whether in Chinese words, and in which calendar."""

    counted: int
    is_chinese: bool
    is_1904: bool


class _Day(NamedTuple):
    year: int
    month: int
    day: int
    weekday: int


def dated(tokens: Sequence[tuple[str, str]], value: Decimal, how: Moment) -> str:
    """A number in a date or time format; "####" if the calendar has no such day."""
    decimals = max(
        (len(text) - 1 - text.index(".") for kind, text in tokens if kind == "date" and "." in text), default=0
    )
    last = _LAST - _1904 * how.is_1904
    if not -1 < value < last:
        return "####"
    seconds = (value * _DAY).quantize(Decimal(1).scaleb(-min(decimals, 3)), rounding=ROUND_HALF_UP)
    if not 0 <= seconds < last * _DAY:
        return "####"
    days, clock = divmod(seconds, _DAY)
    day = _day(int(days), is_1904=how.is_1904)
    is_half = any(kind == "half" for kind, _ in tokens)
    told = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "elapsed":
            told.append(str(int(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]])).rjust(len(text), "0"))
        elif kind == "half":
            early, late = text.split("/")
            told.append(early if clock < _DAY // 2 else late)
        elif kind == "date":
            is_minute = text[0] == "m" and len(text) < 3 and _is_minute(tokens, at)
            told.append(_piece(text, is_minute=is_minute, is_half=is_half, day=day, clock=clock, how=how))
        else:
            told.append(text)
    return "".join(told)


def serial(text: str, *, is_1904: bool) -> str:
    """The number of a moment that a strict workbook writes as `2024-03-15`, possibly with a time; any other text unchanged."""
    try:
        moment = (
            datetime.fromisoformat(text) if "T" in text or "-" in text else datetime.fromisoformat(f"1899-12-30T{text}")
        )
    except ValueError:
        return text
    gap = moment.replace(tzinfo=None) - datetime.fromisoformat("1904-01-01" if is_1904 else "1899-12-30")
    return str(Decimal(gap.days) + Decimal(gap.seconds) / _DAY)[:30]


def _is_minute(tokens: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether an `m` means minutes, because it follows hours or precedes seconds."""

    def first(listed: Iterator[tuple[str, str]]) -> str:
        return next((text[0] for kind, text in listed if kind in ("date", "elapsed")), "")

    return first(iter(tokens[at - 1 :: -1] if at else ())) == "h" or first(iter(tokens[at + 1 :])) == "s"


def _day(days: int, *, is_1904: bool) -> _Day:
    """The day of a number; 1900 counts as a leap year, as in the first spreadsheets."""
    if is_1904:
        days += _1904
    if days in (0, 60):
        return _Day(1900, 1 if days == 0 else 2, 0 if days == 0 else 29, (days + 5) % 7)
    day = date(1899, 12, 30) + timedelta(days=days + (days < 60))
    return _Day(day.year, day.month, day.day, (days + 5) % 7)


def _piece(text: str, *, is_minute: bool, is_half: bool, day: _Day, clock: Decimal, how: Moment) -> str:
    letter, length = text[0], len(text)
    hours, minutes = int(clock // 3600), int(clock // 60 % 60)
    if letter in "ye":
        year = f"{day.year:04d}" if letter == "e" or length > 2 else f"{day.year % 100:02d}"
        return year.translate(DIGITS[how.counted]) if how.counted else year
    if letter == "s":
        whole, _, fraction = format(clock % 60, "f").partition(".")
        width, places = len(text.partition(".")[0]), len(text.partition(".")[2])
        return _padded(int(whole), width, how) + (f".{fraction[:places].ljust(places, '0')}" if places else "")
    if letter == "h":
        return _padded((hours % 12 or 12) if is_half else hours, length, how)
    if letter == "m":
        return _padded(minutes, length, how) if is_minute else _month(day.month, length, how)
    return (
        _named_day(day.weekday, letter, length, how) if letter == "a" or length > 2 else _padded(day.day, length, how)
    )


def _padded(number: int, length: int, how: Moment) -> str:
    if how.counted in (1, 2):
        return read_out(number, how.counted, is_short=True)
    text = str(number).rjust(min(length, 2), "0")
    return text.translate(DIGITS[3]) if how.counted else text


def _month(month: int, length: int, how: Moment) -> str:
    if length < 3:
        return _padded(month, length, how)
    if how.is_chinese:
        return (str(month) if length == 3 else read_out(month, 1, is_short=True)) + "月"
    return _MONTHS[month - 1][: {3: 3, 5: 1}.get(length, 20)]


def _named_day(weekday: int, letter: str, length: int, how: Moment) -> str:
    chinese = "一二三四五六日"[weekday]
    if letter == "a" or how.is_chinese:
        return {3: "" if letter == "a" else "周", 4: "星期"}.get(length, "") + chinese
    return _DAYS[weekday][: 3 if length == 3 else 20]


def read_out(number: int, counted: int, *, is_short: bool = False) -> str:
    """A number below 10^16 in words; `is_short`: 十二 instead of 一十二, as for days and months."""
    digits, units, told = DIGITS[counted], _UNITS[counted], ""
    groups = [int(part) for part in _fours(number)]
    for at, group in enumerate(groups):
        large = ("", "万", "亿", "兆")[min(len(groups) - 1 - at, 3)]
        words, is_zero = "", False
        for place in range(3, -1, -1):
            digit = group // 10**place % 10
            if digit:
                words += ("0" if is_zero or (not words and told and place < 3) else "") + f"{digit}{units[place]}"
            is_zero = not digit and bool(words)
        told += words + large if group else ""
    told = (told or "0").translate(digits)
    return told[1:] if is_short and 10 <= number < 20 else told


def _fours(number: int) -> list[str]:
    text = str(number % 10**16)
    head = len(text) % 4
    return [*([text[:head]] if head else []), *(text[at : at + 4] for at in range(head, len(text), 4))]
