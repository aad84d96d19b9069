"""Helpers shared by several checks."""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.content.totals import parts
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, Severity
from evaluations.core.form.document import COLUMNS, Column
from evaluations.core.form.edition import Line


def totals(case: Case, code: str) -> Iterator[Finding]:
    """The findings of the check `code` on the totals of 附件2 that the edition assigns to it, column by column.

    A blank total, or one without filled parts, gives no finding: A2-10 asks for what is required, and units with nothing to break down
    type only the total. A line of kind `at_least` may exceed its parts.
    """
    for line in case.edition.lines:
        if line.check == code:
            for column in COLUMNS:
                yield from _total(case, code, line, column)


def _total(case: Case, code: str, line: Line, column: Column) -> Iterator[Finding]:
    found = case.document.basic_data.amount(line.item, column)
    summands = parts(case.edition, case.document, line, column)
    if found is None or not summands:
        return
    expected = sum(summands, Decimal(0))
    at_least = line.kind == "at_least"
    if found == expected or (at_least and found > expected):
        return
    unlike = "小于" if at_least else "不等于"
    severity, end = sums.weighed(case.edition, found - expected, len(summands), "error")
    message = f"填的是 {show_amount(found)}，{unlike}各分项之和 {sums.added(summands)}{end}"
    where = paths.expenditure(line.item, column)
    yield Finding(code, severity, where, message, show_amount(found), show_amount(expected))


def equal(case: Case, code: str, where: str, other: str, severity: Severity = "error") -> Iterator[Finding]:
    """A finding if the amount at `where` differs from the one at `other`; none if either is blank."""
    found, expected = paths.value_at(case.document, where), paths.value_at(case.document, other)
    if not isinstance(found, Decimal) or not isinstance(expected, Decimal) or found == expected:
        return
    label = paths.Names(case.edition, case.document).of(other)
    remedy = "请核对后改正其中一处。" if severity == "error" else "请核对后改正；属实的请说明原因。"
    message = f"填的是 {show_amount(found)}，{label}是 {show_amount(expected)}，应当一致，{remedy}"
    yield Finding(code, severity, where, message, show_amount(found), show_amount(expected))
