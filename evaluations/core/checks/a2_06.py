"""A2-06: 公用经费 is at least the sum of its parts, in each column: 其中 is not exhaustive."""

from collections.abc import Iterator

from evaluations.core import sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding

CODE = "A2-06"
RELATION = "公用经费 ≥ 办公经费 + 水电差旅费 + 会议培训费（各列）"
NEEDS = ('check = "A2-06"',)


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    yield from sums.totals(edition, document, CODE)
