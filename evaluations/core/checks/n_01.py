"""N-01: the report's basic expenditure is personnel plus operating.

Off by no more than the rounding of two amounts is only shown, more is an error; with one of the three figures blank nothing is said.
"""

from collections.abc import Iterator

from evaluations.core import paths, sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding
from evaluations.core.sentences import stating
from evaluations.core.values import show_amount

CODE = "N-01"
RELATION = "自评报告 基本支出 = 人员经费 + 公用经费"
NEEDS = (paths.figure("basic"), paths.figure("personnel"), paths.figure("operating"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    basic, personnel, operating = (document.report.figures.get(code) for code in ("basic", "personnel", "operating"))
    if basic is None or personnel is None or operating is None or basic == personnel + operating:
        return
    yield sums.disagreement(
        edition,
        CODE,
        where=paths.figure("basic"),
        found=basic,
        expected=personnel + operating,
        terms=2,
        why=f"填的是 {show_amount(basic)}，人员经费与公用经费之和是 {sums.added([personnel, operating])}",
        remedy="请核对后改正。",
        quotes=stating(edition, document, "basic"),
    )
