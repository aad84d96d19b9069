"""X-09: procurement is paid from operating and project money, so it does not exceed their sum, in the budget and in the final column.

An excess within the rounding of one sum is only shown; if 公用 or 项目 is blank, the check is silent.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Column

CODE = "X-09"
RELATION = "政府采购金额 ≤ 公用经费 + 项目支出（预算数、决算数）"
NEEDS = (
    paths.expenditure("government_procurement", "final"),
    paths.expenditure("operating", "final"),
    paths.expenditure("project", "final"),
)
COLUMNS: tuple[Column, ...] = ("budget", "final")


def check(case: Case) -> Iterator[Finding]:
    for column in COLUMNS:
        procurement, operating, project = (
            case.document.basic_data.amount(item, column) for item in ("government_procurement", "operating", "project")
        )
        if procurement is None or operating is None or project is None or procurement <= operating + project:
            continue
        broken = warning(
            CODE,
            where=paths.expenditure("government_procurement", column),
            found=procurement,
            expected=operating + project,
            message=f"填的是 {show_amount(procurement)}，大于公用经费与项目支出之和 {sums.added([operating, project])}",
        )
        yield sums.weighed(case.edition, broken, procurement - operating - project, terms=2)
