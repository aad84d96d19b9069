"""A3-16: the initial budget, the adjusted budget and the executed amount are of similar size.

If one is at least `magnitude` (10) times another, it may have been typed in 元, or with one digit too many. The finding is at the one of
three amounts that is furthest from the others, or at the larger of two. 0 and blanks are ignored.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from evaluations.core.basics.values import quotient, rounded, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "A3-16"
RELATION = "年初预算数、全年预算数、全年执行数的大小相当；相差 10 倍及以上的，核对是否误填"
NEEDS = ()
FIELDS = ("initial_budget", "adjusted_budget", "executed")


def check(case: Case) -> Iterator[Finding]:
    part = case.document.self_assessment
    amounts = {field: amount for field in FIELDS if (amount := getattr(part, field)) is not None and amount > 0}
    if len(amounts) < 2:
        return
    odd, other = _furthest(amounts)
    times = _times(amounts[odd], amounts[other])
    if times < case.edition.thresholds.magnitude:
        return
    form, found = case.edition.attachment3, amounts[odd]
    size = (
        f"是它的 {show_amount(rounded(times, 1))} 倍"
        if found > amounts[other]
        else f"只有它的 1/{show_amount(rounded(times, 0))}"
    )
    yield warning(
        CODE,
        where=f"self_assessment.{odd}",
        found=found,
        message=f"填的是 {show_amount(found)}，{getattr(form, other)}是 {show_amount(amounts[other])}，{size}，"
        "是否误填为元，或多填、少填了数字？单位为万元，请核对；属实的请说明原因。",
    )


def _furthest(amounts: Mapping[str, Decimal]) -> tuple[str, str]:
    """The amount that is furthest from the others, and the nearest of the others."""
    lowest, *_, highest = ordered = sorted(amounts, key=lambda field: amounts[field])
    middle = ordered[len(ordered) // 2] if len(ordered) == 3 else lowest
    if _times(amounts[highest], amounts[middle]) >= _times(amounts[middle], amounts[lowest]):
        return highest, middle
    return lowest, middle


def _times(one: Decimal, other: Decimal) -> Fraction:
    """The larger divided by the smaller."""
    return quotient(max(one, other), min(one, other))
