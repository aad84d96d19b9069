"""Bands, totals and the grade, in points."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from evaluations.core.content.targets import direction
from evaluations.core.form.document import Indicator, SelfAssessment
from evaluations.core.form.edition import Band, Edition, Grade

EXECUTION_SCORE = "self_assessment.execution_score"


def band(edition: Edition, indicator: Indicator) -> str:
    """The qualitative result that the typed score stands for (达成, 部分达成, 未达成); "" if there is none."""
    if direction(edition, indicator) != "qualitative" or indicator.score is None or not indicator.weight:
        return ""
    return _highest(edition.scoring.bands, indicator.score / indicator.weight)


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
