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
    return _BY_OPERATOR.get(target.operator) or edition.level_of[indicator.category].direction


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


def execution_score(edition: Edition, part: SelfAssessment) -> Decimal | None:
    """The suggested score of the execution rate: its weight × min(executed / adjusted budget, 1); None if the rate has no value."""
    rate = ratio(part.executed, part.adjusted_budget)
    return None if rate is None else _points(edition.attachment3.execution_weight, rate)


def suggestion(edition: Edition, indicator: Indicator) -> Decimal | None:
    """The suggested score of an indicator; None if it is qualitative, or if target, actual value and weight can't be compared."""
    which = direction(edition, indicator)
    pair = comparable(indicator)
    if which in (None, "qualitative") or pair is None or indicator.weight is None or indicator.weight < 0:
        return None
    target, actual = pair[0].number, pair[1].number
    if actual == target or (actual > target) == (which == "positive"):
        return indicator.weight
    return _missed(edition.scoring.overrun, which, indicator.weight, target, actual)


def execution_reason(edition: Edition, part: SelfAssessment) -> str:
    """The reason for the suggestion of `execution_score`; "" without one."""
    rate = ratio(part.executed, part.adjusted_budget)
    if rate is None:
        return ""
    return f"执行率 {show_ratio(rate)}，{'得满分' if rate >= 1 else '按执行率得分'}"


def reason(edition: Edition, indicator: Indicator) -> str:
    """The reason for the suggestion of `suggestion` (`超出 13.31%，按超支比例扣分`); "" without one."""
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
    """The points for a missed target; cached, because a page asks several times per indicator, and every save asks again."""
    return _points(weight, _reached(overrun, which, target, actual))


def _reached(overrun: str, which: Direction | None, target: Decimal, actual: Decimal) -> Fraction:
    """The share of a missed target that was reached; below 0 if the overrun exceeds the target itself.

    Any overrun of a target of 0 reaches nothing, which is the limit of both rules.
    """
    if which == "positive":
        return quotient(actual, target)
    if target == 0:
        return Fraction(0)
    return quotient(target, actual) if overrun == "ratio" else 1 - quotient(actual - target, target)


def _points(weight: Decimal, reached: Fraction) -> Decimal:
    """weight × reached, rounded half up to two decimals, within 0…weight; full marks are the weight itself, with all its decimals."""
    if reached >= 1:
        return weight
    return min(rounded(Fraction(weight) * max(reached, Fraction(0))), weight)


def band(edition: Edition, indicator: Indicator) -> str:
    """The qualitative result that the typed score stands for (达成, 部分达成, 未达成); "" if there is none."""
    if direction(edition, indicator) != "qualitative" or indicator.score is None or not indicator.weight:
        return ""
    return _highest(edition.scoring.bands, indicator.score / indicator.weight)


def suggestions(edition: Edition, part: SelfAssessment) -> Mapping[str, Decimal | None]:
    """The suggested score of each score cell, by path; None where there is no suggestion."""
    scores = {paths.indicator(number, "score"): suggestion(edition, i) for number, i in enumerate(part.indicators, 1)}
    return {EXECUTION_SCORE: execution_score(edition, part), **scores}


def level_weights(edition: Edition, part: SelfAssessment) -> Mapping[str, Decimal]:
    """The sum of the indicators' weights, in points, by the code of their first level; only levels that have a row that is not blank."""
    sums: dict[str, Decimal] = {}
    for indicator in (one for one in part.indicators if not one.blank):
        level = edition.level_of[indicator.category].code
        sums[level] = sums.get(level, Decimal(0)) + (indicator.weight or 0)
    return sums


def total_score(part: SelfAssessment) -> Decimal | None:
    """The sum of the typed scores; None if none has been filled in yet."""
    return total_of([part.execution_score, *(indicator.score for indicator in part.indicators)])


def total_weight(edition: Edition, part: SelfAssessment) -> Decimal | None:
    """The sum of the execution weight and the indicators' weights; None if no indicator has one yet."""
    weights = total_of(indicator.weight for indicator in part.indicators)
    return None if weights is None else edition.attachment3.execution_weight + weights


def grade(edition: Edition, total: Decimal | None) -> str:
    """The evaluation grade (优, 良, 中, 差) that a total earns; "" without a total."""
    return "" if total is None else _highest(edition.scoring.grades, total)


def total_of(points: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of these points; None if none has been filled in yet."""
    filled = [each for each in points if each is not None]
    return sum(filled, Decimal(0)) if filled else None


def _highest(steps: Iterable[Band | Grade], value: Decimal) -> str:
    """The label of the highest step that `value` reaches; of the lowest step if it reaches none."""
    ordered = sorted(steps, key=lambda step: step.at_least)
    return [step for step in ordered if step.at_least <= value or step is ordered[0]][-1].label
