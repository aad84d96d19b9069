"""A2-13: a building keeps to its approved area and its budgeted investment.

With a bound of 0 or none there is no rate, and the check is silent.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Building

CODE = "A2-13"
RELATION = "楼堂馆所 规模控制率 ≤ 100%，投资概算控制率 ≤ 100%"
NEEDS = ("basic_data.buildings",)


def check(case: Case) -> Iterator[Finding]:
    for number, building in enumerate(case.document.basic_data.buildings, 1):
        for field, rate, actual, bound in _controlled(building):
            share = ratio(actual, bound)
            if share is None or share <= 1:
                continue
            yield warning(
                CODE,
                where=paths.building(number, field),
                found=actual,
                expected=f"≤ {show_amount(bound)}",
                message=f"实际 {show_amount(actual)}，批准 {show_amount(bound)}，{rate} {show_ratio(share)}，超过 100%，请核对；属实的请说明原因。",
            )


def _controlled(building: Building) -> Iterator[tuple[str, str, Decimal | None, Decimal | None]]:
    yield "actual_area", "规模控制率", building.actual_area, building.approved_area
    yield "actual_investment", "投资概算控制率", building.actual_investment, building.budget_investment
