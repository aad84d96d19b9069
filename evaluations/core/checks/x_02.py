"""X-02: the final amount of 部门基本支出预算调整 is the basic expenditure of 附件3."""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, warning
from evaluations.core.values import show_amount

CODE = "X-02"
RELATION = "基础数据表 部门基本支出预算调整（决算数）= 自评表 基本支出"
NEEDS = (paths.expenditure("basic_budget_adjustment", "final"), paths.funding("by_expenditure", "basic"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    adjustment = document.basic_data.amount("basic_budget_adjustment", "final")
    basic = document.self_assessment.by_expenditure.get("basic")
    if adjustment is None or basic is None or adjustment == basic:
        return
    other = paths.Names(edition, document).of(paths.funding("by_expenditure", "basic"))
    yield warning(
        CODE,
        where=paths.expenditure("basic_budget_adjustment", "final"),
        found=adjustment,
        expected=basic,
        message=f"填的是 {show_amount(adjustment)}，{other}是 {show_amount(basic)}，应当一致，请核对后改正；属实的请说明原因。",
    )
