"""Dates that people type as an indicator's value (12月底前, 2023年12月31日, 十二月上旬, 年底前, 30日), read as comparable quantities. Pure.

A date is counted in months from the beginning of its year; a month counts up to its last day: 12月, 12月底 and 12月31日 are 12, 6月15日 is 5.5.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluations.core.basics.years import MENTIONED

_NUMERALS = "一二三四五六七八九十"
_NUMBER = rf"\d{{1,2}}|[{_NUMERALS}]{{1,3}}"
_YEAR = rf"(?:(?P<year>{MENTIONED})\s*年度?|(?P<next>次年|翌年|下年)|当年|本年度?|今年)?"
_BEFORE = r"(?:截至|截止到?|于|在|到|至)?\s*"
_AFTER = (
    r"\s*(?:(?P<limit>之前|以前|前|之内|以内|内|为止|止)|(?P<from>之后|以后|后|起))?\s*(?:完成|完工|竣工|办结|到位)?"
)
_PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20, "下旬": 31, "底": 31, "末": 31}
_FORMS = tuple(
    re.compile(f"{_BEFORE}{form}{_AFTER}")
    for form in (
        rf"{_YEAR}\s*(?P<month>{_NUMBER})\s*月份?\s*(?:(?P<day>{_NUMBER})\s*[日号]|(?P<part>{'|'.join(_PARTS)}))?",
        rf"(?:(?P<year>{MENTIONED})|本|当|今)?\s*(?:年度?[底末]|年内)",
        rf"(?P<year>{MENTIONED})[-/](?P<month>\d{{1,2}})(?:[-/](?P<day>\d{{1,2}}))?",
        rf"(?P<year>{MENTIONED})\.(?P<month>\d{{1,2}})\.(?P<day>\d{{1,2}})",
        rf"(?P<day>{_NUMBER})\s*[日号]",
    )
)
_LONGEST = 40
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTH, DAY = "月", "日"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as a number of months (of days, if only a day is named), with its year if named, its operator (≤ or ≥) and its wording."""

    operator: str
    number: Decimal
    unit: str
    year: int | None
    said: str


def read_date(text: str) -> Date | None:
    """`text` as a date; None if it is not one."""
    if len(text) > _LONGEST:
        return None
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    parts = {"year": None, "next": None, "month": None, "day": None, "part": None} | found.groupdict()
    operator = "≥" if parts["from"] else "≤"
    year = int(parts["year"]) if parts["year"] else None
    day = _read(parts["day"]) if parts["day"] else _PARTS.get(parts["part"] or "", 0)
    if parts["month"] is None and parts["day"]:
        return Date(operator, Decimal(day), DAY, None, f"{day} 日") if 1 <= day <= 31 else None
    month = _read(parts["month"]) if parts["month"] else 12
    if not 1 <= month <= 12 or (parts["day"] and not 1 <= day <= 31):
        return None
    said = _said(parts, month, day)
    return Date(operator, _months(month, day) + (12 if parts["next"] else 0), MONTH, year, said)


def _said(parts: Mapping[str, str | None], month: int, day: int) -> str:
    year = f"{parts['year']}年" if parts["year"] else parts["next"] or ""
    if parts["month"] is None:
        return f"{year or '年'}底"
    rest = f"{day}日" if parts["day"] else parts["part"] or ""
    return f"{year}{month}月{rest}" if year or rest else f"{month} 月"


def _months(month: int, day: int) -> Decimal:
    """Months from the beginning of the year to the end of the day, or to the end of the month if no day is given."""
    days = _DAYS[month - 1]
    return Decimal(month) if day == 0 or day >= days else month - 1 + Decimal(day) / days


def _read(numeral: str) -> int:
    """A number up to 99 in digits or Chinese numerals; 0 if it is not one."""
    if numeral.isascii():
        return int(numeral)
    tens, ten, units = numeral.rpartition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in tens:
        return 0
    of = {sign: number for number, sign in enumerate(_NUMERALS, 1)}
    return (of.get(tens, 1) * 10 if ten else 0) + of.get(units, 0)
