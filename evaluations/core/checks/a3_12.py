"""A3-12: target and actual value have the same unit.

Judged only if both are numbers; a missing unit on one side counts as a difference.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import read_quantity, same_unit
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "A3-12"
RELATION = "年度指标值与实际完成值的计量单位一致"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        target, actual = read_quantity(indicator.target), read_quantity(indicator.actual)
        if target is None or actual is None or same_unit(target, actual):
            continue
        yield warning(
            CODE,
            where=paths.indicator(number, "actual"),
            found=indicator.actual,
            expected=target.unit or "不带单位",
            message=f"年度指标值“{indicator.target}”的单位是{_named(target.unit)}，实际完成值“{indicator.actual}”的单位是{_named(actual.unit)}，请统一单位。",
        )


def _named(unit: str) -> str:
    return f"“{unit}”" if unit else "空白"
