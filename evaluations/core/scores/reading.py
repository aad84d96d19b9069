"""What the program understood of a typed value, in a few words. Pure."""

from typing import Literal

from evaluations.core.basics.values import Quantity, read_quantity, show_amount
from evaluations.core.content.cells import DIRECTION
from evaluations.core.content.targets import comparable, direction
from evaluations.core.form.document import Indicator
from evaluations.core.form.edition import Edition

_NO_NUMBER = "未识别出数值，不参与自动评分"


def understood(edition: Edition, indicator: Indicator, field: Literal["target", "actual"]) -> str:
    """How an indicator's target (`≥ 95 % · 正向`, `定性`) or actual value (`50 幅`) was read; "" if there is nothing to say.

    An actual value without a unit takes the target's, as for the suggested score.
    """
    which = direction(edition, indicator)
    if which is None or (field == "actual" and (which == "qualitative" or not indicator.actual)):
        return ""
    label = DIRECTION.show(which)
    if which == "qualitative":
        return label
    target = read_quantity(indicator.target)
    if field == "target":
        return f"{_words(target) if target else _NO_NUMBER} · {label}"
    return _actual(indicator, target)


def _actual(indicator: Indicator, target: Quantity | None) -> str:
    actual = read_quantity(indicator.actual)
    if actual is None:
        return _NO_NUMBER
    if target is None:
        return actual.date or _words(actual)
    if comparable(indicator) is None:
        return f"{_words(actual)}，与指标值单位不同"
    return actual.date or _words(Quantity(actual.operator, actual.number, actual.unit or target.unit))


def _words(quantity: Quantity) -> str:
    return " ".join(filter(None, (quantity.operator, *_said(quantity))))


def _said(quantity: Quantity) -> tuple[str, ...]:
    return (quantity.date,) if quantity.date else (show_amount(quantity.number), quantity.unit)
