"""What the cells of one document are compared with, for drawing it below them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from evaluations.core.basics.values import difference
from evaluations.core.content.cells import NUMBERS, cells
from evaluations.core.content.comparing import Difference, Likenesses, differences
from evaluations.core.content.places import row_of
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import once_a_document
from evaluations.core.text.word_changes import word_changes
from evaluations.tables.shapes import Compared

_BLANK = "空白"
_TEXTS = ("line", "long", "chapter")


class Comparison(NamedTuple):
    """What each cell that differs is compared with, by path, and the rows that only the other document has, by their paths there."""

    cells: Mapping[str, Compared]
    gone: Sequence[str] = ()


@once_a_document
def with_other(edition: Edition, document: Document, other: Document, label: str, same_row: Likenesses) -> Comparison:
    """`document` compared with another one of the unit; below its numbers stands `label` (`上年`) with the other's."""
    found = list(differences(edition, other, document, same_row))
    shown = {one.is_at: _other(one, label) for one in found if one.is_at}
    return Comparison(shown, _rows(one.was_at for one in found if not one.is_at))


def _other(one: Difference, label: str) -> Compared:
    if one.kind in _TEXTS:
        return Compared(runs=word_changes(one.before, one.after))
    gap = (
        difference(Decimal(one.after), Decimal(one.before)) if one.kind in NUMBERS and one.after and one.before else ""
    )
    return Compared(f"{label} {one.before or _BLANK}", gap)


def _rows(listed: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(map(row_of, listed)))


def with_quartiles(edition: Edition, document: Document, quartiles: Mapping[str, Sequence[str]]) -> Comparison:
    """`document` compared with the (lower quartile, median, upper quartile) of its figures, by path, as plain decimals."""
    own = cells(edition, document)
    return Comparison({path: _median(own[path].text, *of) for path, of in quartiles.items() if path in own})


def _median(own: str, lower: str, median: str, upper: str) -> Compared:
    remark = ""
    if own and Decimal(own) > Decimal(upper):
        remark = "高于四分之三的同类单位"
    elif own and Decimal(own) < Decimal(lower):
        remark = "低于四分之三的同类单位"
    return Compared(f"中位数 {median}", remark)
