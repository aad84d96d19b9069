"""A2-15: no amount is negative, and none seems to be typed in 元.

Every amount of 附件2, its buildings, the funds of 附件3, the weights and the report's figures must not be negative (A3-08 checks scores).
A budget or final amount that seems to be typed in 元 (`yuan.suspects`) needs an explanation.
"""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.content import yuan
from evaluations.core.content.lines import entries
from evaluations.core.findings.finding import Finding, error, warning
from evaluations.core.form.document import COLUMNS, Document
from evaluations.core.form.edition import Edition

CODE = "A2-15"
RELATION = "金额不为负数；达到上年 1000 倍的，核对是否误填为元"
NEEDS = ()
FUNDS = ("initial_budget", "adjusted_budget", "executed")


def check(case: Case) -> Iterator[Finding]:
    for where, amount in _amounts(case.edition, case.document):
        if amount is not None and amount < 0:
            yield error(
                CODE,
                where=where,
                found=amount,
                expected="≥ 0",
                message=f"填的是 {show_amount(amount)}，不能为负数，请改正。",
            )
    bound = case.edition.thresholds.wrong_unit
    for where, amount, last_year in yuan.suspects(case.edition, case.document):
        yield warning(
            CODE,
            where=where,
            found=amount,
            message=f"填的是 {show_amount(amount)}，上年决算 {show_amount(last_year)}，"
            f"达到上年的 {show_amount(bound)} 倍以上，是否误填为元？单位为万元，请核对；属实的请说明原因。",
        )


def _amounts(edition: Edition, document: Document) -> Iterator[tuple[str, Decimal | None]]:
    for entry in entries(edition, document):
        for column in COLUMNS:
            yield entry.path(column), entry.amount(column)
    for number, building in enumerate(document.basic_data.buildings, 1):
        for field in paths.BUILDING_FIELDS:
            yield paths.building(number, field), getattr(building, field)
    part = document.self_assessment
    for field in FUNDS:
        yield f"self_assessment.{field}", getattr(part, field)
    for group in edition.fundings:
        for item, amount in getattr(part, group).items():
            yield paths.funding(group, item), amount
    for number, indicator in enumerate(part.indicators, 1):
        yield paths.indicator(number, "weight"), indicator.weight
    for code, amount in document.report.figures.items():
        yield paths.figure(code), amount
