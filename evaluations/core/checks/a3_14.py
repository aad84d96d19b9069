"""A3-14: the actual value of a qualitative indicator says what was achieved instead of repeating the target."""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import same_text
from evaluations.core.checks.case import Case
from evaluations.core.content.targets import direction
from evaluations.core.findings.finding import Finding, warning

CODE = "A3-14"
RELATION = "定性指标的实际完成值不应照抄年度指标值"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        is_qualitative = direction(case.edition, indicator) == "qualitative"
        if not is_qualitative or not same_text(indicator.target, indicator.actual):
            continue
        yield warning(
            CODE,
            where=paths.indicator(number, "actual"),
            found=indicator.actual,
            message=f"实际完成值“{indicator.actual}”只是重复了年度指标值，请写明实际做到了什么，或说明。",
        )
