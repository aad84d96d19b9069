"""X-02: the final amount of 部门基本支出预算调整 is the basic expenditure of 附件3."""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import equal
from evaluations.core.findings.finding import Finding

CODE = "X-02"
RELATION = "基础数据表 部门基本支出预算调整（决算数）= 自评表 基本支出"
NEEDS = (paths.expenditure("basic_budget_adjustment", "final"), paths.funding("by_expenditure", "basic"))


def check(case: Case) -> Iterator[Finding]:
    yield from equal(case, CODE, *NEEDS, severity="warning")
