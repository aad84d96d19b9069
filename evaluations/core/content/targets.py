"""What an indicator's target means: the direction in which it improves, and the numbers that may be compared. Pure."""

from dataclasses import replace
from math import ceil

from evaluations.core.basics.dates import MONTH
from evaluations.core.basics.values import Quantity, read_quantity, same_unit
from evaluations.core.form.document import Direction, Indicator
from evaluations.core.form.edition import Edition

_BY_OPERATOR: dict[str, Direction] = {
    "≥": "positive", ">": "positive", "=": "positive", "≤": "reverse", "<": "reverse",
}  # fmt: skip


def direction(edition: Edition, indicator: Indicator) -> Direction | None:
    """The direction in which the indicator improves: the chosen one, else the target's; None for 「无」 and without a target.

    A target without a number is qualitative; a number without a sign takes its first level's direction (costs: reverse).
    """
    if indicator.not_applicable or not indicator.target:
        return None
    if indicator.direction:
        return indicator.direction
    target = read_quantity(indicator.target)
    if target is None:
        return "qualitative"
    return _BY_OPERATOR.get(target.operator) or edition.direction_of(indicator.category)


def comparable(indicator: Indicator) -> tuple[Quantity, Quantity] | None:
    """(target, actual) if both are numbers in the same unit; a missing unit on one side is taken from the other.

    Two dates with years both count from the beginning of the target's year; an actual month counts as in time for a target day within it.
    """
    target, actual = read_quantity(indicator.target), read_quantity(indicator.actual)
    if target is None or actual is None:
        return None
    if target.date and actual.date:
        actual = _beside(target, actual)
    return (target, actual) if same_unit(target, actual) or not (target.unit and actual.unit) else None


def _beside(target: Quantity, actual: Quantity) -> Quantity:
    years = actual.year - target.year if actual.year and target.year else 0
    number = actual.number + 12 * years
    is_within = number == ceil(number) == ceil(target.number)
    return replace(actual, number=target.number if is_within and target.unit == MONTH else number)
