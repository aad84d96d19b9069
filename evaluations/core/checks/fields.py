"""What the expressions of an edition's rules may name: cells, columns and groups of the document, bounds and labels of the edition."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, Literal, cast

from evaluations.core.checks.case import Case
from evaluations.core.checks.lists import LINES, Column, Place, Section, section
from evaluations.core.form.edition import Attachment2, Attachment3, Edition, Thresholds
from evaluations.core.rules.compiling import Named, Names
from evaluations.core.rules.kinds import Kind, Type, Value


@dataclass(frozen=True, slots=True)
class Field:
    """What a name means: its kind, how it is read, and what that depends on: a column is read once a row, a mark of it only when it is asked for."""

    kind: Kind
    read: Callable[[Place], Value]
    of: Literal["column", "mark", "document", "edition"]


def field(edition: Edition, each: Section | None, name: str) -> Field | None:
    """What a rule of the edition names by `name`; in a rule for `each` row, its columns have bare names and come first."""
    if each and name in each.columns:
        return _of_row(each.columns[name], "column")
    if each and name in each.marks:
        return _of_row(each.marks[name], "mark")
    return _constant(edition, name) or _cell(edition, name) or _whole(edition, name)


def _of_row(column: Column, of: Literal["column", "mark"]) -> Field:
    return Field(Kind(column.type, column.many), column.read, of)


def _of_rows(each: Section | None) -> Sequence[str]:
    return (*each.columns, *each.marks) if each else ()


Values = Sequence[Any]
"""The place, and the values that rules read there."""


class Slots:
    """The values that the rules for the same rows read: once a row, into a list in which each has its slot.

    The place itself comes first, what is read of the row after it, what is read of the document from the back.
    """

    def __init__(self, each: Section | None) -> None:
        self._each = each
        self._of_row: dict[str, Callable[[Place], Value]] = {}
        self._of_document: dict[str, Callable[[Place], Value]] = {}

    def names(self, edition: Edition) -> Names[Values]:
        """What the rules may name; each name that is looked up has its slot from then on. The edition itself is not kept."""
        return Names(
            lambda name: self._named(name, field(edition, self._each, name)),
            lambda: [*_of_rows(self._each), *edition.cells, *_CONSTANTS],
        )

    def _named(self, name: str, found: Field | None) -> Named[Values] | None:
        if found is None:
            return None
        if found.of == "edition":
            constant = found.read(cast("Place", None))
            return Named(found.kind, lambda _: constant, is_constant=True)
        if found.of == "mark":
            return Named(found.kind, lambda values: found.read(values[0]))
        slots = self._of_row if found.of == "column" else self._of_document
        slots.setdefault(name, found.read)
        slot = list(slots).index(name) + 1
        return Named(found.kind, itemgetter(slot if found.of == "column" else -slot))

    def read(self, case: Case) -> Iterator[Values]:
        """The values of each row; those of the document alone if the rules are for no rows."""
        alone = Place(case)
        shared = [read(alone) for read in reversed(self._of_document.values())]
        if self._each is None:
            yield [alone, *shared]
            return
        of_row = list(self._of_row.values())
        for number, row in self._each.rows(case):
            place = Place(case, row, number)
            yield [place, *[read(place) for read in of_row], *shared]


def _constant(edition: Edition, name: str) -> Field | None:
    """A bound, a weight or a label of the edition."""
    type_ = _CONSTANTS.get(name)
    if type_ is None:
        return None
    value = attrgetter(name)(edition)
    if "year}" in str(value):
        return Field(
            Kind(type_), lambda place: place.case.edition.words(value, place.case.document.fiscal_year), "document"
        )
    return Field(Kind(type_), lambda _: value, "edition")


_CONSTANTS: Mapping[str, Type] = {
    **{f"thresholds.{name}": "比率" for name in Thresholds.model_fields if name not in ("rounding", "similar_from")},
    **{f"attachment2.{name}": "文字" for name in Attachment2.model_fields if name != "lines"},
    **{
        f"attachment3.{name}": "文字"
        for name in Attachment3.model_fields
        if name not in ("by_revenue", "by_expenditure", "levels", "library")
    },
    "attachment3.execution_weight": "分",
    "thresholds.wrong_unit": "数",
    "thresholds.magnitude": "数",
}


def _cell(edition: Edition, name: str) -> Field | None:
    """A cell that every document of the edition has."""
    if name not in edition.cells:
        return None
    kind, read = Kind(_type(name)), _reader(name)
    return Field(kind, (lambda place: read(place) or None) if kind.type == "文字" else read, "document")


def _reader(name: str) -> Callable[[Place], Any]:
    """What gives the value of a cell; as `paths.value_at`, without reading the path each time."""
    group, _, last = name.rpartition(".")
    if group.startswith(LINES):
        item, amount = group.removeprefix(LINES), attrgetter(last)
        return lambda place: amount(rows[0]) if (rows := place.case.document.basic_data.rows(item)) else None
    if group in _HELD:
        held = attrgetter(f"case.document.{group}")
        return lambda place: held(place).get(last)
    return attrgetter(f"case.document.{name}")


_HELD = ("self_assessment.by_revenue", "self_assessment.by_expenditure", "report.figures", "report.chapters")
_TYPES: Mapping[str, Type] = {
    "filing_date": "日期",
    "basic_data.thrift_measures": "文字",
    "self_assessment.expected_objective": "文字",
    "self_assessment.actual_completion": "文字",
    "self_assessment.execution_score": "分",
}


def _type(name: str) -> Type:
    if name.startswith(("preparer.", "report.chapters.")):
        return "文字"
    return _TYPES.get(name) or ("人数" if name.startswith("basic_data.staffing.") else "金额")


def _whole(edition: Edition, name: str) -> Field | None:
    """A group of amounts, or a whole column of a list of rows."""
    if name.removeprefix("self_assessment.") in edition.fundings:
        held = attrgetter(name)
        return Field(Kind("金额", many=True), lambda place: list(held(place.case.document).values()), "document")
    head, _, last = name.rpartition(".")
    rows = section(edition, head)
    column = rows.columns.get(last) if rows else None
    if rows is None or column is None or column.many:
        return None
    read, listed = column.read, rows.rows

    def whole(place: Place) -> list[Value]:
        return [read(Place(place.case, row, number)) for number, row in listed(place.case)]

    return Field(Kind(column.type, many=True), whole, "document")
