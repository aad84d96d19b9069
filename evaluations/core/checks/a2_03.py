"""A2-03: 公务用车购置和维护经费 is the sum of its parts, in each column."""

from collections.abc import Iterator

from evaluations.core import sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding

CODE = "A2-03"
RELATION = "公务用车购置和维护经费 = 购置 + 运行维护（各列）"
NEEDS = ('check = "A2-03"',)


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    yield from sums.totals(edition, document, CODE)
