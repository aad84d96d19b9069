"""A3-05: the weights in each first level add up to the level's weight, so that all weights add up to 100.

Judged if the level has at least one row. A row without a weight counts as 0 here (A3-17 reports it); a level with only 「无」 leaves its
points unassigned. A level without any row is left to A3-17. While a row has no weight, or a category no row, too few points only means
that something is still missing.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Level
from evaluations.core.scores import scoring

CODE = "A3-05"
RELATION = "各一级指标分值合计等于规定分值，总分 100"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    weights = scoring.level_weights(case.edition, case.document.self_assessment)
    for level in case.edition.attachment3.levels:
        total = weights.get(level.code)
        if total is None or level.weight is None or total == level.weight:
            continue
        yield error(
            CODE,
            where=paths.category(level.code),
            found=total,
            expected=level.weight,
            missing=total < level.weight and _is_unfinished(level, case.document),
            message=f"{level.label}的分值合计为 {show_amount(total)}，应为 {show_amount(level.weight)}，请调整各指标的分值。",
        )


def _is_unfinished(level: Level, document: Document) -> bool:
    rows = [row for row in document.self_assessment.indicators if not row.blank]
    filled = {row.category for row in rows if row.weight is not None or row.not_applicable}
    blank = {row.category for row in rows if row.weight is None and not row.not_applicable}
    return any(category.code in blank or category.code not in filled for category in level.categories)
