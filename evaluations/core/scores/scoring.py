"""Suggested scores, bands, totals and the grade, in points. A suggestion stands beside the typed score and never replaces it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil

from evaluations.core import paths
from evaluations.core.basics.dates import MONTH
from evaluations.core.basics.values import Quantity, quotient, ratio, read_quantity, rounded, same_unit, show_ratio
from evaluations.core.form.document import Direction, Indicator, SelfAssessment
from evaluations.core.form.edition import Band, Edition, Grade

EXECUTION_SCORE = "self_assessment.execution_score"
_BY_OPERATOR: dict[str, Direction] = {
    "≥": "positive", ">": "positive", "=": "positive", "≤": "reverse", "<": "reverse",
}  # fmt: skip


def direction(edition: Edition, indicator: Indicator) -> Direction | None:
    """Which way the indicator is better: as chosen, else as its target reads; None for 「无」 and without a target.

    A target without a number is qualitative; a number without a sign takes the direction of the first level (cost: reverse).
    """
    if indicator.not_applicable or not indicator.target:
        return None
    if indicator.direction:
        return indicator.direction
    target = read_quantity(indicator.target)
    if target is None:
        return "qualitative"
    return _BY_OPERATOR.get(target.operator) or edition.level_of[indicator.category].direction


def comparable(indicator: Indicator) -> tuple[Quantity, Quantity] | None:
    """(target, actual) where both read as numbers of one unit; a unit left out on one side is taken as the other's.

    Dates of two named years count from the beginning of the target's; a month is taken as in time for a day in it.
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


def execution_score(edition: Edition, part: SelfAssessment) -> Decimal | None:
    """The suggested score of the execution rate: its weight × min(executed / adjusted budget, 1); None when the rate has no value."""
    rate = ratio(part.executed, part.adjusted_budget)
    return None if rate is None else _points(edition.attachment3.execution_weight, rate)


def suggestion(edition: Edition, indicator: Indicator) -> Decimal | None:
    """The suggested score of an indicator; None for a qualitative one, and where target, actual or weight can't be compared."""
    which = direction(edition, indicator)
    pair = comparable(indicator)
    if which in (None, "qualitative") or pair is None or indicator.weight is None or indicator.weight < 0:
        return None
    target, actual = pair[0].number, pair[1].number
    if actual == target or (actual > target) == (which == "positive"):
        return indicator.weight
    return _missed(edition.scoring.overrun, which, indicator.weight, target, actual)


def execution_reason(edition: Edition, part: SelfAssessment) -> str:
    """Why `execution_score` suggests what it does; blank without a suggestion."""
    rate = ratio(part.executed, part.adjusted_budget)
    if rate is None:
        return ""
    return f"执行率 {show_ratio(rate)}，{'得满分' if rate >= 1 else '按执行率得分'}"


def reason(edition: Edition, indicator: Indicator) -> str:
    """Why `suggestion` suggests what it does (`超出 13.31%，按超支比例扣分`); blank without a suggestion."""
    pair, suggested = comparable(indicator), suggestion(edition, indicator)
    if suggested is None or pair is None:
        return ""
    is_positive = direction(edition, indicator) == "positive"
    target, actual = pair[0].number, pair[1].number
    if actual == target or (actual > target) == is_positive:
        return "达到指标值，得满分"
    if is_positive:
        return f"完成指标值的 {show_ratio(ratio(actual, target))}，按完成比例得分"
    if target == 0:
        return "指标值为 0，有超出即不得分"
    rule = "按指标值与完成值之比得分" if edition.scoring.overrun == "ratio" else "按超支比例扣分"
    return f"超出 {show_ratio(ratio(actual - target, target))}，{rule}"


@lru_cache(maxsize=4096)
def _missed(overrun: str, which: Direction | None, weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """The points of a missed target; kept, for a page asks several times for each indicator, and each save anew."""
    return _points(weight, _reached(overrun, which, target, actual))


def _reached(overrun: str, which: Direction | None, target: Decimal, actual: Decimal) -> Fraction:
    """The share of a missed target that was reached; below 0 where an overrun is more than the target itself.

    Any overrun of a target of 0 reaches nothing: the limit of both rules.
    """
    if which == "positive":
        return quotient(actual, target)
    if target == 0:
        return Fraction(0)
    return quotient(target, actual) if overrun == "ratio" else 1 - quotient(actual - target, target)


def _points(weight: Decimal, reached: Fraction) -> Decimal:
    """weight × reached in two decimals, half up, within 0…weight; full marks are the weight itself, however many decimals it has."""
    if reached >= 1:
        return weight
    return min(rounded(Fraction(weight) * max(reached, Fraction(0))), weight)


def band(edition: Edition, indicator: Indicator) -> str:
    """The qualitative result that the typed score says (达成, 部分达成, 未达成); blank where there is none."""
    if direction(edition, indicator) != "qualitative" or indicator.score is None or not indicator.weight:
        return ""
    return _highest(edition.scoring.bands, indicator.score / indicator.weight)


def suggestions(edition: Edition, part: SelfAssessment) -> Mapping[str, Decimal | None]:
    """The suggested score of every cell that takes a score, by its path; None where there is none."""
    scores = {paths.indicator(number, "score"): suggestion(edition, i) for number, i in enumerate(part.indicators, 1)}
    return {EXECUTION_SCORE: execution_score(edition, part), **scores}


def level_weights(edition: Edition, part: SelfAssessment) -> Mapping[str, Decimal]:
    """The sum of the indicators' weights by the code of their first level, in points; of the levels that have a row."""
    sums: dict[str, Decimal] = {}
    for indicator in part.indicators:
        level = edition.level_of[indicator.category].code
        sums[level] = sums.get(level, Decimal(0)) + (indicator.weight or 0)
    return sums


def total_score(part: SelfAssessment) -> Decimal | None:
    """The sum of the typed scores; None while none is filled in."""
    return _sum([part.execution_score, *(indicator.score for indicator in part.indicators)])


def total_weight(edition: Edition, part: SelfAssessment) -> Decimal | None:
    """The execution weight and the indicators' weights together; None while no indicator has one."""
    weights = _sum(indicator.weight for indicator in part.indicators)
    return None if weights is None else edition.attachment3.execution_weight + weights


def grade(edition: Edition, total: Decimal | None) -> str:
    """The evaluation grade (优, 良, 中, 差) that a total earns; blank without a total."""
    return "" if total is None else _highest(edition.scoring.grades, total)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    filled = [amount for amount in amounts if amount is not None]
    return sum(filled, Decimal(0)) if filled else None


def _highest(steps: Iterable[Band | Grade], value: Decimal) -> str:
    """The label of the highest step that `value` reaches; of the lowest when it reaches none."""
    ordered = sorted(steps, key=lambda step: step.at_least)
    return [step for step in ordered if step.at_least <= value or step is ordered[0]][-1].label
