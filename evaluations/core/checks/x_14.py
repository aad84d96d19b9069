"""X-14: operating expenditure is part of basic expenditure, so it does not exceed it."""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error

CODE = "X-14"
RELATION = "基础数据表 公用经费（决算数）≤ 自评表 基本支出"
NEEDS = (paths.expenditure("operating", "final"), paths.funding("by_expenditure", "basic"))


def check(case: Case) -> Iterator[Finding]:
    operating = case.document.basic_data.amount("operating", "final")
    basic = case.document.self_assessment.by_expenditure.get("basic")
    if operating is None or basic is None or operating <= basic:
        return
    other = paths.Names(case.edition, case.document).of(paths.funding("by_expenditure", "basic"))
    yield error(
        CODE,
        where=paths.expenditure("operating", "final"),
        found=operating,
        expected=f"≤ {show_amount(basic)}",
        message=f"填的是 {show_amount(operating)}，大于{other} {show_amount(basic)}；公用经费是基本支出的一部分，请核对后改正其中一处。",
    )
