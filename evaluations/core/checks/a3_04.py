"""A3-04: the money by source and the money by nature are each the money executed.

Each group is judged against the executed amount, at the group; a group without a filled line is silent. Rounding as for every sum.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding
from evaluations.core.values import show_amount

CODE = "A3-04"
RELATION = "按收入性质分合计 = 按支出性质分合计 = 全年执行数"


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    executed = document.self_assessment.executed
    if executed is None:
        return
    for group, funding in edition.fundings.items():
        amounts = [amount for amount in getattr(document.self_assessment, group).values() if amount is not None]
        total = sum(amounts, Decimal(0))
        if not amounts or total == executed:
            continue
        yield sums.disagreement(
            edition,
            CODE,
            where=f"self_assessment.{group}",
            found=total,
            expected=executed,
            terms=len(amounts),
            why=f"{funding.label.rstrip('：')}的各项之和为 {sums.added(amounts)}，不等于全年执行数 {show_amount(executed)}",
            remedy="请核对后改正。",
        )
