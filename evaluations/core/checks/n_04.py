"""N-04: a figure of the report is the one of the tables.

Which cell a figure repeats is the edition's (`equals`); the figure is the one to correct.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, error
from evaluations.core.sentences import stating
from evaluations.core.values import show_amount

CODE = "N-04"
RELATION = "自评报告中的金额与基础数据表、自评表一致"
NEEDS = ("equals",)


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    for figure in edition.report.figures:
        stated = document.report.figures.get(figure.code)
        in_table = paths.value_at(document, figure.equals) if figure.equals else None
        if stated is None or not isinstance(in_table, Decimal) or stated == in_table:
            continue
        other = paths.Names(edition, document).of(figure.equals or "")
        yield error(
            CODE,
            where=paths.figure(figure.code),
            found=stated,
            expected=in_table,
            message=f"填的是 {show_amount(stated)}，{other}是 {show_amount(in_table)}，应当一致，请核对后改正其中一处。",
            quotes=stating(edition, document, figure.code),
        )
