"""Helpers shared by several checks."""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, Severity


def equal(case: Case, code: str, where: str, other: str, severity: Severity = "error") -> Iterator[Finding]:
    """A finding if the amount at `where` differs from the one at `other`; none if either is blank."""
    found, expected = paths.value_at(case.document, where), paths.value_at(case.document, other)
    if not isinstance(found, Decimal) or not isinstance(expected, Decimal) or found == expected:
        return
    label = paths.Names(case.edition, case.document).of(other)
    remedy = "请核对后改正其中一处。" if severity == "error" else "请核对后改正；属实的请说明原因。"
    message = f"填的是 {show_amount(found)}，{label}是 {show_amount(expected)}，应当一致，{remedy}"
    yield Finding(code, severity, where, message, show_amount(found), show_amount(expected))
