"""A3-09: a score that differs from the suggested one is explained.

Compared with two decimals, like the suggestions. Qualitative indicators have no suggestion.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.paths import value_at
from evaluations.core.scores.suggested import suggestions

CODE = "A3-09"
RELATION = "得分与建议得分不同的，说明原因"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    part = case.document.self_assessment
    readings = {
        paths.indicator(number, "score"): f"年度指标值 {row.target}、实际完成值 {row.actual}，按评分规则"
        for number, row in enumerate(part.indicators, 1)
    }
    for where, suggested in suggestions(case.edition, case.document).items():
        score = value_at(case.document, where)
        if suggested and isinstance(score, Decimal) and rounded(score) != rounded(suggested.points):
            why = readings.get(where, "按执行率")
            message = f"填的是 {show_amount(score)}，{why}建议得 {show_amount(suggested.points)} 分，请核对；有理由不同的请说明。"
            yield warning(CODE, where=where, found=score, expected=suggested.points, message=message)
