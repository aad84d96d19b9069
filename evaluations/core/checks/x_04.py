"""X-04: the budget of 部门基本支出预算调整 is what the initial budget leaves beside the projects.

Being off by no more than the rounding of one difference is only shown.
"""

from collections.abc import Iterator

from evaluations.core import paths, sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, warning
from evaluations.core.values import show_amount

CODE = "X-04"
RELATION = "基础数据表 部门基本支出预算调整（预算数）= 自评表 年初预算数 − 基础数据表 项目支出（预算数）"
NEEDS = (paths.expenditure("basic_budget_adjustment", "budget"), paths.expenditure("project", "budget"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    adjustment = document.basic_data.amount("basic_budget_adjustment", "budget")
    project = document.basic_data.amount("project", "budget")
    initial = document.self_assessment.initial_budget
    if adjustment is None or project is None or initial is None or adjustment == initial - project:
        return
    yield sums.disagreement(
        edition,
        CODE,
        where=paths.expenditure("basic_budget_adjustment", "budget"),
        found=adjustment,
        expected=initial - project,
        terms=2,
        why=f"填的是 {show_amount(adjustment)}，年初预算数减项目支出预算数是 "
        f"{show_amount(initial - project)}（{show_amount(initial)} − {show_amount(project)}）",
        remedy="请核对后改正；属实的请说明原因。",
        broken=warning,
    )
