"""X-01: the project expenditure is the same in 附件2 and 附件3.

附件2's 项目支出 决算 and 附件3's 按支出性质分 项目支出 come from the same account; reviewers compare them first.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import equal
from evaluations.core.findings.finding import Finding

CODE = "X-01"
RELATION = "基础数据表 项目支出（决算数）= 自评表 项目支出"
NEEDS = (paths.expenditure("project", "final"), paths.funding("by_expenditure", "project"))


def check(case: Case) -> Iterator[Finding]:
    in_basic_data, in_self_assessment = NEEDS
    yield from equal(case, CODE, in_self_assessment, in_basic_data)
