"""What the expressions of an edition's rules may name: cells, columns and groups of the document, bounds and labels of the edition."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, cast

from evaluations.core.checks.case import Case
from evaluations.core.checks.lists import Place, Section, section
from evaluations.core.form.edition import Edition
from evaluations.core.naming.cells import cell, constant, constants
from evaluations.core.rules.compiling import Named, Names
from evaluations.core.rules.kinds import Kind, Value
from evaluations.core.scores.scoring import EXECUTION_SCORE
from evaluations.core.scores.suggested import POINTS, points


@dataclass(frozen=True, slots=True)
class Field:
    """What a name means: its kind, and how it is read; `is_constant` if that gives the same for every document of the edition."""

    kind: Kind
    read: Callable[[Place], Value]
    is_constant: bool = False


def has(edition: Edition, each: Section | None, name: str) -> bool:
    """Whether a rule may name `name`; in a rule for `each` row, its columns have bare names."""
    return name in _of_rows(each) or _of_document(edition, name) is not None


def _of_rows(each: Section | None) -> Sequence[str]:
    return (*each.columns, *each.marks, *each.fixed) if each else ()


def _of_document(edition: Edition, name: str) -> Field | None:
    return _constant(edition, name) or _cell(edition, name) or _whole(edition, name)


Values = Sequence[Any]
"""The place, the values of the row's columns, and those of the document that the rules read."""


class Slots:
    """The values that the rules for the same rows read: once a row, into a list in which each has its slot.

    The place itself comes first, the columns of the row after it, what is read of the document from the back. Marks of the row are read from the place.
    """

    def __init__(self, each: Section | None) -> None:
        self.each = each
        self._of_document: dict[str, Callable[[Place], Value]] = {}

    def names(self, edition: Edition) -> Names[Values]:
        """What the rules may name; each name that is looked up has its slot from then on. The edition itself is not kept."""
        return Names(
            lambda name: self._of_row(name) or self._named(name, _of_document(edition, name)),
            lambda: [*_of_rows(self.each), *edition.cells, *constants(edition)],
        )

    def _of_row(self, name: str) -> Named[Values] | None:
        if self.each is None:
            return None
        if name in self.each.columns:
            return Named(self.each.columns[name], itemgetter(1 + list(self.each.columns).index(name)))
        mark = self.each.marks.get(name) or self.each.fixed.get(name)
        return Named(mark.kind, _read_at_place(mark.read)) if mark else None

    def _named(self, name: str, found: Field | None) -> Named[Values] | None:
        if found is None:
            return None
        if found.is_constant:
            constant = found.read(cast("Place", None))
            return Named(found.kind, lambda _: constant, is_constant=True)
        self._of_document.setdefault(name, found.read)
        return Named(found.kind, itemgetter(-1 - list(self._of_document).index(name)))

    def seen(self, case: Case) -> object:
        """What findings on a row may depend on besides the row and the values that are read: without rows, the sentences that they quote."""
        return self.each.sees(case) if self.each else case.document.report

    def read(self, case: Case) -> Iterator[Values]:
        """The values of each row; those of the document alone if the rules are for no rows."""
        alone = Place(case)
        shared = [read(alone) for read in reversed(self._of_document.values())]
        if self.each is None:
            yield [alone, *shared]
            return
        for number, row, values in self.each.rows(case):
            yield [Place(case, row, number), *values, *shared]


def _read_at_place(read: Callable[[Place], Value]) -> Callable[[Values], Value]:
    return lambda values: read(values[0])


def _constant(edition: Edition, name: str) -> Field | None:
    """A bound, a weight or a label of the edition."""
    found = constant(edition, name)
    if found is None:
        return None
    kind, value = Kind(found.type), found.value
    if found.has_year:
        return Field(kind, lambda place: place.case.edition.words(value, place.case.document.fiscal_year))
    return Field(kind, lambda _: value, is_constant=True)


def _cell(edition: Edition, name: str) -> Field | None:
    """A cell that every document of the edition has, or the suggestion for one."""
    if name == _SUGGESTED:
        return Field(POINTS, lambda place: points(place.case.edition, place.case.document, EXECUTION_SCORE))
    found = cell(edition, name)
    if found is None:
        return None
    read = found.read
    return Field(found.kind, lambda place: read(place.case.document))


_SUGGESTED = "self_assessment.suggested_execution_score"


def _whole(edition: Edition, name: str) -> Field | None:
    """A group of amounts, or a whole column of a list of rows."""
    if name.removeprefix("self_assessment.") in edition.fundings:
        held = attrgetter(name)
        return Field(Kind("金额", many=True), lambda place: list(held(place.case.document).values()))
    head, _, last = name.rpartition(".")
    rows = section(edition, head)
    if rows is None or last not in rows.columns or rows.columns[last].many:
        return None
    listed, column = rows.rows, list(rows.columns).index(last)
    return Field(Kind(rows.columns[last].type, many=True), lambda place: [row[2][column] for row in listed(place.case)])
