"""Normalises the cells of a list: dates as 2024-03-01, choices as offered, codes in plain width."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from evaluations.core.basics.values import Unreadable, clean_line, plain_width
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.core.lists.columns import ListColumn, listed
from evaluations.core.readback.words import fold

_DAY = re.compile(
    r"(?P<year>[0-9]{4})\s*(?P<mark>[-/.年])\s*(?P<month>[0-9]{1,2})\s*(?:(?P=mark)|月)\s*(?P<day>[0-9]{1,2})\s*日?"
    r"(?:[T ]\s*0?0:00(?::00(?:\.0+)?)?)?"
)
_PLAIN_DAY = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}")
_YEAR = re.compile(r"([0-9]{4})\s*年?度?")
_ZERO = date(1899, 12, 30)  # Excel counts days from here, after February 1900
_EXPECTED_DAY = "应为日期，例如 2024-03-01"


def read_value(column: ListColumn, text: str) -> str:
    """The value of `text` in this column; "" if nothing in it is visible.

    Raises:
        Unreadable: it does not fit the column; the text says what is expected.
    """
    match column.kind:
        case "text":
            return clean_line(text, column.limit)
        case "code":
            return clean_line(plain_width(text), column.limit)
        case "date":
            return read_day(text)
        case "year":
            return _read_year(text)
        case "choice":
            return _read_choice(column, text)


def read_day(text: str) -> str:
    """The day in `text`, as 2024-03-01; "" if blank.

    Raises:
        Unreadable: it is not a date, or not in the calendar.
    """
    plain = plain_width(text)
    if not plain:
        return ""
    match = _DAY.fullmatch(plain) or _PLAIN_DAY.fullmatch(plain)
    if match is None:
        raise Unreadable(f"{_EXPECTED_DAY}，请改正{_if_serial(plain)}。")
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as none:
        raise Unreadable(f"日历上没有这一天；{_EXPECTED_DAY}，请改正。") from none
    if not 1900 <= day.year <= LAST_YEAR:
        raise Unreadable(f"年份应在 1900 至 {LAST_YEAR} 之间，请改正。")
    return day.isoformat()


def _if_serial(plain: str) -> str:
    """A hint, if the text may be a day that Excel shows as its serial number."""
    if not _SERIAL.fullmatch(plain):
        return ""
    return f"；它若是 {(_ZERO + timedelta(int(plain))).isoformat()}，请把这一格设为日期格式"


def _read_year(text: str) -> str:
    plain = plain_width(text)
    match = _YEAR.fullmatch(plain)
    if plain and (match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR):
        raise Unreadable(f"应为 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份，例如 2024，请改正。")
    return match[1] if match else ""


def _read_choice(column: ListColumn, text: str) -> str:
    folded = fold(text)
    if not folded:
        return ""
    said = _said(column)
    choice = said.get(folded) or said.get(folded.upper())
    if choice is None:
        expected = f"应为{listed(column.choices)}之一" if column.choices else "系统里还没有可填的值"
        raise Unreadable(f"{expected}，{column.remedy}。")
    return choice


@lru_cache(maxsize=256)
def _said(column: ListColumn) -> Mapping[str, str]:
    """The choices by the folded texts that people write for them."""
    said = dict(column.also_said) | {choice: choice for choice in column.choices}
    return {fold(text): choice for text, choice in said.items()}
