"""A3-05: the weights of each first level sum to its weight, so that all sum to 100.

Judged where the level has at least one row: a row without a weight counts nothing here (and is A3-17's), a level of nothing but 「无」
leaves its points unassigned. A level without any row is A3-17's alone. While a row has no weight or a category no row, too few points are
only what is still missing.
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
        if total is None or total == level.weight:
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
    rows = document.self_assessment.indicators
    filled = {row.category for row in rows if row.weight is not None or row.not_applicable}
    blank = {row.category for row in rows if row.weight is None and not row.not_applicable}
    return any(category.code in blank or category.code not in filled for category in level.categories)
