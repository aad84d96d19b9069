"""A2-02: 三公经费 is the sum of its parts, in each column."""

from collections.abc import Iterator

from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import totals
from evaluations.core.findings.finding import Finding

CODE = "A2-02"
RELATION = "三公经费 = 公务用车 + 出国 + 公务接待（各列）"
NEEDS = ('check = "A2-02"',)


def check(case: Case) -> Iterator[Finding]:
    yield from totals(case, CODE)
