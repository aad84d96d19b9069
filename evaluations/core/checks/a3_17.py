"""A3-17: each second-level category has complete indicators, or a single 「无」 and nothing else.

A category without a row (a blank one does not count) is reported at the category; a 「无」 beside other rows at its name; and each blank name, target, actual value, weight
or score of any other row at its cell, because an indicator needs all of them.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, error
from evaluations.core.form.document import Indicator
from evaluations.core.form.edition import Edition

CODE = "A3-17"
RELATION = "每个二级指标都有完整的三级指标，没有的填“无”"
NEEDS = ()
FILLED = ("name", "target", "actual", "weight", "score")


def check(case: Case) -> Iterator[Finding]:
    rows: dict[str, list[tuple[int, Indicator]]] = {code: [] for code in case.edition.categories}
    for number, indicator in enumerate(case.document.self_assessment.indicators, 1):
        if not indicator.blank:
            rows[indicator.category].append((number, indicator))
    for code, category in case.edition.categories.items():
        if not rows[code] and category.required:
            message = f"{category.label}没有三级指标，请至少填写一个；不适用的，添加一行并在三级指标中填“无”。"
            yield error(CODE, where=paths.category(code), message=message, missing=True)
        for number, indicator in rows[code]:
            yield from _row(case.edition, number, indicator, alone=len(rows[code]) == 1)


def _row(edition: Edition, number: int, indicator: Indicator, *, alone: bool) -> Iterator[Finding]:
    if indicator.not_applicable:
        if not alone:
            message = "“无”表示此类指标不适用，不能与其他指标并列，请删除这一行或其他行。"
            yield error(CODE, where=paths.indicator(number, "name"), found=indicator.name, message=message)
        return
    for field in FILLED:
        if getattr(indicator, field) in (None, ""):
            label = getattr(edition.attachment3, paths.INDICATOR_LABELS[field])
            message = f"{label}未填，请填写；多余的行请删除，此类指标不适用的在三级指标中填“无”。"
            yield error(CODE, where=paths.indicator(number, field), message=message, missing=True)
