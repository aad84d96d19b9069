"""Adding, copying, removing and moving the rows that people may add: named lines of 附件2, buildings, indicators, lists of further tables.

Lists and rows are named by their paths: lists as `basic_data.expenditure.earmarked_fund`, `basic_data.buildings` or
`self_assessment.indicators.output.quantity`, rows as `basic_data.expenditure.earmarked_fund.2` or `self_assessment.indicators.5`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.content.cells import in_form_order
from evaluations.core.form.document import (
    Building,
    Document,
    ExpenditureRow,
    Indicator,
    OwnRow,
    own_rows,
    with_own_rows,
)
from evaluations.core.form.edition import Edition

_EXPENDITURE = "basic_data.expenditure."
_BUILDINGS = "basic_data.buildings"
_INDICATORS = "self_assessment.indicators."


class NoSuchRow(LookupError):
    """The document has no such list or row."""


class TooManyRows(ValueError):
    """The list would have too many rows; the text says how many it takes."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A document after a change of rows; `moves` maps the old path of each renumbered row to its new path, or to None if the row is gone."""

    document: Document
    moves: Mapping[str, str | None]


def chained(first: Mapping[str, str | None], second: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The `moves` of two successive changes of rows as those of a single change."""
    moves = {**second, **{old: new and second.get(new, new) for old, new in first.items()}}
    return {old: new for old, new in moves.items() if new != old}


def add(edition: Edition, document: Document, list_path: str, count: int = 1) -> Moved:
    """`document` with `count` blank rows at the end of the list.

    Raises:
        NoSuchRow: no list of that path takes rows.
        TooManyRows: the list would have more rows than it takes.
    """
    rows = _list(edition, document, list_path)
    _refuse_more(edition, rows, count)
    at = rows.places[-1] + 1 if rows.places else _first_place(edition, document, list_path)
    return _arranged(edition, document, rows, [*range(at), *[None] * count, *range(at, rows.total)])


def with_a_row_each(edition: Edition, document: Document) -> Document:
    """`document` with a blank indicator in each category that has none, ready to be typed into."""
    indicators = document.self_assessment.indicators
    taken = {row.category for row in indicators}
    blanks = tuple(Indicator(category=code) for code in edition.categories if code not in taken)
    part = document.self_assessment.model_copy(update={"indicators": (*indicators, *blanks)})
    return in_form_order(edition, document.model_copy(update={"self_assessment": part}))


def copy(edition: Edition, document: Document, row_path: str) -> Moved:
    """`document` with a copy of the row right below it.

    Raises:
        NoSuchRow: there is no such row.
        TooManyRows: the list already has as many rows as it takes.
    """
    rows, index = _find(edition, document, row_path)
    _refuse_more(edition, rows)
    place = rows.places[index]
    return _arranged(edition, document, rows, [*range(place + 1), *range(place, rows.total)])


def remove(edition: Edition, document: Document, row_path: str) -> Moved:
    """`document` without the row.

    Raises:
        NoSuchRow: there is no such row.
    """
    rows, index = _find(edition, document, row_path)
    return _arranged(edition, document, rows, [place for place in range(rows.total) if place != rows.places[index]])


def remove_last(edition: Edition, document: Document, list_path: str, count: int) -> Moved:
    """`document` without the last `count` rows of the list.

    Raises:
        NoSuchRow: no list of that path takes rows, or it has fewer.
    """
    rows = _list(edition, document, list_path)
    if count > len(rows.places):
        raise NoSuchRow(list_path)
    gone = rows.places[len(rows.places) - count :]
    return _arranged(edition, document, rows, [place for place in range(rows.total) if place not in gone])


def move(edition: Edition, document: Document, row_path: str, by: int) -> Moved:
    """`document` with the row moved down by `by` places in its list (up, if negative), at most to the end of the list.

    Raises:
        NoSuchRow: there is no such row.
    """
    rows, index = _find(edition, document, row_path)
    target = min(max(index + by, 0), len(rows.places) - 1)
    order = list(range(rows.total))
    order.insert(rows.places[target], order.pop(rows.places[index]))
    return _arranged(edition, document, rows, order)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A list's rows: their places, from 0, in the sequence of `total` rows that contains them."""

    path: str
    places: Sequence[int]
    total: int


def most(edition: Edition, list_path: str) -> int:
    """How many rows a list takes."""
    own = edition.row_lists.get(list_path)
    return own.most if own else ROW_LIMIT


def _refuse_more(edition: Edition, rows: _Rows, count: int = 1) -> None:
    limit = most(edition, rows.path)
    if len(rows.places) + count > limit:
        more = f" {count} 行" if len(rows.places) < limit else ""
        raise TooManyRows(f"已有 {len(rows.places)} 行，不能再添加{more}。")


def _find(edition: Edition, document: Document, row_path: str) -> tuple[_Rows, int]:
    head, _, digits = row_path.rpartition(".")
    place = int(digits) - 1 if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1
    indicators = document.self_assessment.indicators
    if head + "." == _INDICATORS and 0 <= place < len(indicators):
        head = _INDICATORS + indicators[place].category
    rows = _list(edition, document, head)
    if place not in rows.places:
        raise NoSuchRow(row_path)
    return rows, rows.places.index(place)


def _list(edition: Edition, document: Document, list_path: str) -> _Rows:
    category = list_path.removeprefix(_INDICATORS)
    if category in edition.categories and list_path != category:
        indicators = document.self_assessment.indicators
        return _Rows(
            list_path, [place for place, row in enumerate(indicators) if row.category == category], len(indicators)
        )
    if list_path in edition.absent:
        raise NoSuchRow(list_path)
    total = _count(edition, document, list_path)
    return _Rows(list_path, range(total), total)


def _count(edition: Edition, document: Document, list_path: str) -> int:
    if list_path in edition.row_lists:
        return len(own_rows(document, list_path))
    return (
        len(document.basic_data.buildings) if list_path == _BUILDINGS else _count_of_line(edition, document, list_path)
    )


def _count_of_line(edition: Edition, document: Document, list_path: str) -> int:
    line = edition.line.get(list_path.removeprefix(_EXPENDITURE))
    if line is None or line.kind != "rows" or not list_path.startswith(_EXPENDITURE):
        raise NoSuchRow(list_path)
    return len(document.basic_data.rows(line.item))


def _first_place(edition: Edition, document: Document, list_path: str) -> int:
    order = edition.category_order
    here = order.get(list_path.removeprefix(_INDICATORS), 0)
    return (
        sum(order[row.category] < here for row in document.self_assessment.indicators)
        if list_path.startswith(_INDICATORS)
        else 0
    )


def _arranged(edition: Edition, document: Document, rows: _Rows, order: Sequence[int | None]) -> Moved:
    """The document with a list's rows in `order`, which holds old places, None for a blank row, and a place again for a copy of its row."""
    prefix = rows.path + "."
    if rows.path in edition.row_lists:
        old = own_rows(document, rows.path)
        changed = with_own_rows(document, rows.path, [OwnRow() if place is None else old[place] for place in order])
    elif rows.path == _BUILDINGS:
        changed = _with_buildings(document, order)
    elif rows.path.startswith(_INDICATORS):
        prefix = _INDICATORS
        changed = _with_indicators(document, rows.path.removeprefix(_INDICATORS), order)
    else:
        changed = _with_lines(document, rows.path.removeprefix(_EXPENDITURE), order)
    new_places = {old: new for new, old in reversed(list(enumerate(order))) if old is not None}
    moves = {
        f"{prefix}{old + 1}": _row_path(prefix, new_places.get(old))
        for old in range(rows.total)
        if new_places.get(old) != old
    }
    return Moved(in_form_order(edition, changed), moves)


def _row_path(prefix: str, place: int | None) -> str | None:
    return None if place is None else f"{prefix}{place + 1}"


def _with_buildings(document: Document, order: Sequence[int | None]) -> Document:
    old = document.basic_data.buildings
    rows = tuple(Building() if place is None else old[place] for place in order)
    return document.model_copy(update={"basic_data": document.basic_data.model_copy(update={"buildings": rows})})


def _with_indicators(document: Document, category: str, order: Sequence[int | None]) -> Document:
    old = document.self_assessment.indicators
    rows = tuple(Indicator(category=category) if place is None else old[place] for place in order)
    return document.model_copy(
        update={"self_assessment": document.self_assessment.model_copy(update={"indicators": rows})}
    )


def _with_lines(document: Document, item: str, order: Sequence[int | None]) -> Document:
    old = document.basic_data.rows(item)
    rows = [ExpenditureRow(item=item, name="") if place is None else old[place] for place in order]
    others = [row for row in document.basic_data.expenditure if row.item != item]
    return document.model_copy(
        update={"basic_data": document.basic_data.model_copy(update={"expenditure": tuple(others + rows)})}
    )
