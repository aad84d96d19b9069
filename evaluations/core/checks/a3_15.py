"""A3-15: a positive target that is far exceeded may have been too low.

Judged if both values are numbers in the same unit (a missing unit on one side is taken from the other) and the target is not 0.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.checks.case import Case
from evaluations.core.content.targets import comparable, direction
from evaluations.core.findings.finding import Finding, warning

CODE = "A3-15"
RELATION = "实际完成值远超年度指标值的，说明指标值是否偏低"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    bound = case.edition.thresholds.exceeded_target
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        pair = comparable(indicator)
        reached = ratio(pair[1].number, pair[0].number) if pair else None
        if reached is None or reached < bound or direction(case.edition, indicator) != "positive":
            continue
        yield warning(
            CODE,
            where=paths.indicator(number, "actual"),
            found=indicator.actual,
            expected=indicator.target,
            message=f"实际完成值“{indicator.actual}”是年度指标值“{indicator.target}”的 {show_ratio(reached)}，"
            f"达到 {show_amount(bound * 100)}% 及以上，请说明原因（指标值是否定得偏低）。",
        )
