"""The unit of money that a label, a line or a cell of a file states: a form's amounts are 万元, people's sheets are often in 元."""

import re
from decimal import Decimal, InvalidOperation

from evaluations.core.basics.values import MONEY_PLACES, plain_width, rounded, show_amount
from evaluations.core.readback.words import fold

OURS = "万元"
_FACTORS = {
    "元": Decimal("0.0001"), "百元": Decimal("0.01"), "千元": Decimal("0.1"), "万元": Decimal(1), "十万元": Decimal(10), "百万元": Decimal(100),
    "千万元": Decimal(1000), "亿元": Decimal(10_000), "万": Decimal(1), "亿": Decimal(10_000),
}  # fmt: skip
_UNIT = "(?:[人¥][民]?币?)?([百千十万亿]{0,2}元|万|亿)(?:整)?"
# In brackets, after 单位, or at the very end behind a stroke: 单元, 多元 and 美元 are words.
_STATED = re.compile(rf"[(\[](?:[^()\[\]]*单位[:为是]?)?{_UNIT}[)\]]|单位[:为是]?\s?{_UNIT}(?!\w)|[/,、:]{_UNIT}$")
_BARE = re.compile(rf"[¥$]?{_UNIT}")
_LONGEST = 120
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def stated(text: str) -> str:
    """The unit of money that a label, a title or a line states: `元` of `2023年预算数（元）`, "" of none."""
    if len(text) > _LONGEST:
        return ""
    match = _STATED.search(fold(text)) or _STATED.search(" ".join(plain_width(text).split()))
    return next((unit for unit in match.groups() if unit), "") if match else ""


def shown(text: str) -> str:
    """The unit of money that a cell shows beside its amount: `元` of `3,000元`."""
    rest = _NUMBER.sub("", fold(text)).strip("-+()%")
    match = _BARE.fullmatch(rest)
    return match[1] if match else ""


def number_in(text: str) -> str:
    """The plain number in a text that is nothing but a number, whatever its width and commas, and perhaps a unit of money; "" without."""
    folded = fold(text)
    found = _NUMBER.findall(folded)
    is_alone = len(found) == 1 and (folded == found[0] or shown(text))
    return found[0].replace(",", "") if is_alone else ""


def in_ours(number: str, unit: str) -> str:
    """A plain number in `unit`, in 万元; "" where it is none."""
    try:
        return show_amount(rounded(Decimal(number) * _FACTORS[unit], MONEY_PLACES))
    except (InvalidOperation, KeyError):
        return ""


def is_other(unit: str) -> bool:
    """Whether amounts in this unit are other numbers than in 万元."""
    return unit in _FACTORS and _FACTORS[unit] != 1


def divided(unit: str) -> str:
    """What to do with an amount in `unit`, in words."""
    factor = _FACTORS[unit]
    return f"除以 {show_amount(1 / factor)}" if factor < 1 else f"乘以 {show_amount(factor)}"
