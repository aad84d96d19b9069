"""N-03: the report's revenue less its expenditure is the carry-over.

A difference within the rounding of two amounts is only shown, a larger one is a warning; if any of the three figures is blank, the check is silent.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.text.sentences import stating

CODE = "N-03"
RELATION = "自评报告 收入 − 支出 = 结转结余"
NEEDS = (paths.figure("carry_over"), paths.figure("revenue"), paths.figure("expenditure"))


def check(case: Case) -> Iterator[Finding]:
    carry_over, revenue, expenditure = (
        case.document.report.figures.get(code) for code in ("carry_over", "revenue", "expenditure")
    )
    if carry_over is None or revenue is None or expenditure is None or carry_over == revenue - expenditure:
        return
    broken = warning(
        CODE,
        where=paths.figure("carry_over"),
        found=carry_over,
        expected=revenue - expenditure,
        message=f"填的是 {show_amount(carry_over)}，收入减支出是 {sums.subtracted(revenue, expenditure)}",
        quotes=stating(case.edition, case.document, "carry_over"),
    )
    yield sums.weighed(case.edition, broken, carry_over - revenue + expenditure, terms=2)
