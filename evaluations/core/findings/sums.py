"""Sums of amounts that were rounded one by one: how one is shown, and what a cell that disagrees with one means.

n summands may be off by n − 1 times the edition's `rounding`: that is only shown; more is an error (or warning).
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evaluations.core.basics.values import difference, show_amount
from evaluations.core.findings.finding import Finding
from evaluations.core.form.edition import Edition

_REMEDIES = {"error": "请核对后改正。", "warning": "请核对后改正；属实的请说明原因。"}


def weighed(edition: Edition, broken: Finding, gap: Decimal, terms: int) -> Finding:
    """`broken`, whose message says what stands against a sum or difference of `terms` amounts, with the gap in 万元 and what to do.

    It becomes an info where the gap may come from rounding.
    """
    message = f"{broken.message}，相差 {difference(gap, Decimal(0))} 万元"
    if abs(gap) <= edition.thresholds.rounding * (terms - 1):
        return replace(broken, severity="info", message=f"{message}，属于四舍五入的尾差，不必修改。")
    return replace(broken, message=f"{message}，{_REMEDIES[broken.severity]}")


def added(summands: Sequence[Decimal]) -> str:
    """The sum with its summands, at most the first five of them: `8（5 + 3）`."""
    total = show_amount(sum(summands, Decimal(0)))
    if len(summands) < 2:
        return total
    shown = " + ".join(map(show_amount, summands[:5]))
    return f"{total}（{shown}{' + …' if len(summands) > 5 else ''}）"


def subtracted(amount: Decimal, less: Decimal) -> str:
    """The difference with its terms: `5（8 − 3）`."""
    return f"{show_amount(amount - less)}（{show_amount(amount)} − {show_amount(less)}）"
