"""A3-11: a 「无」 row has no target, actual value, weight or score.

Each filled cell is reported; 0 counts as filled in.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error

CODE = "A3-11"
RELATION = "三级指标为“无”的，不填指标值、完成值、分值和得分"
NEEDS = ()
BLANK = ("target", "actual", "weight", "score")


def check(case: Case) -> Iterator[Finding]:
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        if not indicator.not_applicable:
            continue
        for field in BLANK:
            value = getattr(indicator, field)
            if value in (None, ""):
                continue
            found = value if isinstance(value, str) else show_amount(value)
            yield error(
                CODE,
                where=paths.indicator(number, field),
                found=found,
                message=f"三级指标填“无”表示没有此类指标，这里却填了“{found}”，请清空，或改填指标名称。",
            )
