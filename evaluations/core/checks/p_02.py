"""P-02: a large change from last year needs a reason.

Both years' amounts are taken from this document, on every line with a column for last year, including each named row. From 0 there is no rate.
"""

from collections.abc import Iterator

from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.checks.case import Case
from evaluations.core.content.lines import compared_years
from evaluations.core.findings.finding import Finding, warning

CODE = "P-02"
RELATION = "决算数与上年相比增减超过规定幅度的，说明原因"
NEEDS = ("prior = true",)


def check(case: Case) -> Iterator[Finding]:
    bound = case.edition.thresholds.swing
    for entry in compared_years(case.edition, case.document):
        final, last_year = entry.row.final, entry.row.prior_final
        swing = ratio(final - last_year, last_year) if final is not None and last_year is not None else None
        if swing is None or abs(swing) <= bound:
            continue
        yield warning(
            CODE,
            where=entry.path("final"),
            found=final,
            message=f"上年决算 {show_amount(last_year)}，本年决算 {show_amount(final)}，"
            f"{'增加' if swing > 0 else '减少'} {show_ratio(abs(swing))}，超过 {show_amount(bound * 100)}%，请核对；属实的请说明原因。",
        )
