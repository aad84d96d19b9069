"""A3-09: a score that differs from the suggested one is explained.

Compared with two decimals, like the suggestions. Qualitative indicators have no suggestion.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.scores import scoring

CODE = "A3-09"
RELATION = "得分与建议得分不同的，说明原因"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    part = case.document.self_assessment
    suggested = scoring.execution_score(case.edition, part)
    yield from _compared(scoring.EXECUTION_SCORE, part.execution_score, suggested, "按执行率")
    for number, indicator in enumerate(part.indicators, 1):
        if indicator.score is not None:
            reading = f"年度指标值 {indicator.target}、实际完成值 {indicator.actual}，按评分规则"
            where = paths.indicator(number, "score")
            yield from _compared(where, indicator.score, scoring.suggestion(case.edition, indicator), reading)


def _compared(where: str, score: Decimal | None, suggested: Decimal | None, why: str) -> Iterator[Finding]:
    if score is None or suggested is None or score == suggested or rounded(score) == rounded(suggested):
        return
    message = f"填的是 {show_amount(score)}，{why}建议得 {show_amount(suggested)} 分，请核对；有理由不同的请说明。"
    yield warning(CODE, where=where, found=score, expected=suggested, message=message)
