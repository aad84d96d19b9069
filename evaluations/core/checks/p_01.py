"""P-01: last year's final amount is the one that was approved last year.

Compared line by line, named rows by name (of several with one name, the first with the first). A row that last year's evaluation does not
have, or a blank on either side, is not reported.
"""

from collections.abc import Iterator

from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.content.lines import with_last_year
from evaluations.core.findings.finding import Finding, warning

CODE = "P-01"
RELATION = "上年决算数 = 上年自评的决算数"
NEEDS = ("prior = true",)


def check(case: Case) -> Iterator[Finding]:
    if case.previous is None:
        return
    for entry, last_year in with_last_year(case.edition, case.document, case.previous):
        stated = entry.row.prior_final
        if not entry.line.prior or last_year is None or stated is None or stated == last_year:
            continue
        yield warning(
            CODE,
            where=entry.path("prior_final"),
            found=stated,
            expected=last_year,
            message=f"填的是 {show_amount(stated)}，上年自评的决算数是 {show_amount(last_year)}，请改正；确有调整的请说明原因。",
        )
