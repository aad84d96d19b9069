"""A2-06: 公用经费 is at least the sum of its parts, in each column: 其中 is not exhaustive."""

from collections.abc import Iterator

from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import totals
from evaluations.core.findings.finding import Finding

CODE = "A2-06"
RELATION = "公用经费 ≥ 办公经费 + 水电差旅费 + 会议培训费（各列）"
NEEDS = ('check = "A2-06"',)


def check(case: Case) -> Iterator[Finding]:
    yield from totals(case, CODE)
