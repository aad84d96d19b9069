"""X-10: the cost indicator 整体支出 has the initial budget as its target and the executed amount as its actual value.

It is the indicator with that name (the edition's `overall_cost_indicator`) under a first level for costs (direction reverse). Its texts are
read as 万元 unless they state 元 or 亿元; a text that is not an amount of money is also a mismatch.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import read_quantity, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition

CODE = "X-10"
RELATION = "成本指标“整体支出”的年度指标值 = 年初预算数，实际完成值 = 全年执行数"
NEEDS = ('direction = "reverse"',)
IN_WAN_YUAN = {"": Decimal(1), "万元": Decimal(1), "万": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000)}


def check(case: Case) -> Iterator[Finding]:
    part, form = case.document.self_assessment, case.edition.attachment3
    for number in rows(case.edition, case.document):
        indicator = part.indicators[number - 1]
        compared = (
            ("target", indicator.target, part.initial_budget, form.initial_budget),
            ("actual", indicator.actual, part.executed, form.executed),
        )
        for field, text, amount, label in compared:
            if not text or amount is None or _read(text) == amount:
                continue
            yield warning(
                CODE,
                where=paths.indicator(number, field),
                found=text,
                expected=amount,
                message=f"填的是“{text}”，{label}是 {show_amount(amount)} 万元，应当一致，请核对后改正；属实的请说明原因。",
            )


def rows(edition: Edition, document: Document) -> Iterator[int]:
    """The numbers of the indicators that the relation is about."""
    for number, indicator in enumerate(document.self_assessment.indicators, 1):
        of_costs = edition.level_of[indicator.category].direction == "reverse"
        if indicator.name == edition.overall_cost_indicator and of_costs:
            yield number


def _read(text: str) -> Decimal | None:
    quantity = read_quantity(text)
    factor = IN_WAN_YUAN.get(quantity.unit) if quantity else None
    return quantity.number * factor if quantity and factor else None
