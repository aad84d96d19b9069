"""Computed totals of 附件2: a total is the sum of its filled parts and follows them, unless somebody typed another amount.

Only lines of kind `total` are computed: a line of kind `at_least` may exceed its parts, so only people know its amount. A total typed
differently stays as it is, and its check reports it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import MONEY_DIGITS, MONEY_PLACES, show_amount
from evaluations.core.form.document import Document, ExpenditureRow
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Line

_TOO_LONG = Decimal(10) ** (MONEY_DIGITS - MONEY_PLACES)


def follow(edition: Edition, before: Document, after: Document, typed: Collection[str]) -> Document:
    """`after` with the totals updated whose parts have changed since `before`, in 万元.

    A total becomes the sum of its filled parts (blank if there are none) if it was blank or equal to their sum before. It stays as it is if
    its path is among those `typed` in this save, or if the sum does not fit into a cell.
    """
    # Parts stand below their total, so going backwards settles every part before its total.
    for line, column in reversed(list(_totals(edition))):
        if paths.expenditure(line.item, column) not in typed:
            after = _followed(edition, before, after, line, column)
    return after


def texts(edition: Edition, document: Document) -> Mapping[str, str]:
    """The text of each total, by path."""
    return {
        paths.expenditure(line.item, column): show_amount(document.basic_data.amount(line.item, column))
        for line, column in _totals(edition)
    }


def computed(edition: Edition, document: Document) -> frozenset[str]:
    """The paths of the totals that equal the sum of their filled parts."""
    return frozenset(
        paths.expenditure(line.item, column)
        for line, column in _totals(edition)
        if (total := document.basic_data.amount(line.item, column)) is not None
        and total == _sum(parts(edition, document, line, column))
    )


def parts(edition: Edition, document: Document, line: Line, column: str) -> list[Decimal]:
    """The filled amounts that make up a total: every row of a line with many rows; for a part whose own total is blank, that part's parts."""
    summands: list[Decimal] = []
    for part in line.parts:
        typed = [amount for row in document.basic_data.rows(part) if (amount := row.amounts.get(column)) is not None]
        summands += typed or parts(edition, document, edition.line[part], column)
    return summands


def _totals(edition: Edition) -> Iterator[tuple[Line, str]]:
    for line in edition.lines:
        if line.kind == "total":
            yield from ((line, column) for column in edition.columns_of(line))


def _sum(summands: Sequence[Decimal]) -> Decimal | None:
    return sum(summands, Decimal(0)) if summands else None


def _followed(edition: Edition, before: Document, after: Document, line: Line, column: str) -> Document:
    old, new = parts(edition, before, line, column), parts(edition, after, line, column)
    total = before.basic_data.amount(line.item, column)
    if old == new or (total is not None and total != _sum(old)):
        return after
    fits = abs(_sum(new) or Decimal(0)) < _TOO_LONG
    return _with_amount(edition, after, line, column, _sum(new)) if fits else after


def _with_amount(edition: Edition, document: Document, line: Line, column: str, amount: Decimal | None) -> Document:
    basic_data, order = document.basic_data, edition.line_order
    row = next(iter(basic_data.rows(line.item)), None) or ExpenditureRow(item=line.item)
    changed = row.model_copy(update={column: amount})
    rows = [other for other in basic_data.expenditure if other.item != line.item]
    if not changed.blank:
        rows.append(changed)
    rows.sort(key=lambda one: order[one.item])
    part = basic_data.model_copy(update={"expenditure": tuple(rows)})
    return document.model_copy(update={"basic_data": part})
