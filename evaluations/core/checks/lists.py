"""The lists of rows for each of which a rule may be judged: what their columns hold, where their cells are, what else is known of a row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.content.lines import FilledRow, entries_and_blanks
from evaluations.core.content.totals import parts
from evaluations.core.form.document import COLUMNS
from evaluations.core.form.document import Column as AmountColumn
from evaluations.core.form.edition import Edition
from evaluations.core.rules.kinds import Type, Value


class Place(NamedTuple):
    """Where a rule is judged: the case, and the row if it is judged for each."""

    case: Case
    row: Any = None
    number: int = 0


class Column(NamedTuple):
    """A column of a list of rows: its type, how it is read at a place in a row (a blank text is None), and whether it holds many values."""

    type: Type
    read: Callable[[Place], Value]
    many: bool = False


Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Section:
    """A list of rows: its columns, its rows with their numbers, and the path of the cell that a column has in a row.

    What else is known of a row (`marks`) has no cell, and is worked out only when a rule asks for it.
    """

    columns: Columns
    rows: Callable[[Case], Iterator[tuple[int, Any]]]
    path: Callable[[int, Any, str], str]
    marks: Columns = MappingProxyType({})


def section(edition: Edition, name: str) -> Section | None:
    """The list of rows called `name`; None if the edition has none."""
    if name in _SECTIONS:
        return _SECTIONS[name]
    item = name.removeprefix(LINES)
    line = edition.line.get(item) if item != name else None
    return _lines(item) if line and line.kind == "rows" else None


def sections(edition: Edition) -> list[str]:
    """The names of all lists of rows of an edition."""
    return [*_SECTIONS, *(LINES + line.item for line in edition.lines if line.kind == "rows")]


def _text(name: str) -> Column:
    read = attrgetter(f"row.{name}")
    return Column("文字", lambda place: read(place) or None)


def _number(type_: Type, name: str) -> Column:
    return Column(type_, attrgetter(f"row.{name}"))


# 附件2

LINES = "basic_data.expenditure."


def _last_years(place: Place) -> Decimal | None:
    entry: FilledRow = place.row
    return entry.row.prior_final if entry.line.prior else None


def _parts(column: AmountColumn, place: Place) -> list[Decimal]:
    return parts(place.case.edition, place.case.document, place.row.line, column)


_LINE_COLUMNS: Columns = {
    "name": _text("row.name"),
    "prior_final": Column("金额", _last_years),
    "budget": _number("金额", "row.budget"),
    "final": _number("金额", "row.final"),
}
_LINE_MARKS: Columns = {
    "kind": _text("line.kind"),
    "check": _text("line.check"),
    **{flag: _number("是否", f"line.{flag}") for flag in ("prior", "required", "within_budget")},
    **{f"parts.{column}": Column("金额", partial(_parts, column), many=True) for column in COLUMNS},
}


def _lines(item: str | None = None) -> Section:
    """Every line of 附件2 and each row of those that take many; or the rows of one line."""

    def rows(case: Case) -> Iterator[tuple[int, FilledRow]]:
        found = entries_and_blanks(case.edition, case.document)
        return enumerate((entry for entry in found if item in (None, entry.line.item)), 1)

    return Section(_LINE_COLUMNS, rows, lambda _, entry, column: entry.path(column), _LINE_MARKS)


_BUILDINGS = Section(
    {field: _number("数" if "area" in field else "金额", field) for field in paths.BUILDING_FIELDS},
    lambda case: enumerate(case.document.basic_data.buildings, 1),
    lambda number, _, column: paths.building(number, column),
)


# 附件3

_INDICATORS = Section(
    {
        **{field: _text(field) for field in ("name", "target", "actual", "deviation_reason")},
        "weight": _number("分", "weight"),
        "score": _number("分", "score"),
    },
    lambda case: enumerate(case.document.self_assessment.indicators, 1),
    lambda number, _, column: paths.indicator(number, column),
)


def _funding(group: str) -> Section:
    """The lines of 按收入性质分 or 按支出性质分."""
    held = attrgetter(f"case.document.self_assessment.{group}")
    return Section(
        {"amount": Column("金额", lambda place: held(place).get(place.row.item))},
        lambda case: enumerate(case.edition.fundings[group].lines, 1),
        lambda _, line, __: paths.funding(group, line.item),
        {"name": _text("name")},
    )


# The report, and what the edition lists itself


def _figure(place: Place) -> Decimal | None:
    amount: Decimal | None = place.case.document.report.figures.get(place.row.code)
    return amount


_FIGURES = Section(
    {"amount": Column("金额", _figure)},
    lambda case: enumerate(case.edition.report.figures, 1),
    lambda _, figure, __: paths.figure(figure.code),
)


def _required(place: Place) -> Value:
    value: Any = paths.value_at(place.case.document, place.row)
    return value or None if isinstance(value, str) else value


_REQUIRED = Section(
    {"value": Column("文字", _required)},
    lambda case: enumerate(case.edition.required.cells, 1),
    lambda _, path, __: path,
)


_SECTIONS: Mapping[str, Section] = {
    "basic_data.expenditure": _lines(),
    "basic_data.buildings": _BUILDINGS,
    "self_assessment.indicators": _INDICATORS,
    "self_assessment.by_revenue": _funding("by_revenue"),
    "self_assessment.by_expenditure": _funding("by_expenditure"),
    "report.figures": _FIGURES,
    "required.cells": _REQUIRED,
}
