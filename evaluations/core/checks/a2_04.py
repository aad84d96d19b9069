"""A2-04: 项目支出 is the sum of all lines below it, including every 其他项目 and 专项, in each column."""

from collections.abc import Iterator

from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import totals
from evaluations.core.findings.finding import Finding

CODE = "A2-04"
RELATION = "项目支出 = 业务工作经费 + 运行维护经费 + 其他项目 + 各专项资金（各列）"
NEEDS = ('check = "A2-04"',)


def check(case: Case) -> Iterator[Finding]:
    yield from totals(case, CODE)
