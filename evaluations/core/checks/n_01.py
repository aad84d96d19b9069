"""N-01: the report's basic expenditure is personnel plus operating.

A difference within the rounding of two amounts is only shown, a larger one is an error; if any of the three figures is blank, the check is silent.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import figure_is_sum
from evaluations.core.findings.finding import Finding

CODE = "N-01"
RELATION = "自评报告 基本支出 = 人员经费 + 公用经费"
NEEDS = (paths.figure("basic"), paths.figure("personnel"), paths.figure("operating"))


def check(case: Case) -> Iterator[Finding]:
    yield from figure_is_sum(case, CODE, "basic", ("personnel", "operating"), "人员经费与公用经费之和")
