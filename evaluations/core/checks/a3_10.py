"""A3-10: lost points need a reason and a remedy.

A3-11 judges 「无」 rows; the execution score has no cell for a reason.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error

CODE = "A3-10"
RELATION = "得分 < 分值的，填写偏差原因分析及改进措施"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        lost = indicator.score is not None and indicator.weight is not None and indicator.score < indicator.weight
        if not lost or indicator.deviation_reason or indicator.not_applicable:
            continue
        points = f"分值 {show_amount(indicator.weight)}，得分 {show_amount(indicator.score)}"
        yield error(
            CODE,
            where=paths.indicator(number, "deviation_reason"),
            message=f"{points}，有扣分，请填写{case.edition.attachment3.deviation_reason}。",
        )
