"""Sums of amounts that were rounded one by one, and the finding that says how a cell disagrees with one.

n summands may be off by n − 1 times the edition's `rounding`: that is only shown; more is an error (or warning).
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.document import COLUMNS, Column, Document
from evaluations.core.edition import Edition, Line
from evaluations.core.finding import Finding, Quotes, error, info
from evaluations.core.values import difference, show_amount


def disagreement(
    edition: Edition,
    code: str,
    *,
    where: str,
    found: Decimal,
    expected: Decimal,
    terms: int,
    why: str,
    remedy: str,
    broken: Callable[..., Finding] = error,
    quotes: Quotes = (),
) -> Finding:
    """The finding that `found` is not `expected`, a sum or difference of `terms` amounts: an info within rounding, else `broken`."""
    gap = f"{why}，相差 {difference(found, expected)} 万元"
    if abs(found - expected) <= edition.thresholds.rounding * (terms - 1):
        message = f"{gap}，属于四舍五入的尾差，不必修改。"
        return info(code, where=where, found=found, expected=expected, message=message, quotes=quotes)
    return broken(code, where=where, found=found, expected=expected, message=f"{gap}，{remedy}", quotes=quotes)


def totals(edition: Edition, document: Document, code: str) -> Iterator[Finding]:
    """What the check `code` says of the totals of 附件2 that the edition gives it, column by column.

    A blank total and a total without a filled part are silent: A2-10 asks for what is required, and units with nothing to break down
    type the total alone. A line of kind `at_least` may exceed its parts.
    """
    for line in edition.lines:
        if line.check == code:
            for column in COLUMNS:
                yield from _total(edition, document, line, column)


def _total(edition: Edition, document: Document, line: Line, column: Column) -> Iterator[Finding]:
    found = document.basic_data.amount(line.item, column)
    summands = parts(edition, document, line, column)
    if found is None or not summands:
        return
    expected = sum(summands, Decimal(0))
    at_least = line.kind == "at_least"
    if found == expected or (at_least and found > expected):
        return
    assert line.check is not None
    yield disagreement(
        edition,
        line.check,
        where=paths.expenditure(line.item, column),
        found=found,
        expected=expected,
        terms=len(summands),
        why=f"填的是 {show_amount(found)}，{'小于' if at_least else '不等于'}各分项之和 {added(summands)}",
        remedy="请核对分项后改正。",
    )


def parts(edition: Edition, document: Document, line: Line, column: Column) -> list[Decimal]:
    """The filled amounts that make up a total: each row of a line of many rows; the parts' own parts where a part's total is blank."""
    summands: list[Decimal] = []
    for part in line.parts:
        typed = [amount for row in document.basic_data.rows(part) if (amount := getattr(row, column)) is not None]
        summands += typed or parts(edition, document, edition.line[part], column)
    return summands


def added(summands: Sequence[Decimal]) -> str:
    """The sum with its summands, at most the first five of them: `8（5 + 3）`."""
    total = show_amount(sum(summands, Decimal(0)))
    if len(summands) < 2:
        return total
    shown = " + ".join(map(show_amount, summands[:5]))
    return f"{total}（{shown}{' + …' if len(summands) > 5 else ''}）"
