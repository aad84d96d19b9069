"""A2-12: money last year, nothing typed this year: 0 or forgotten?

Judged on every line with a column for last year's amount, including each named row.
"""

from collections.abc import Iterator

from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.content.lines import compared_years
from evaluations.core.findings.finding import Finding, warning

CODE = "A2-12"
RELATION = "上年决算数不为 0 的，本年决算数不应空白"
NEEDS = ("prior = true",)


def check(case: Case) -> Iterator[Finding]:
    for entry in compared_years(case.edition, case.document):
        if entry.row.prior_final and entry.row.final is None:
            last_year = show_amount(entry.row.prior_final)
            yield warning(
                CODE,
                where=entry.path("final"),
                message=f"上年决算 {last_year}，本年未填：是 0 还是漏填？没有发生的请填 0，否则请补填或说明。",
                missing=True,
            )
