"""A3-01: a budget adjusted during the year is explained."""

from collections.abc import Iterator

from evaluations.core.basics.values import difference, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "A3-01"
RELATION = "全年预算数与年初预算数不同的，说明调整原因"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    initial, adjusted = case.document.self_assessment.initial_budget, case.document.self_assessment.adjusted_budget
    if initial is None or adjusted is None or initial == adjusted:
        return
    yield warning(
        CODE,
        where="self_assessment.adjusted_budget",
        found=adjusted,
        expected=initial,
        message=f"年初预算 {show_amount(initial)}，全年预算 {show_amount(adjusted)}（{difference(adjusted, initial)}），请说明调整原因。",
    )
