"""The unit of money that a label, a line or a cell of a file states: the form's amounts are in 万元, people's sheets often in 元."""

import re
from decimal import Decimal, InvalidOperation

from evaluations.core.basics.amounts import MONEY_UNITS
from evaluations.core.basics.values import MONEY_PLACES, plain_width, rounded, show_amount
from evaluations.core.readback.words import fold

OURS = "万元"
_UNIT = "(?:[人¥][民]?币?)?([百千十万亿]{0,2}元|万|亿)(?:整)?"
# In brackets, after 单位, or at the very end after a slash; elsewhere it may be part of a word: 单元, 多元, 美元.
_STATED = re.compile(rf"[(\[](?:[^()\[\]]*单位[:为是]?)?{_UNIT}[)\]]|单位[:为是]?\s?{_UNIT}(?!\w)|[/,、:]{_UNIT}$")
_BARE = re.compile(rf"[¥$]?{_UNIT}")
_LONGEST = 120
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def stated(text: str) -> str:
    """The unit of money that a label, a title or a line states: `元` for `2023年预算数（元）`; "" if none."""
    if len(text) > _LONGEST:
        return ""
    match = _STATED.search(fold(text)) or _STATED.search(" ".join(plain_width(text).split()))
    return next((unit for unit in match.groups() if unit), "") if match else ""


def quoted(text: str) -> str:
    """The unit of money that a cell shows beside its amount: `元` for `3,000元`; "" if none."""
    rest = _NUMBER.sub("", fold(text)).strip("-+()%")
    match = _BARE.fullmatch(rest)
    return match[1] if match else ""


def number_in(text: str) -> str:
    """The plain number in a text that holds only a number, of whatever width and with whatever commas, and perhaps a unit of money; else ""."""
    folded = fold(text)
    found = _NUMBER.findall(folded)
    is_alone = len(found) == 1 and (folded == found[0] or quoted(text))
    return found[0].replace(",", "") if is_alone else ""


def in_ours(number: str, unit: str) -> str:
    """A plain number in `unit`, converted to 万元; "" if it is not a number."""
    try:
        return show_amount(rounded(Decimal(number) * MONEY_UNITS[unit], MONEY_PLACES))
    except (InvalidOperation, KeyError):
        return ""


def is_other(unit: str) -> bool:
    """Whether amounts in this unit have to be converted to 万元."""
    return unit in MONEY_UNITS and MONEY_UNITS[unit] != 1


def divided(unit: str) -> str:
    """What to do with an amount in `unit`, in words."""
    factor = MONEY_UNITS[unit]
    return f"除以 {show_amount(1 / factor)}" if factor < 1 else f"乘以 {show_amount(factor)}"
