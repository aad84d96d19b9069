"""A2-08: a line that the edition limits to its budget (公用, 项目, 办公) does not exceed it.

The relation is a rate, so with a budget of 0 or none it has no value and the check is silent.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "A2-08"
RELATION = "公用经费、项目支出、办公经费 决算数 ÷ 预算数 ≤ 100%"
NEEDS = ("within_budget = true",)


def check(case: Case) -> Iterator[Finding]:
    for line in case.edition.lines:
        if not line.within_budget:
            continue
        final, budget = (case.document.basic_data.amount(line.item, column) for column in ("final", "budget"))
        rate = ratio(final, budget)
        if rate is None or rate <= 1:
            continue
        yield warning(
            CODE,
            where=paths.expenditure(line.item, "final"),
            found=final,
            expected=f"≤ {show_amount(budget)}",
            message=f"决算 {show_amount(final)}，预算 {show_amount(budget)}，是预算的 {show_ratio(rate)}，请核对；属实的请说明超预算的原因。",
        )
