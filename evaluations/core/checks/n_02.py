"""N-02: the report's expenditure is basic plus project.

Off by no more than the rounding of two amounts is only shown, more is an error; with one of the three figures blank nothing is said.
"""

from collections.abc import Iterator

from evaluations.core import paths, sums
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding
from evaluations.core.sentences import stating
from evaluations.core.values import show_amount

CODE = "N-02"
RELATION = "自评报告 支出 = 基本支出 + 项目支出"
NEEDS = (paths.figure("expenditure"), paths.figure("basic"), paths.figure("project"))


def check(edition: Edition, document: Document) -> Iterator[Finding]:
    expenditure, basic, project = (document.report.figures.get(code) for code in ("expenditure", "basic", "project"))
    if expenditure is None or basic is None or project is None or expenditure == basic + project:
        return
    yield sums.disagreement(
        edition,
        CODE,
        where=paths.figure("expenditure"),
        found=expenditure,
        expected=basic + project,
        terms=2,
        why=f"填的是 {show_amount(expenditure)}，基本支出与项目支出之和是 {sums.added([basic, project])}",
        remedy="请核对后改正。",
        quotes=stating(edition, document, "expenditure"),
    )
