"""A2-03: 公务用车购置和维护经费 is the sum of its parts, in each column."""

from collections.abc import Iterator

from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import totals
from evaluations.core.findings.finding import Finding

CODE = "A2-03"
RELATION = "公务用车购置和维护经费 = 购置 + 运行维护（各列）"
NEEDS = ('check = "A2-03"',)


def check(case: Case) -> Iterator[Finding]:
    yield from totals(case, CODE)
