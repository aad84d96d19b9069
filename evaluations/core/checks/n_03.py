"""N-03: the report's revenue less its expenditure is the carry-over.

Off by no more than the rounding of two amounts is only shown, more is a warning; with one of the three figures blank nothing is said.
"""

from collections.abc import Iterator

from evaluations.core import paths, sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, warning
from evaluations.core.sentences import stating
from evaluations.core.values import show_amount

CODE = "N-03"
RELATION = "自评报告 收入 − 支出 = 结转结余"
NEEDS = (paths.figure("carry_over"), paths.figure("revenue"), paths.figure("expenditure"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    carry_over, revenue, expenditure = (
        document.report.figures.get(code) for code in ("carry_over", "revenue", "expenditure")
    )
    if carry_over is None or revenue is None or expenditure is None or carry_over == revenue - expenditure:
        return
    yield sums.disagreement(
        edition,
        CODE,
        where=paths.figure("carry_over"),
        found=carry_over,
        expected=revenue - expenditure,
        terms=2,
        why=f"填的是 {show_amount(carry_over)}，收入减支出是 {show_amount(revenue - expenditure)}（{show_amount(revenue)} − {show_amount(expenditure)}）",
        remedy="请核对后改正；属实的请说明原因。",
        broken=warning,
        quotes=stating(edition, document, "carry_over"),
    )
