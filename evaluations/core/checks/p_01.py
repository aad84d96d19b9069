"""P-01: last year's final amount is the one that was approved last year.

Compared line by line, and named rows by their name (of several rows of one name the first with the first); a row that last year's evaluation
has not, or a blank on either side, is not reported.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, warning
from evaluations.core.lines import compared_years
from evaluations.core.values import show_amount

CODE = "P-01"
RELATION = "上年决算数 = 上年审核通过的决算数"


def check(edition: Edition, document: Document, previous: Document | None) -> Iterator[Finding]:
    if previous is None:
        return
    approved = _approved(previous)
    for entry in compared_years(edition, document):
        finals = approved.get((entry.row.item, entry.row.name))
        last_year = finals.pop(0) if finals else None
        stated = entry.row.prior_final
        if last_year is None or stated is None or stated == last_year:
            continue
        yield warning(
            CODE,
            where=entry.path("prior_final"),
            found=stated,
            expected=last_year,
            message=f"填的是 {show_amount(stated)}，上年审核通过的决算数是 {show_amount(last_year)}，请改正；确有调整的请说明原因。",
        )


def _approved(previous: Document) -> dict[tuple[str, str | None], list[Decimal | None]]:
    finals: dict[tuple[str, str | None], list[Decimal | None]] = {}
    for row in previous.basic_data.expenditure:
        finals.setdefault((row.item, row.name), []).append(row.final)
    return finals
