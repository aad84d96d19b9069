"""Sums of amounts that were each rounded: how a sum is shown, and what it means if a cell differs from one.

With n summands, a difference of up to n − 1 times the edition's `rounding` is only shown; a larger one is an error (or a warning).
"""

from collections.abc import Sequence
from decimal import Decimal

from evaluations.core.basics.values import difference, show_amount
from evaluations.core.findings.finding import Severity
from evaluations.core.form.edition import Edition

_REMEDIES = {"error": "请核对后改正。", "warning": "请核对后改正；属实的请说明原因。", "info": "请核对。"}
SPELLED = 5
_MINUS = {"+": "+", "-": "−"}


def weighed(edition: Edition, gap: Decimal, terms: int, severity: Severity) -> tuple[Severity, str]:
    """The severity of a mismatch with a sum or difference of `terms` amounts, and the end of its message: the gap in 万元 and what to do.

    It becomes an info if rounding may explain the gap.
    """
    apart = f"，相差 {difference(gap, Decimal(0))} 万元，"
    if abs(gap) <= edition.thresholds.rounding * (terms - 1):
        return "info", f"{apart}属于四舍五入的尾差，不必修改。"
    return severity, apart + _REMEDIES[severity]


def spelled(terms: Sequence[tuple[str, Decimal | int]]) -> str:
    """The first `SPELLED` terms of a sum or difference, in brackets, each after its sign: `（8 − 3）`; "" for one alone."""
    if len(terms) < 2:
        return ""
    (_, first), *others = terms[:SPELLED]
    shown = "".join(f" {_MINUS[sign]} {show_amount(term)}" for sign, term in others)
    return f"（{show_amount(first)}{shown}{' + …' if len(terms) > SPELLED else ''}）"
