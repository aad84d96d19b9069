"""N-02: the report's expenditure is basic plus project.

A difference within the rounding of two amounts is only shown, a larger one is an error; if any of the three figures is blank, the check is silent.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import figure_is_sum
from evaluations.core.findings.finding import Finding

CODE = "N-02"
RELATION = "自评报告 支出 = 基本支出 + 项目支出"
NEEDS = (paths.figure("expenditure"), paths.figure("basic"), paths.figure("project"))


def check(case: Case) -> Iterator[Finding]:
    yield from figure_is_sum(case, CODE, "expenditure", ("basic", "project"), "基本支出与项目支出之和")
