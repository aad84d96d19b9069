"""A3-13: an indicator's name is not its value.

A name that only repeats the target or the actual value (全年 / 全年) names nothing measurable. 「无」 is not a name.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import same_text
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "A3-13"
RELATION = "三级指标名称不应与指标值相同"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        values = [value for value in (indicator.target, indicator.actual) if value]
        if not indicator.name or indicator.not_applicable or not any(same_text(indicator.name, v) for v in values):
            continue
        yield warning(
            CODE,
            where=paths.indicator(number, "name"),
            found=indicator.name,
            message=f"指标名称“{indicator.name}”与指标值相同，看不出考核什么，无法衡量，请改为具体的指标名称，或说明。",
        )
