"""A3-02: the executed amount does not exceed the budget, and a low execution rate is explained.

The error compares amounts, so it also applies to an adjusted budget of 0; the rate then has no value and needs no explanation.
"""

from collections.abc import Iterator

from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error, warning

CODE = "A3-02"
RELATION = "全年执行数 ≤ 全年预算数；执行率低于规定比例的，说明原因"
NEEDS = ()
WHERE = "self_assessment.executed"


def check(case: Case) -> Iterator[Finding]:
    executed, budget = case.document.self_assessment.executed, case.document.self_assessment.adjusted_budget
    if executed is None or budget is None:
        return
    rate, bound = ratio(executed, budget), case.edition.thresholds.execution_rate
    amounts = f"全年执行 {show_amount(executed)}，全年预算 {show_amount(budget)}"
    if executed > budget:
        yield error(
            CODE,
            where=WHERE,
            found=executed,
            expected=f"≤ {show_amount(budget)}",
            message=f"{amounts}，执行数大于预算数，请核对后改正其中一处。",
        )
    elif rate is not None and rate < bound:
        percent = f"{show_amount(bound * 100)}%"
        yield warning(
            CODE,
            where=WHERE,
            found=show_ratio(rate),
            expected=f"≥ {percent}",
            message=f"{amounts}，执行率 {show_ratio(rate)}，低于 {percent}，请说明原因。",
        )
