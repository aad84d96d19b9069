"""X-01: the project expenditure of 附件2 and of 附件3 is the same money.

附件2's 项目支出 决算 and 附件3's 按支出性质分 项目支出 are typed in two tables from one account; reviewers compare them first.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, error
from evaluations.core.values import show_amount

CODE = "X-01"
RELATION = "基础数据表 项目支出（决算数）= 自评表 项目支出"
NEEDS = (paths.expenditure("project", "final"), paths.funding("by_expenditure", "project"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    in_basic_data = document.basic_data.amount("project", "final")
    in_self_assessment = document.self_assessment.by_expenditure.get("project")
    if in_basic_data is None or in_self_assessment is None or in_basic_data == in_self_assessment:
        return
    other = paths.Names(edition, document).of(paths.expenditure("project", "final"))
    yield error(
        CODE,
        where=paths.funding("by_expenditure", "project"),
        found=in_self_assessment,
        expected=in_basic_data,
        message=f"填的是 {show_amount(in_self_assessment)}，{other}是 {show_amount(in_basic_data)}，应当一致，请核对后改正其中一处。",
    )
