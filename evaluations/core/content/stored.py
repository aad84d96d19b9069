"""附件2 and 附件3 as rows of cells, the shape in which any form is stored, and back.

A row has a section and a position in it. One row, in no section, holds the single cells by their paths; each row of a list stands in the section
of the list's path, at its number there, with its cells by the names of their columns. Cells are texts (an amount as a plain decimal); blank ones are left out.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.form.document import (
    COLUMNS,
    BasicData,
    Building,
    Document,
    ExpenditureRow,
    Indicator,
    SelfAssessment,
    Staffing,
)
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.fields import BUILDINGS

type Place = tuple[str, int]
type Cells = Mapping[str, str]
type Value = str | int | Decimal | None

SINGLE: Place = ("", 0)
"""The place of the row that holds the single cells."""
_EXPENDITURE = "basic_data.expenditure"
_STAFFING = tuple(Staffing.model_fields)
_AMOUNTS = ("initial_budget", "adjusted_budget", "executed", "execution_score")
_TEXTS = ("expected_objective", "actual_completion")
_GROUPS = ("by_revenue", "by_expenditure")
_INDICATOR = ("category", "name", "target", "actual", "direction", "weight", "score", "deviation_reason")
_ROW = ("name", *COLUMNS)


def rows(edition: Edition, document: Document) -> Mapping[Place, Cells]:
    """The rows of 附件2 and 附件3 by their places; there is a row of single cells only if one is filled in."""
    single = _filled((*_of_basic_data(document.basic_data), *_of_self_assessment(document.self_assessment)))
    placed = {
        (section, number): cells
        for section, listed in _lists(edition, document).items()
        for number, cells in enumerate(listed, 1)
    }
    return {SINGLE: single, **placed} if single else placed


def dump(cells: Cells) -> str:
    """The cells of a row as JSON text."""
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Cells:
    """The cells that `dump` wrote as `text`."""
    cells: Cells = json.loads(text)
    return cells


def _filled(cells: Iterable[tuple[str, Value]]) -> Cells:
    texts = ((code, value if isinstance(value, str) else show_amount(value)) for code, value in cells)
    return {code: text for code, text in texts if text}


def _of(part: Any, codes: Iterable[str], prefix: str = "") -> Iterator[tuple[str, Value]]:
    for code in codes:
        yield f"{prefix}{code}", getattr(part, code)


def _of_basic_data(part: BasicData) -> Iterator[tuple[str, Value]]:
    yield from _of(part.staffing, _STAFFING, "basic_data.staffing.")
    for row in part.expenditure:
        if row.name is None:
            yield from _of(row, COLUMNS, f"{_EXPENDITURE}.{row.item}.")
    yield "basic_data.thrift_measures", part.thrift_measures
    yield from ((f"basic_data.{name}", text) for name, text in part.fields.items())


def _of_self_assessment(part: SelfAssessment) -> Iterator[tuple[str, Value]]:
    yield from _of(part, (*_AMOUNTS, *_TEXTS), "self_assessment.")
    for group in _GROUPS:
        yield from ((paths.funding(group, item), amount) for item, amount in getattr(part, group).items())
    yield from ((f"self_assessment.{name}", text) for name, text in part.fields.items())


def _lists(edition: Edition, document: Document) -> Mapping[str, Sequence[Cells]]:
    """The rows of each list in form order, by its section."""
    lists: dict[str, list[Cells]] = defaultdict(list)
    for row in document.basic_data.expenditure:
        if row.name is not None:
            lists[f"{_EXPENDITURE}.{row.item}"].append(_filled(_of(row, _ROW)))
    lists[BUILDINGS] = [_filled(_of(row, paths.BUILDING_FIELDS)) for row in document.basic_data.buildings]
    order = edition.category_order
    indicators = sorted(document.self_assessment.indicators, key=lambda row: order[row.category])
    lists[INDICATORS] = [_filled((*_of(row, _INDICATOR), *row.fields.items())) for row in indicators]
    return lists


def basic_data(edition: Edition, stored: Mapping[Place, Cells]) -> BasicData:
    """附件2 in form order."""
    single = stored.get(SINGLE, {})
    counts = {name: _count(single.get(f"basic_data.staffing.{name}")) for name in _STAFFING}
    return BasicData.model_construct(
        staffing=Staffing.model_construct(**counts),
        expenditure=tuple(_expenditure(edition, stored, single)),
        buildings=tuple(
            Building.model_construct(**_amounts(cells, paths.BUILDING_FIELDS)) for cells in _section(stored, BUILDINGS)
        ),
        thrift_measures=single.get("basic_data.thrift_measures", ""),
        fields=_own(edition, "basic_data", single, "basic_data."),
    )


def _expenditure(edition: Edition, stored: Mapping[Place, Cells], single: Cells) -> Iterator[ExpenditureRow]:
    for line in edition.lines:
        section = f"{_EXPENDITURE}.{line.item}"
        if line.kind == "rows":
            for cells in _section(stored, section):
                name = cells.get("name", "")
                yield ExpenditureRow.model_construct(item=line.item, name=name, **_amounts(cells, COLUMNS))
            continue
        row = ExpenditureRow.model_construct(item=line.item, name=None, **_amounts(single, COLUMNS, f"{section}."))
        if not row.blank:
            yield row


def self_assessment(edition: Edition, stored: Mapping[Place, Cells]) -> SelfAssessment:
    """附件3 in form order."""
    single = stored.get(SINGLE, {})
    groups = {
        group: _amounts(single, (line.item for line in edition.fundings[group].lines), f"self_assessment.{group}.")
        for group in _GROUPS
    }
    return SelfAssessment.model_construct(
        **_amounts(single, _AMOUNTS, "self_assessment."),
        **groups,
        **{name: single.get(f"self_assessment.{name}", "") for name in _TEXTS},
        indicators=tuple(_indicator(edition, cells) for cells in _section(stored, INDICATORS)),
        fields=_own(edition, "self_assessment", single, "self_assessment."),
    )


def _indicator(edition: Edition, cells: Cells) -> Indicator:
    return Indicator.model_construct(
        category=cells["category"],
        name=cells.get("name", ""),
        target=cells.get("target", ""),
        actual=cells.get("actual", ""),
        direction=cells.get("direction"),
        weight=_amount(cells.get("weight")),
        score=_amount(cells.get("score")),
        deviation_reason=cells.get("deviation_reason", ""),
        fields=_own(edition, INDICATORS, cells),
    )


def _section(stored: Mapping[Place, Cells], section: str) -> Iterator[Cells]:
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
