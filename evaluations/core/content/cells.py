"""Every cell that a person fills in: its path, the kind of value it takes, and its content.

One walk over the form serves both directions: `cells` lists the contents of a document, `fill` puts typed texts into it.
The walk visits the cells in form order and rebuilds the document from the values that the visitor returns.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel

from evaluations.core import paths
from evaluations.core.basics import amounts, values
from evaluations.core.basics.amounts import AREA, MONEY, PEOPLE, POINTS, Measure
from evaluations.core.basics.values import Unreadable
from evaluations.core.form.document import (
    BLANK_TABLE,
    FURTHER,
    BasicData,
    Building,
    Direction,
    Document,
    ExpenditureRow,
    FurtherTable,
    FurtherTables,
    Indicator,
    OwnRow,
    Preparer,
    Report,
    SelfAssessment,
    Staffing,
)
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.kept import Made
from evaluations.core.form.official import Line
from evaluations.core.form.stated import OwnField

DIRECTIONS: Mapping[str, Direction] = {"正向": "positive", "反向": "reverse", "定性": "qualitative"}
_DIRECTION_LABELS = {code: label for label, code in DIRECTIONS.items()}


@dataclass(frozen=True, slots=True)
class CellKind[T]:
    """A kind of cell: how a typed text is read, and how a value is shown; `measure`: what its numbers count."""

    kind: str
    parse: Callable[[str], T]
    show: Callable[[T], str]
    measure: Measure | None = None


def _parse_date(text: str) -> date | None:
    day = values.plain_width(text)
    try:
        read = date.fromisoformat(day) if day else None
    except ValueError as fault:
        raise Unreadable(f"填的是“{text[:20]}”，应为日期，例如 2024-03-15。") from fault
    return read and values.filing_day(read)


def _parse_direction(text: str) -> Direction | None:
    label = text.strip()
    if label and label not in DIRECTIONS:
        raise Unreadable(f"填的是“{label[:20]}”，应为正向、反向、定性之一，或者不选。")
    return DIRECTIONS.get(label)


def _text_field(kind: str, clean: Callable[[str, int], str], limit: int) -> CellKind[str]:
    return CellKind(kind, lambda text: clean(text, limit), str)


def _amount_in(measure: Measure) -> CellKind[Decimal | None]:
    return CellKind("amount", lambda text: amounts.read_amount(text, measure), values.show_amount, measure)


AMOUNT = _amount_in(MONEY)
SCORE = _amount_in(POINTS)
SPACE = _amount_in(AREA)
COUNT: CellKind[int | None] = CellKind("count", amounts.read_count, values.show_amount, PEOPLE)
DATE: CellKind[date | None] = CellKind("date", _parse_date, lambda day: day.isoformat() if day else "")
DIRECTION: CellKind[Direction | None] = CellKind(
    "direction", _parse_direction, lambda code: _DIRECTION_LABELS[code] if code else ""
)
NUMBERS = (AMOUNT.kind, COUNT.kind)
LINE = _text_field("line", values.clean_line, values.NAME_LIMIT)
LONG = _text_field("long", values.clean_text, values.TEXT_LIMIT)
CHAPTER = _text_field("chapter", values.clean_text, values.CHAPTER_LIMIT)


def _choice(field: OwnField) -> CellKind[str]:
    def parse(text: str) -> str:
        chosen = text.strip()
        if chosen and chosen not in field.choices:
            raise Unreadable(f"填的是“{chosen[:20]}”，应为{'、'.join(field.choices)}之一，或者不选。")
        return chosen

    return CellKind("choice", parse, str)


_OWN: Mapping[str, CellKind[Any]] = {
    "amount": AMOUNT, "points": SCORE, "area": SPACE, "count": COUNT, "date": DATE, "line": LINE, "long": LONG,
}  # fmt: skip
_READ: Mapping[str, Callable[[str], Any]] = {AMOUNT.kind: Decimal, COUNT.kind: int, DATE.kind: date.fromisoformat}


def own_kind(field: OwnField) -> CellKind[Any]:
    """The kind of a form's own field."""
    return _choice(field) if field.kind == "choice" else _OWN[field.kind]


def own_value(field: OwnField, held: Mapping[str, str]) -> Any:
    """The value of a form's own field among those held, as its kind has it."""
    kind, text = own_kind(field).kind, held.get(field.name, "")
    return text if kind not in _READ else _READ[kind](text) if text else None


class Visit(Protocol):
    """Called with the value of each cell; returns its new value."""

    def __call__[T](self, path: str, field: CellKind[T], value: T) -> T:
        """Return the new value of the cell at `path`."""


def _with[P: BaseModel](part: P, values: Mapping[str, object]) -> P:
    """`part` with these values; `part` itself if nothing changes, as in most walks."""
    for name, value in values.items():
        if getattr(part, name) is not value:
            return part.model_copy(update=values)
    return part


def _walk_own(own: Mapping[str, OwnField], held: dict[str, str], place: str, visit: Visit) -> dict[str, str]:
    """The form's own fields at `place`, in its order; `held` itself if nothing changes."""
    if not own:
        return held
    walked: dict[str, str] = {}
    for name, field in own.items():
        kind = own_kind(field)
        text = kind.show(visit(f"{place}.{name}", kind, own_value(field, held)))
        if text:
            walked[name] = text
    return held if list(walked.items()) == list(held.items()) else walked


def _walk_preparer(_: Edition, preparer: Preparer, visit: Visit) -> Preparer:
    return _with(
        preparer, {name: visit(f"preparer.{name}", LINE, getattr(preparer, name)) for name in ("name", "phone")}
    )


def _walk_filing_date(_: Edition, day: date | None, visit: Visit) -> date | None:
    return visit("filing_date", DATE, day)


def _walk_basic_data(edition: Edition, basic_data: BasicData, visit: Visit) -> BasicData:
    staffing, buildings, thrift_measures = basic_data.staffing, basic_data.buildings, basic_data.thrift_measures
    if "basic_data.staffing" not in edition.absent:
        staffing = _walk_staffing(staffing, visit)
    expenditure = tuple(row for line in edition.lines for row in _walk_line(edition, line, basic_data, visit))
    if "basic_data.buildings" not in edition.absent:
        buildings = tuple(_walk_building(number, building, visit) for number, building in enumerate(buildings, 1))
    if "basic_data.thrift_measures" not in edition.absent:
        thrift_measures = visit("basic_data.thrift_measures", LONG, thrift_measures)
    return BasicData.model_construct(
        staffing=staffing,
        expenditure=expenditure,
        buildings=buildings,
        thrift_measures=thrift_measures,
        fields=_walk_own(edition.own["basic_data"], basic_data.fields, "basic_data", visit),
    )


def _walk_staffing(staffing: Staffing, visit: Visit) -> Staffing:
    counts = {
        name: visit(f"basic_data.staffing.{name}", COUNT, getattr(staffing, name))
        for name in ("authorized_posts", "staff_in_post")
    }
    return _with(staffing, counts)


def _walk_line(edition: Edition, line: Line, basic_data: BasicData, visit: Visit) -> Iterator[ExpenditureRow]:
    if line.kind == "heading":
        return
    rows = basic_data.rows(line.item)
    numbered = enumerate(rows, 1) if line.kind == "rows" else [(None, rows[0] if rows else None)]
    for number, row in numbered:
        if walked := _walk_row(edition, line, row, number, visit):
            yield walked


def _walk_row(
    edition: Edition, line: Line, row: ExpenditureRow | None, number: int | None, visit: Visit
) -> ExpenditureRow | None:
    """The row; None for a line of one row if nothing is filled in."""
    place = paths.expenditure(line.item, "", number)
    name = None if row is None or number is None else visit(f"{place}name", LINE, row.name or "")
    held = row.amounts if row else {}
    amounts: dict[str, Any] = dict.fromkeys(edition.columns)
    for column in edition.columns_of(line):
        amounts[column] = visit(place + column, AMOUNT, held.get(column))
    if number is None and [*amounts.values()].count(None) == len(amounts):
        return None
    if row and name is row.name and amounts == held and [*amounts] == [*held]:
        return row
    return ExpenditureRow.model_construct(item=line.item, name=name, **amounts)


def _walk_building(number: int, building: Building, visit: Visit) -> Building:
    return _with(
        building,
        {
            name: visit(
                paths.building(number, name), SPACE if name.endswith("_area") else AMOUNT, getattr(building, name)
            )
            for name in paths.BUILDING_FIELDS
        },
    )


def _walk_self_assessment(edition: Edition, part: SelfAssessment, visit: Visit) -> SelfAssessment:
    if not edition.has_scores:
        return part

    def amount(name: str, kind: CellKind[Decimal | None] = AMOUNT) -> Decimal | None:
        value: Decimal | None = getattr(part, name)
        return visit(f"self_assessment.{name}", kind, value)

    def funding(group: str, amounts: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
        lines = edition.fundings[group].lines
        return {line.item: visit(paths.funding(group, line.item), AMOUNT, amounts.get(line.item)) for line in lines}

    own = edition.own["self_assessment"]
    fields = [one for one in _INDICATOR_FIELDS if one[1] is not DIRECTION or edition.has_directions]
    return SelfAssessment.model_construct(
        fields=_walk_own(own, part.fields, "self_assessment", visit),
        initial_budget=amount("initial_budget"),
        adjusted_budget=amount("adjusted_budget"),
        executed=amount("executed"),
        execution_score=amount("execution_score", SCORE),
        by_revenue=funding("by_revenue", part.by_revenue),
        by_expenditure=funding("by_expenditure", part.by_expenditure),
        expected_objective=visit("self_assessment.expected_objective", LONG, part.expected_objective),
        actual_completion=visit("self_assessment.actual_completion", LONG, part.actual_completion),
        indicators=tuple(
            _walk_indicator(number, indicator, fields, edition.own[INDICATORS], visit)
            for number, indicator in enumerate(part.indicators, 1)
        ),
    )


def _walk_further(edition: Edition, tables: FurtherTables, visit: Visit) -> FurtherTables:
    """The further tables in the form's order, those in which anything is filled in."""
    walked = {
        table.code: _walk_table(edition, name, tables.get(table.code, BLANK_TABLE), visit)
        for name, table in edition.further_tables.items()
    }
    return {code: table for code, table in walked.items() if table != BLANK_TABLE}


def _walk_table(edition: Edition, name: str, table: FurtherTable, visit: Visit) -> FurtherTable:
    walked = {
        each.name: tuple(_walk_rows(edition, each.path, table.rows.get(each.name, ()), visit))
        for each in edition.lists
        if each.table == name
    }
    rows = {code: listed for code, listed in walked.items() if listed}
    fields = _walk_own(edition.own[name], table.fields, name, visit)
    return table if (rows, fields) == (table.rows, table.fields) else FurtherTable(fields=fields, rows=rows)


def _walk_rows(edition: Edition, path: str, rows: Sequence[OwnRow], visit: Visit) -> Iterator[OwnRow]:
    for number, row in enumerate(rows, 1):
        yield _with(row, {"fields": _walk_own(edition.own[path], row.fields, f"{path}.{number}", visit)})


_INDICATOR_FIELDS: Sequence[tuple[str, CellKind[Any]]] = (
    ("name", LINE),
    ("target", LINE),
    ("actual", LINE),
    ("direction", DIRECTION),
    ("weight", SCORE),
    ("score", SCORE),
    ("deviation_reason", LONG),
)


def _walk_indicator(
    number: int,
    indicator: Indicator,
    fields: Sequence[tuple[str, CellKind[Any]]],
    own: Mapping[str, OwnField],
    visit: Visit,
) -> Indicator:
    path = paths.category(str(number))
    walked: dict[str, object] = {
        name: visit(f"{path}.{name}", field, getattr(indicator, name)) for name, field in fields
    }
    return _with(indicator, {**walked, "fields": _walk_own(own, indicator.fields, path, visit)})


def _walk_report(edition: Edition, report: Report, visit: Visit) -> Report:
    return Report.model_construct(
        figures={
            f.code: visit(paths.figure(f.code), AMOUNT, report.figures.get(f.code)) for f in edition.report.figures
        },
        chapters={
            str(c.number): visit(paths.chapter(c.number), CHAPTER, report.chapter(c.number))
            for c in edition.report.chapters
        },
    )


_WALKS: Mapping[str, Callable[[Edition, Any, Visit], object]] = {
    "preparer": _walk_preparer,
    "filing_date": _walk_filing_date,
    "basic_data": _walk_basic_data,
    "self_assessment": _walk_self_assessment,
    FURTHER: _walk_further,
    "report": _walk_report,
}
PARTS = tuple(_WALKS)


def walk(edition: Edition, document: Document, visit: Visit, parts: Container[str] = PARTS) -> Document:
    """`document` with the value of each cell in `parts` replaced by what `visit` returns for it."""
    return document.model_copy(
        update={
            part: walk_part(edition, getattr(document, part), visit)
            for part, walk_part in _WALKS.items()
            if part in parts
        }
    )


class Cell(NamedTuple):
    """A cell as people see it: its kind (`amount`, `count`, `date`, `direction`, `choice`, `line`, `long`, `chapter`) and its text."""

    kind: str
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it holds an amount or a count."""
        return self.kind in NUMBERS


class _List:
    def __init__(self) -> None:
        self.cells: dict[str, Cell] = {}

    def __call__[T](self, path: str, field: CellKind[T], value: T) -> T:
        self.cells[path] = Cell(field.kind, field.show(value))
        return value


def cells(edition: Edition, document: Document, parts: Container[str] = PARTS) -> Mapping[str, Cell]:
    """The cells of `document`, or of `parts` of it, by path, in form order."""
    listing = _List()
    walk(edition, document, listing, parts)
    return listing.cells


_LISTED: Made[Mapping[str, Cell]] = Made(each=1)


def all_cells(edition: Edition, document: Document) -> Mapping[str, Cell]:
    """The `cells` of all parts, listed once a document; after `fill`, they are those of the document before with the typed ones in their place."""
    for known in _LISTED.get(edition, document):
        return known
    listed = cells(edition, document)
    _LISTED.put(edition, document, listed)
    return listed


def changes(edition: Edition, before: Document, after: Document) -> Iterator[tuple[str, str, str]]:
    """(path, text before, text after) of each cell that differs, or that one of them has not; the text of a missing cell is ""."""
    old, new = all_cells(edition, before), all_cells(edition, after)
    for path in {**old, **new}:
        was, now = old.get(path), new.get(path)
        if was != now:
            yield path, was.text if was else "", now.text if now else ""


class _Fill:
    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}
        self.cells: dict[str, Cell] = {}

    def __call__[T](self, path: str, field: CellKind[T], value: T) -> T:
        text = self.typed.get(path)
        if text is None:
            return value
        try:
            read = field.parse(text)
        except Unreadable as unreadable:
            self.errors[path] = str(unreadable)
            return value
        self.cells[path] = Cell(field.kind, field.show(read))
        return read


def fill(edition: Edition, document: Document, typed: Mapping[str, str]) -> tuple[Document, Mapping[str, str]]:
    """`document` with the `typed` texts in their cells, and the reason for each text that can't be read, by path.

    A cell with an unreadable text keeps its value; paths that the document does not have are ignored.
    """
    filling = _Fill(typed)
    filled = walk(edition, document, filling, {path.partition(".")[0] for path in typed})
    for known in _LISTED.get(edition, document):
        _LISTED.put(edition, filled, {**known, **filling.cells})
    return filled, filling.errors


class _Guess:
    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.guesses: dict[str, tuple[str, ...]] = {}

    def __call__[T](self, path: str, field: CellKind[T], value: T) -> T:
        if path in self.typed and field.measure:
            self.guesses[path] = amounts.guesses(self.typed[path], field.measure)
        return value


def guesses(edition: Edition, document: Document, unreadable: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """What the `unreadable` texts typed into cells of numbers may have meant, the likeliest first ("": blank), by path."""
    guessing = _Guess(unreadable)
    walk(edition, document, guessing, {path.partition(".")[0] for path in unreadable})
    return guessing.guesses


def in_form_order(edition: Edition, document: Document) -> Document:
    """`document` as the database returns it: rows in form order, blank lines omitted, every source, figure and chapter present."""
    order = edition.category_order
    indicators = sorted(document.self_assessment.indicators, key=lambda indicator: order[indicator.category])
    part = document.self_assessment.model_copy(update={"indicators": tuple(indicators)})
    explanations = tuple(sorted(document.explanations, key=lambda e: (e.code, e.where)))
    ordered = document.model_copy(update={"self_assessment": part, "explanations": explanations})
    return walk(edition, ordered, _as_it_stands)


def _as_it_stands[T](path: str, field: CellKind[T], value: T) -> T:
    return value
