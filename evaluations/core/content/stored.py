"""附件2, 附件3 and the further tables as rows of cells, the shape in which any form is stored, and back.

A row has a section and a position in it. One row, in no section, holds the single cells by their paths; each row of a list stands in the section
of the list's path, at its number there, with its cells by the names of their columns. Cells are texts (an amount as a plain decimal); blank ones are left out.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
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
    SelfAssessment,
    Staffing,
    own_rows,
)
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.fields import BUILDINGS

type Place = tuple[str, int]
type Cells = Mapping[str, str]
type Rows = Mapping[Place, Cells]
type _Values = dict[str, str | int | Decimal | None]
type _Source = _Values | ExpenditureRow | Building | Indicator | OwnRow

SINGLE: Place = ("", 0)
"""The place of the row that holds the single cells."""
_EXPENDITURE = "basic_data.expenditure"
_STAFFING = tuple(Staffing.model_fields)
_AMOUNTS = ("initial_budget", "adjusted_budget", "executed", "execution_score")
_TEXTS = ("expected_objective", "actual_completion")
_GROUPS = ("by_revenue", "by_expenditure")
_INDICATOR = ("category", "name", "target", "actual", "direction", "weight", "score", "deviation_reason")


def rows(edition: Edition, document: Document) -> Rows:
    """The rows of the tables by their places; there is a row of single cells only if one is filled in."""
    return _texts_of(_sources(edition, document))


def differing(edition: Edition, before: Document, after: Document) -> tuple[Rows, Rows]:
    """Those of the `rows` of each document that the other has not alike."""
    old, new = _sources(edition, before), _sources(edition, after)
    # Comparing rows is much cheaper than showing their values, and few rows change at a time.
    alike = {place for place, row in old.items() if place in new and (row is new[place] or row == new[place])}
    return _texts_of(old, alike), _texts_of(new, alike)


def dump(cells: Cells) -> str:
    """The cells of a row as JSON text."""
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Cells:
    """The cells that `dump` wrote as `text`."""
    cells: Cells = json.loads(text)
    return cells


def _sources(edition: Edition, document: Document) -> Mapping[Place, _Source]:
    """What each row holds, as the document has it."""
    order = edition.category_order
    lists: dict[str, list[_Source]] = defaultdict(list)
    for row in document.basic_data.expenditure:
        if row.name is not None:
            lists[f"{_EXPENDITURE}.{row.item}"].append(row)
    lists[BUILDINGS] = [*document.basic_data.buildings]
    lists[INDICATORS] = [*sorted(document.self_assessment.indicators, key=lambda row: order[row.category])]
    for path in edition.row_lists:
        lists[path] = [*own_rows(document, path)]
    placed = {(section, number): row for section, listed in lists.items() for number, row in enumerate(listed, 1)}
    single = _of_basic_data(document.basic_data) | _of_self_assessment(document.self_assessment)
    return {SINGLE: single | _of_further(document.further), **placed}


def _of_basic_data(part: BasicData) -> _Values:
    values = _of(part.staffing, _STAFFING, "basic_data.staffing.")
    for row in part.expenditure:
        if row.name is None:
            values |= {f"{_EXPENDITURE}.{row.item}.{column}": amount for column, amount in row.amounts.items()}
    own = {f"basic_data.{name}": text for name, text in part.fields.items()}
    return {**values, "basic_data.thrift_measures": part.thrift_measures, **own}


def _of_self_assessment(part: SelfAssessment) -> _Values:
    groups = {group: getattr(part, group) for group in _GROUPS}
    values = _of(part, (*_AMOUNTS, *_TEXTS), "self_assessment.")
    values |= {
        paths.funding(group, item): amount for group, amounts in groups.items() for item, amount in amounts.items()
    }
    return values | {f"self_assessment.{name}": text for name, text in part.fields.items()}


def _of_further(tables: FurtherTables) -> _Values:
    return {f"{FURTHER}.{code}.{name}": text for code, table in tables.items() for name, text in table.fields.items()}


def _of(part: Any, codes: Iterable[str], prefix: str = "") -> _Values:
    return {f"{prefix}{code}": getattr(part, code) for code in codes}


def _texts_of(sources: Mapping[Place, _Source], without: Collection[Place] = ()) -> Rows:
    texts = {place: _texts(_values(source)) for place, source in sources.items() if place not in without}
    return {place: cells for place, cells in texts.items() if cells or place != SINGLE}


def _values(source: _Source) -> _Values:
    match source:
        case ExpenditureRow():
            return {"name": source.name, **source.amounts}
        case Building():
            return _of(source, paths.BUILDING_FIELDS)
        case Indicator():
            return {**_of(source, _INDICATOR), **source.fields}
        case OwnRow():
            return {**source.fields}
    return source


def _texts(values: _Values) -> Cells:
    shown = {code: value if isinstance(value, str) else show_amount(value) for code, value in values.items()}
    return {code: text for code, text in shown.items() if text}


def basic_data(edition: Edition, stored: Rows) -> BasicData:
    """附件2 in form order."""
    single = stored.get(SINGLE, {})
    counts: dict[str, Any] = {name: _count(single.get(f"basic_data.staffing.{name}")) for name in _STAFFING}
    return BasicData.model_construct(
        staffing=Staffing.model_construct(**counts),
        expenditure=tuple(_expenditure(edition, stored, single)),
        buildings=tuple(
            Building.model_construct(**_amounts(cells, paths.BUILDING_FIELDS)) for cells in _section(stored, BUILDINGS)
        ),
        thrift_measures=single.get("basic_data.thrift_measures", ""),
        fields=_own(edition, "basic_data", single, "basic_data."),
    )


def _expenditure(edition: Edition, stored: Rows, single: Cells) -> Iterator[ExpenditureRow]:
    columns = edition.columns
    for line in edition.lines:
        section = f"{_EXPENDITURE}.{line.item}"
        if line.kind == "rows":
            for cells in _section(stored, section):
                name = cells.get("name", "")
                yield ExpenditureRow.model_construct(item=line.item, name=name, **_amounts(cells, columns))
            continue
        row = ExpenditureRow.model_construct(item=line.item, name=None, **_amounts(single, columns, f"{section}."))
        if not row.blank:
            yield row


def self_assessment(edition: Edition, stored: Rows) -> SelfAssessment:
    """附件3 in form order."""
    single = stored.get(SINGLE, {})
    values: dict[str, Any] = {
        **_amounts(single, _AMOUNTS, "self_assessment."),
        **{name: single.get(f"self_assessment.{name}", "") for name in _TEXTS},
    }
    for group in _GROUPS:
        items = (line.item for line in edition.fundings[group].lines)
        values[group] = _amounts(single, items, f"self_assessment.{group}.")
    return SelfAssessment.model_construct(
        **values,
        indicators=tuple(_indicator(edition, cells) for cells in _section(stored, INDICATORS)),
        fields=_own(edition, "self_assessment", single, "self_assessment."),
    )


def further(edition: Edition, stored: Rows) -> FurtherTables:
    """The further tables, those in which anything is filled in, in form order."""
    single = stored.get(SINGLE, {})
    rows: dict[str, dict[str, tuple[OwnRow, ...]]] = {name: {} for name in edition.further_tables}
    for each in edition.lists:
        listed = _section(stored, each.path)
        found = tuple(OwnRow.model_construct(fields=_own(edition, each.path, cells)) for cells in listed)
        rows[each.table] |= {each.name: found} if found else {}
    tables = {
        table.code: FurtherTable.model_construct(fields=_own(edition, name, single, f"{name}."), rows=rows[name])
        for name, table in edition.further_tables.items()
    }
    return {code: table for code, table in tables.items() if table != BLANK_TABLE}


def _indicator(edition: Edition, cells: Cells) -> Indicator:
    return Indicator.model_construct(
        category=cells["category"],
        name=cells.get("name", ""),
        target=cells.get("target", ""),
        actual=cells.get("actual", ""),
        direction=cast("Direction | None", cells.get("direction")),
        weight=_amount(cells.get("weight")),
        score=_amount(cells.get("score")),
        deviation_reason=cells.get("deviation_reason", ""),
        fields=_own(edition, INDICATORS, cells),
    )


def _section(stored: Rows, section: str) -> Iterator[Cells]:
    """The rows of a list in their order."""
    number = 1
    while (cells := stored.get((section, number))) is not None:
        yield cells
        number += 1


def _own(edition: Edition, part: str, cells: Cells, prefix: str = "") -> dict[str, str]:
    codes = ((name, f"{prefix}{name}") for name in edition.own[part])
    return {name: cells[code] for name, code in codes if code in cells}


def _amounts(cells: Cells, codes: Iterable[str], prefix: str = "") -> dict[str, Any]:
    return {code: _amount(cells.get(f"{prefix}{code}")) for code in codes}


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _count(text: str | None) -> int | None:
    return None if text is None else int(text)
