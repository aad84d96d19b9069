"""X-03: the initial budget minus the projects' budget covers the operating budget.

A shortfall within the rounding of one difference is only shown.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import left_beside_projects
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, warning

CODE = "X-03"
RELATION = "自评表 年初预算数 − 基础数据表 项目支出（预算数）≥ 基础数据表 公用经费（预算数）"
NEEDS = (paths.expenditure("project", "budget"), paths.expenditure("operating", "budget"))


def check(case: Case) -> Iterator[Finding]:
    operating = case.document.basic_data.amount("operating", "budget")
    rest = left_beside_projects(case)
    if operating is None or rest is None or operating <= rest[0]:
        return
    left, shown = rest
    broken = warning(
        CODE,
        where=paths.expenditure("operating", "budget"),
        found=operating,
        expected=left,
        message=f"填的是 {show_amount(operating)}，大于年初预算数减项目支出预算数的余额 {shown}",
    )
    yield sums.weighed(case.edition, broken, operating - left, terms=2)
