"""A3-04: the amounts by source and the amounts by nature each add up to the executed amount.

Each group is compared with the executed amount, and the finding is at the group; a group without a filled line is silent. Rounding as for every sum.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, error

CODE = "A3-04"
RELATION = "按收入性质分合计 = 按支出性质分合计 = 全年执行数"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    executed = case.document.self_assessment.executed
    if executed is None:
        return
    for group, funding in case.edition.fundings.items():
        amounts = [amount for amount in getattr(case.document.self_assessment, group).values() if amount is not None]
        total = sum(amounts, Decimal(0))
        if not amounts or total == executed:
            continue
        name = funding.label.rstrip("：")
        broken = error(
            CODE,
            where=f"self_assessment.{group}",
            found=total,
            expected=executed,
            message=f"{name}的各项之和为 {sums.added(amounts)}，不等于全年执行数 {show_amount(executed)}",
        )
        yield sums.weighed(case.edition, broken, total - executed, terms=len(amounts))
