"""A3-08: every score, including the execution score, lies between 0 and its weight."""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error

CODE = "A3-08"
RELATION = "0 ≤ 得分 ≤ 分值"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    part = case.document.self_assessment
    yield from _within(
        "self_assessment.execution_score", part.execution_score, case.edition.attachment3.execution_weight
    )
    for number, indicator in enumerate(part.indicators, 1):
        yield from _within(paths.indicator(number, "score"), indicator.score, indicator.weight)


def _within(where: str, score: Decimal | None, weight: Decimal | None) -> Iterator[Finding]:
    if score is None or (score >= 0 and (weight is None or score <= weight)):
        return
    expected = "≥ 0" if weight is None else f"0～{show_amount(weight)}"
    bound = "得分不能为负数" if score < 0 else f"得分不能超过分值 {show_amount(weight)}"
    message = f"填的是 {show_amount(score)}，{bound}，请改正。"
    yield error(CODE, where=where, found=score, expected=expected, message=message)
