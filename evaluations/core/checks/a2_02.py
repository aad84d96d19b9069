"""A2-02: 三公经费 is the sum of its parts, in each column."""

from collections.abc import Iterator

from evaluations.core import sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding

CODE = "A2-02"
RELATION = "三公经费 = 公务用车 + 出国 + 公务接待（各列）"
NEEDS = ('check = "A2-02"',)


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    yield from sums.totals(edition, document, CODE)
