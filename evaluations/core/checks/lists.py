"""The lists of rows for each of which a rule may be judged: what their columns hold, where their cells are, what else is known of a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from evaluations.core import paths
from evaluations.core.basics.values import NOT_APPLICABLE
from evaluations.core.checks.case import Case
from evaluations.core.content.cells import DIRECTIONS
from evaluations.core.content.lines import entries_and_blanks, last_finals
from evaluations.core.content.targets import comparable, direction
from evaluations.core.content.totals import parts
from evaluations.core.form.document import Indicator, own_rows
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.official import Level
from evaluations.core.form.once import once_each
from evaluations.core.naming.cells import LINES, own_cell
from evaluations.core.rules.kinds import FLAG, NUMBER, TEXT, Kind, Value
from evaluations.core.scores.suggested import points_of

MONEY, POINTS = Kind("金额"), Kind("分")


class Place(NamedTuple):
    """Where a rule is judged: the case, and the row if it is judged for each."""

    case: Case
    row: Any = None
    number: int = 0


class Row(NamedTuple):
    """A row, its number, and its values in the order of the list's columns; a blank text is None."""

    number: int
    row: Any
    values: Sequence[Value]


class Mark(NamedTuple):
    """Something known of a row beside its columns: its kind, and how it is worked out."""

    kind: Kind
    read: Callable[[Place], Value]


Marks = Mapping[str, Mark]
_NONE: Marks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Section:
    """A list of rows: its columns, its rows, and the path of the cell that a column has in a row, unless it is one `without_cell`.

    What else is known of a row has no cell: `marks` are worked out only when a rule asks for them, and what is `fixed` by the edition for all rows
    of the same `line` is asked once. `sees`: what findings on a row may depend on besides the row and its values.
    """

    columns: Mapping[str, Kind]
    rows: Callable[[Case], Iterator[Row]]
    path: Callable[[Place, str], str]
    marks: Marks = _NONE
    fixed: Marks = _NONE
    line: Callable[[Any], str] = lambda _: ""
    without_cell: Sequence[str] = ()
    sees: Callable[[Case], object] = attrgetter("document")

    @property
    def cells(self) -> list[str]:
        """The columns that have a cell in each row."""
        return [column for column in self.columns if column not in self.without_cell]


def section(edition: Edition, name: str) -> Section | None:
    """The list of rows called `name`; None if the edition has none."""
    if name == INDICATORS and edition.own[INDICATORS]:
        return replace(_INDICATORS, marks={**_INDICATORS.marks, **_own_columns(edition)})
    if name in edition.row_lists:
        return _own_rows(edition, name)
    if name in _SECTIONS:
        return _SECTIONS[name]
    if name == _EXPENDITURE:
        return _every_line(edition)
    item = name.removeprefix(LINES)
    line = edition.line.get(item) if item != name else None
    return _lines(edition, item) if line and line.kind == "rows" else None


def sections(edition: Edition) -> list[str]:
    """The names of all lists of rows of an edition."""
    return [
        _EXPENDITURE,
        *_SECTIONS,
        *edition.row_lists,
        *(LINES + line.item for line in edition.lines if line.kind == "rows"),
    ]


def _nothing(_: Case) -> object:
    return None


# 附件2


_EXPENDITURE = LINES.rstrip(".")


@once_each
def _every_line(edition: Edition) -> Section:
    return _lines(edition)


def _lines(edition: Edition, item: str | None = None) -> Section:
    """Every line of 附件2 and each row of those that take many; or the rows of one line. The edition is not kept."""
    columns = tuple(edition.columns)
    asked = {
        line.item: [column if column in edition.columns_of(line) else "" for column in columns]
        for line in edition.lines
    }
    final = edition.meant.get("final", "")

    def rows(case: Case) -> Iterator[Row]:
        of_last_year = last_finals(case.previous, final)
        for number, entry in enumerate(entries_and_blanks(case.edition, case.document), 1):
            line, row = entry.line, entry.row
            if item in (None, line.item):
                read = row.amounts.get
                amounts = [read(column) for column in asked[line.item]]
                yield Row(number, entry, (row.name or None, *amounts, of_last_year(row)))

    return Section(
        {"name": TEXT, **dict.fromkeys((*columns, "approved_last_year"), MONEY)},
        rows,
        lambda place, column: place.row.path(column),
        {f"parts.{column}": Mark(Kind("金额", many=True), partial(_parts, column)) for column in columns},
        _SAID_OF_LINES,
        attrgetter("line.item"),
        without_cell=["approved_last_year"],
        sees=attrgetter("document.basic_data"),
    )


def _parts(column: str, place: Place) -> list[Decimal]:
    return parts(place.case.edition, place.case.document, place.row.line, column)


_SAID_OF_LINES: Marks = {
    **{name: Mark(TEXT, attrgetter(f"row.line.{name}")) for name in ("kind", "check")},
    **{name: Mark(FLAG, attrgetter(f"row.line.{name}")) for name in ("prior", "required", "within_budget")},
}


def _buildings(case: Case) -> Iterator[Row]:
    read = attrgetter(*paths.BUILDING_FIELDS)
    for number, building in enumerate(case.document.basic_data.buildings, 1):
        yield Row(number, building, read(building))


_BUILDINGS = Section(
    {field: NUMBER if "area" in field else MONEY for field in paths.BUILDING_FIELDS},
    _buildings,
    lambda place, column: paths.building(place.number, column),
    sees=_nothing,
)


# 附件3


def _indicators(case: Case) -> Iterator[Row]:
    """The indicators but for blank rows."""
    for number, one in enumerate(case.document.self_assessment.indicators, 1):
        if one.name or not one.blank:
            texts = one.name or None, one.target or None, one.actual or None, one.deviation_reason or None
            yield Row(number, one, (*texts, one.weight, one.score))


_SAID = {direction: word for word, direction in DIRECTIONS.items()}


def _direction(place: Place) -> str | None:
    which = direction(place.case.edition, place.row)
    return _SAID[which] if which else None


def _comparable(which: int, place: Place) -> Decimal | None:
    pair = comparable(place.row)
    return pair[which].number if pair else None


_INDICATORS = Section(
    {**dict.fromkeys(("name", "target", "actual", "deviation_reason"), TEXT), "weight": POINTS, "score": POINTS},
    _indicators,
    lambda place, column: paths.indicator(place.number, column),
    {
        "direction": Mark(TEXT, _direction),
        "target_number": Mark(NUMBER, partial(_comparable, 0)),
        "actual_number": Mark(NUMBER, partial(_comparable, 1)),
        "beside": Mark(NUMBER, lambda place: len(_by_category(place.case)[place.row.category]) - 1),
        "suggested_score": Mark(POINTS, lambda place: points_of(place.case.edition, place.row)),
    },
    {"level_direction": Mark(TEXT, lambda place: _SAID[place.case.edition.direction_of(place.row.category)])},
    attrgetter("category"),
    sees=lambda case: [one.category for one in case.document.self_assessment.indicators if one.name or not one.blank],
)


def _own_columns(edition: Edition) -> Marks:
    """The form's own columns of the indicators."""
    named = {name: own_cell(field, _OWN_TEXTS) for name, field in edition.own[INDICATORS].items()}
    return {name: Mark(found.kind, found.read) for name, found in named.items()}


_OWN_TEXTS = attrgetter("row.fields")


def _own_rows(edition: Edition, path: str) -> Section:
    """The rows of a further table's list but for blank ones."""
    named = {name: own_cell(field, attrgetter("fields")) for name, field in edition.own[path].items()}

    def rows(case: Case) -> Iterator[Row]:
        for number, one in enumerate(own_rows(case.document, path), 1):
            if one.fields:
                yield Row(number, one, [each.read(one) for each in named.values()])

    return Section(
        {name: each.kind for name, each in named.items()},
        rows,
        lambda place, column: f"{path}.{place.number}.{column}",
        sees=_nothing,
    )


def _by_category(case: Case) -> Mapping[str, list[Indicator]]:
    """The indicators of each category but for blank rows."""
    rows: dict[str, list[Indicator]] = {code: [] for code in case.edition.categories}
    for one in case.document.self_assessment.indicators:
        if one.name or not one.blank:
            rows[one.category].append(one)
    return rows


def _levels(case: Case) -> Iterator[Row]:
    rows = _by_category(case)
    for number, level in enumerate(case.edition.attachment3.levels, 1):
        inside = [one for category in level.categories for one in rows[category.code]]
        weights = [one.weight or Decimal(0) for one in inside]
        yield Row(number, level, (weights, level.label, level.weight, _is_unfinished(level, rows)))


def _is_unfinished(level: Level, rows: Mapping[str, Sequence[Indicator]]) -> bool:
    """Whether a category has no row yet, or a row no weight."""
    return any(
        not rows[category.code] or any(one.weight is None and one.name != NOT_APPLICABLE for one in rows[category.code])
        for category in level.categories
    )


_LEVELS = Section(
    {"weights": Kind("分", many=True), "label": TEXT, "weight": POINTS, "unfinished": FLAG},
    _levels,
    lambda place, _: paths.category(place.row.code),
    without_cell=["label", "weight", "unfinished"],
)


def _categories(case: Case) -> Iterator[Row]:
    rows = _by_category(case)
    needed = [(code, one) for code, one in case.edition.categories.items() if one.required or rows[code]]
    for number, (code, category) in enumerate(needed, 1):
        yield Row(number, category, (len(rows[code]), category.label))


_CATEGORIES = Section(
    {"indicators": NUMBER, "label": TEXT},
    _categories,
    lambda place, _: paths.category(place.row.code),
    without_cell=["label"],
)


def _funding(group: str) -> Section:
    """The lines of 按收入性质分 or 按支出性质分."""
    held = attrgetter(f"document.self_assessment.{group}")

    def rows(case: Case) -> Iterator[Row]:
        amounts = held(case)
        for number, line in enumerate(case.edition.fundings[group].lines, 1):
            yield Row(number, line, (amounts.get(line.item), line.name))

    return Section(
        {"amount": MONEY, "name": TEXT},
        rows,
        lambda place, _: paths.funding(group, place.row.item),
        without_cell=["name"],
    )


# The report, and what the edition lists itself


def _figures(case: Case) -> Iterator[Row]:
    amounts = case.document.report.figures
    for number, figure in enumerate(case.edition.report.figures, 1):
        equal = paths.value_at(case.document, figure.equals) if figure.equals else None
        yield Row(number, figure, (amounts.get(figure.code), equal if isinstance(equal, Decimal) else None))


_FIGURES = Section(
    {"amount": MONEY, "equals": MONEY},
    _figures,
    lambda place, column: paths.figure(place.row.code) if column == "amount" else place.row.equals or "",
)


def _chapters(case: Case) -> Iterator[Row]:
    sources = {line.item: line.name for line in case.edition.attachment3.by_revenue.lines}
    amounts = case.document.self_assessment.by_revenue
    for chapter in case.edition.report.chapters:
        source, text = chapter.only_with or "", case.document.report.chapter(chapter.number)
        yield Row(chapter.number, chapter, (text or None, sources.get(source), amounts.get(source)))


_CHAPTERS = Section(
    {"text": TEXT, "source": TEXT, "amount": MONEY},
    _chapters,
    lambda place, _: paths.chapter(place.number),
    without_cell=["source", "amount"],
)


def _required(case: Case) -> Iterator[Row]:
    for number, path in enumerate(case.edition.required.cells, 1):
        value: Any = paths.value_at(case.document, path)
        yield Row(number, path, (None if value == "" else value,))


_REQUIRED = Section({"value": TEXT}, _required, lambda place, _: place.row)


_SECTIONS: Mapping[str, Section] = {
    "basic_data.buildings": _BUILDINGS,
    "self_assessment.indicators": _INDICATORS,
    "self_assessment.levels": _LEVELS,
    "self_assessment.categories": _CATEGORIES,
    "self_assessment.by_revenue": _funding("by_revenue"),
    "self_assessment.by_expenditure": _funding("by_expenditure"),
    "report.figures": _FIGURES,
    "report.chapters": _CHAPTERS,
    "required.cells": _REQUIRED,
}
