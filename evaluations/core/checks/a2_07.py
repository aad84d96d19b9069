"""A2-07: 三公经费 stays within its budget and does not exceed last year's.

Both bounds give one finding, at the final amount, which names each bound exceeded. Amounts are compared, not rates, so a bound of 0 counts.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Column

CODE = "A2-07"
RELATION = "三公经费 决算数 ≤ 预算数，且 ≤ 上年决算数"
NEEDS = (paths.expenditure("three_public", "final"), paths.expenditure("three_public", "budget"))
ITEM = "three_public"
BOUNDS: tuple[Column, ...] = ("budget", "prior_final")


def check(case: Case) -> Iterator[Finding]:
    final = case.document.basic_data.amount(ITEM, "final")
    typed = {column: case.document.basic_data.amount(ITEM, column) for column in BOUNDS}
    if final is None:
        return
    broken = {column: bound for column, bound in typed.items() if bound is not None and final > bound}
    if not broken:
        return
    names = paths.Names(case.edition, case.document)
    bounds = "、".join(f"{names.column(column)} {show_amount(bound)}" for column, bound in broken.items())
    yield warning(
        CODE,
        where=paths.expenditure(ITEM, "final"),
        found=final,
        expected=f"≤ {show_amount(min(broken.values()))}",
        message=f"填的是 {show_amount(final)}，超过{bounds}，请核对；属实的请说明“三公”经费增长的原因。",
    )
