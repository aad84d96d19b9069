"""X-04: the budget of 部门基本支出预算调整 is the initial budget minus the projects' budget.

A difference within the rounding of one difference is only shown.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import left_beside_projects
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, warning

CODE = "X-04"
RELATION = "基础数据表 部门基本支出预算调整（预算数）= 自评表 年初预算数 − 基础数据表 项目支出（预算数）"
NEEDS = (paths.expenditure("basic_budget_adjustment", "budget"), paths.expenditure("project", "budget"))


def check(case: Case) -> Iterator[Finding]:
    adjustment = case.document.basic_data.amount("basic_budget_adjustment", "budget")
    rest = left_beside_projects(case)
    if adjustment is None or rest is None or adjustment == rest[0]:
        return
    left, shown = rest
    broken = warning(
        CODE,
        where=paths.expenditure("basic_budget_adjustment", "budget"),
        found=adjustment,
        expected=left,
        message=f"填的是 {show_amount(adjustment)}，年初预算数减项目支出预算数是 {shown}",
    )
    yield sums.weighed(case.edition, broken, adjustment - left, terms=2)
