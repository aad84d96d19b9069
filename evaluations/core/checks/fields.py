"""What the expressions of an edition's rules may name: cells, columns and groups of the document, bounds and labels of the edition."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from evaluations.core import paths
from evaluations.core.content.lines import FilledRow, entries
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Attachment2, Attachment3, Edition, Thresholds
from evaluations.core.rules.compiling import Named, Names
from evaluations.core.rules.kinds import Kind, Single, Type, Value


class Place(NamedTuple):
    """Where a rule is judged: the document, and the row if it is judged for each."""

    edition: Edition
    document: Document
    row: Any = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """What a name means: its kind, how it is read, and whether each row has its own or even all documents of the edition the same."""

    kind: Kind
    read: Callable[[Place], Value]
    is_of_row: bool = False
    is_constant: bool = False


class Column(NamedTuple):
    """A column of a list of rows: its type, and how the cell is read at a place in a row; a blank text is None."""

    type: Type
    read: Callable[[Place], Single]


@dataclass(frozen=True, slots=True)
class Section:
    """A list of rows: its columns, its rows with their numbers, the path of a cell in a row, and what else is known of a row (`marks`)."""

    columns: Mapping[str, Column]
    rows: Callable[[Edition, Document], Iterator[tuple[int, Any]]]
    path: Callable[[int, Any, str], str]
    marks: Mapping[str, Column] = MappingProxyType({})


def _text(name: str) -> Column:
    read = attrgetter(f"row.{name}")
    return Column("文字", lambda place: read(place) or None)


def _number(type_: Type, name: str) -> Column:
    return Column(type_, attrgetter(f"row.{name}"))


def _last_years(place: Place) -> Single:
    entry: FilledRow = place.row
    return entry.row.prior_final if entry.line.prior else None


INDICATORS = Section(
    {
        **{field: _text(field) for field in ("name", "target", "actual", "deviation_reason")},
        "weight": _number("分", "weight"),
        "score": _number("分", "score"),
    },
    lambda _, document: enumerate(document.self_assessment.indicators, 1),
    lambda number, _, column: paths.indicator(number, column),
)
BUILDINGS = Section(
    {field: _number("数" if "area" in field else "金额", field) for field in paths.BUILDING_FIELDS},
    lambda _, document: enumerate(document.basic_data.buildings, 1),
    lambda number, _, column: paths.building(number, column),
)
_LINE_COLUMNS = {
    "name": _text("row.name"),
    "prior_final": Column("金额", _last_years),
    "budget": _number("金额", "row.budget"),
    "final": _number("金额", "row.final"),
}
_LINE_MARKS = {"within_budget": Column("是否", attrgetter("row.line.within_budget"))}


def _lines(item: str | None = None) -> Section:
    """Every row of 附件2, or those of one line."""

    def rows(edition: Edition, document: Document) -> Iterator[tuple[int, FilledRow]]:
        found = (entry for entry in entries(edition, document) if item in (None, entry.line.item))
        return enumerate(found, 1)

    return Section(_LINE_COLUMNS, rows, lambda _, entry, column: entry.path(column), _LINE_MARKS)


def section(edition: Edition, name: str) -> Section | None:
    """The list of rows called `name`; None if the edition has none."""
    if name in _SECTIONS:
        return _SECTIONS[name]
    item = name.removeprefix(_LINES)
    line = edition.line.get(item) if item != name else None
    return _lines(item) if line and line.kind == "rows" else None


def sections(edition: Edition) -> list[str]:
    """The names of all lists of rows of an edition."""
    return [*_SECTIONS, *(_LINES + line.item for line in edition.lines if line.kind == "rows")]


_LINES = "basic_data.expenditure."
_SECTIONS: Mapping[str, Section] = {
    "self_assessment.indicators": INDICATORS,
    "basic_data.buildings": BUILDINGS,
    "basic_data.expenditure": _lines(),
}


def field(edition: Edition, each: Section | None, name: str) -> Field | None:
    """What a rule of the edition names by `name`; in a rule for `each` row, its columns have bare names and come first."""
    column = (each.columns.get(name) or each.marks.get(name)) if each else None
    if column:
        return Field(Kind(column.type), column.read, is_of_row=True)
    return _constant(edition, name) or _cell(edition, name) or _whole(edition, name)


Values = Sequence[Any]
"""The place, and the values that rules read there."""


class Slots:
    """The values that the rules for the same rows read: once a row, into a list in which each has its slot.

    The place itself comes first, what is read of the row after it, what is read of the document from the back.
    """

    def __init__(self, edition: Edition, each: Section | None) -> None:
        self._edition, self._each = edition, each
        self._of_row: dict[str, Callable[[Place], Value]] = {}
        self._of_document: dict[str, Callable[[Place], Value]] = {}
        self.names = Names(self._named, lambda: [*(each.columns if each else ()), *edition.cells, *_CONSTANTS])

    def _named(self, name: str) -> Named[Values] | None:
        found = field(self._edition, self._each, name)
        if found is None:
            return None
        if found.is_constant:
            constant = found.read(cast("Place", None))
            return Named(found.kind, lambda _: constant, is_constant=True)
        slots = self._of_row if found.is_of_row else self._of_document
        slots.setdefault(name, found.read)
        slot = list(slots).index(name) + 1
        return Named(found.kind, itemgetter(slot if found.is_of_row else -slot))

    def read(self, edition: Edition, document: Document) -> Iterator[Values]:
        """The values of each row; those of the document alone if the rules are for no rows."""
        alone = Place(edition, document)
        shared = [read(alone) for read in reversed(self._of_document.values())]
        if self._each is None:
            yield [alone, *shared]
            return
        of_row = list(self._of_row.values())
        for number, row in self._each.rows(edition, document):
            place = Place(edition, document, row, number)
            yield [place, *[read(place) for read in of_row], *shared]


def _constant(edition: Edition, name: str) -> Field | None:
    """A bound, a weight or a label of the edition."""
    type_ = _CONSTANTS.get(name)
    if type_ is None:
        return None
    value = attrgetter(name)(edition)
    if "year}" in str(value):
        return Field(Kind(type_), lambda place: place.edition.words(value, place.document.fiscal_year))
    return Field(Kind(type_), lambda _: value, is_constant=True)


_CONSTANTS: Mapping[str, Type] = {
    **{f"thresholds.{name}": "比率" for name in Thresholds.model_fields if name not in ("rounding", "similar_from")},
    **{f"attachment2.{name}": "文字" for name in Attachment2.model_fields if name != "lines"},
    **{
        f"attachment3.{name}": "文字"
        for name in Attachment3.model_fields
        if name not in ("by_revenue", "by_expenditure", "levels", "library")
    },
    "attachment3.execution_weight": "分",
}


def _cell(edition: Edition, name: str) -> Field | None:
    """A cell that every document of the edition has."""
    if name not in edition.cells:
        return None
    kind, read = Kind(_type(name)), _reader(name)
    return Field(kind, (lambda place: read(place) or None) if kind.type == "文字" else read)


def _reader(name: str) -> Callable[[Place], Any]:
    """What gives the value of a cell; as `paths.value_at`, without reading the path each time."""
    group, _, last = name.rpartition(".")
    if group.startswith(_LINES):
        item, amount = group.removeprefix(_LINES), attrgetter(last)
        return lambda place: amount(rows[0]) if (rows := place.document.basic_data.rows(item)) else None
    if group in _HELD:
        held = attrgetter(f"document.{group}")
        return lambda place: held(place).get(last)
    return attrgetter(f"document.{name}")


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
        return Field(Kind("金额", many=True), lambda place: list(held(place.document).values()))
    head, _, last = name.rpartition(".")
    rows = section(edition, head)
    column = rows.columns.get(last) if rows else None
    if rows is None or column is None:
        return None
    read, listed = column.read, rows.rows

    def whole(place: Place) -> list[Single]:
        edition, document = place.edition, place.document
        return [read(Place(edition, document, row, number)) for number, row in listed(edition, document)]

    return Field(Kind(column.type, many=True), whole)
