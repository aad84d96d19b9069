"""X-10: the cost indicator 整体支出 has the initial budget as its target and the executed amount as its actual value.

It is the indicator of that name (the edition's `overall_cost_indicator`) under a first level of costs (direction reverse). Its texts are
read as 万元 unless they say 元 or 亿元; a text that is no amount of money does not agree either.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import read_quantity, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "X-10"
RELATION = "成本指标“整体支出”的年度指标值 = 年初预算数，实际完成值 = 全年执行数"
NEEDS = ('direction = "reverse"',)
IN_WAN_YUAN = {"": Decimal(1), "万元": Decimal(1), "万": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000)}


def check(case: Case) -> Iterator[Finding]:
    part, form = case.document.self_assessment, case.edition.attachment3
    for number, indicator in enumerate(part.indicators, 1):
        of_costs = case.edition.level_of[indicator.category].direction == "reverse"
        if indicator.name != case.edition.overall_cost_indicator or not of_costs:
            continue
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


def _read(text: str) -> Decimal | None:
    quantity = read_quantity(text)
    factor = IN_WAN_YUAN.get(quantity.unit) if quantity else None
    return quantity.number * factor if quantity and factor else None
