"""X-03: what the initial budget leaves beside the projects covers the operating budget.

Being short by no more than the rounding of one difference is only shown.
"""

from collections.abc import Iterator

from evaluations.core import paths, sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, warning
from evaluations.core.values import show_amount

CODE = "X-03"
RELATION = "自评表 年初预算数 − 基础数据表 项目支出（预算数）≥ 基础数据表 公用经费（预算数）"
NEEDS = (paths.expenditure("project", "budget"), paths.expenditure("operating", "budget"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    initial = document.self_assessment.initial_budget
    project, operating = (document.basic_data.amount(item, "budget") for item in ("project", "operating"))
    if initial is None or project is None or operating is None or operating <= initial - project:
        return
    yield sums.disagreement(
        edition,
        CODE,
        where=paths.expenditure("operating", "budget"),
        found=operating,
        expected=initial - project,
        terms=2,
        why=f"填的是 {show_amount(operating)}，大于年初预算数减项目支出预算数的余额 "
        f"{show_amount(initial - project)}（{show_amount(initial)} − {show_amount(project)}）",
        remedy="请核对后改正；属实的请说明原因。",
        broken=warning,
    )
