"""Sums of amounts that were each rounded: how a sum is shown, and what it means if a cell differs from one.

With n summands, a difference of up to n − 1 times the edition's `rounding` is only shown; a larger one is an error (or a warning).
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evaluations.core.basics.values import difference, show_amount
from evaluations.core.findings.finding import Finding
from evaluations.core.form.edition import Edition

_REMEDIES = {"error": "请核对后改正。", "warning": "请核对后改正；属实的请说明原因。"}


def weighed(edition: Edition, broken: Finding, gap: Decimal, terms: int) -> Finding:
    """`broken`, a mismatch with a sum or difference of `terms` amounts, with the gap in 万元 and advice added to its message.

    It becomes an info if rounding may explain the gap.
    """
    message = f"{broken.message}，相差 {difference(gap, Decimal(0))} 万元"
    if abs(gap) <= edition.thresholds.rounding * (terms - 1):
        return replace(broken, severity="info", message=f"{message}，属于四舍五入的尾差，不必修改。")
    return replace(broken, message=f"{message}，{_REMEDIES[broken.severity]}")


def added(summands: Sequence[Decimal]) -> str:
    """The sum with at most its first five summands: `8（5 + 3）`."""
    total = show_amount(sum(summands, Decimal(0)))
    if len(summands) < 2:
        return total
    shown = " + ".join(map(show_amount, summands[:5]))
    return f"{total}（{shown}{' + …' if len(summands) > 5 else ''}）"


def subtracted(amount: Decimal, less: Decimal) -> str:
    """The difference with its terms: `5（8 − 3）`."""
    return f"{show_amount(amount - less)}（{show_amount(amount)} − {show_amount(less)}）"
