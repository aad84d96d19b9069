"""Two documents of one unit compared cell by cell. A row that people may add, remove and move is recognised wherever it stands now."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.content.cells import PARTS, cells
from evaluations.core.form.document import FURTHER, Building, Document, ExpenditureRow, Indicator, OwnRow
from evaluations.core.form.edition import Edition

Row = Indicator | ExpenditureRow | Building | OwnRow

Likenesses = Sequence[Callable[[Row], Hashable]]
"""What makes two rows the same one: those alike in the first way, then what is left in the next; of several alike, in order."""

BETWEEN_YEARS: Likenesses = (lambda row: row, lambda row: "" if isinstance(row, Building) else row.name)
"""Rows that are equal, then those of one name: another name is another project."""
WITHIN_A_YEAR: Likenesses = (*BETWEEN_YEARS, lambda row: None)
"""Then what is left, in order: a row has been renamed."""


class Difference(NamedTuple):
    """A cell that differs: its paths and texts before and after, and its kind; a path is "" where the cell's row is not there."""

    was_at: str
    is_at: str
    before: str
    after: str
    kind: str


def differences(
    edition: Edition, before: Document, after: Document, same_row: Likenesses = WITHIN_A_YEAR
) -> Iterator[Difference]:
    """The cells that differ, in form order, those of removed rows last. That a row has moved is no difference; a cell that is not there is blank."""
    parts = [part for part in PARTS if getattr(before, part) != getattr(after, part)]
    moves = _moves(before, after, same_row)
    old, new = cells(edition, before, parts), cells(edition, after, parts)
    came_from = {_moved(path, moves): path for path in old}
    for path, cell in new.items():
        was_at = came_from.get(path, "")
        text = old[was_at].text if was_at else ""
        if text != cell.text:
            yield Difference(was_at, path, text, cell.text, cell.kind)
    for path, cell in old.items():
        if cell.text and _moved(path, moves) not in new:
            yield Difference(path, "", cell.text, "", cell.kind)


def _moved(path: str, moves: Mapping[str, str]) -> str:
    """Where the cell stands now; "" if its row is gone."""
    row, dot, field = path.rpartition(".")
    now = moves.get(row, row)
    return f"{now}{dot}{field}" if now or not row else ""


def _moves(before: Document, after: Document, same_row: Likenesses) -> Mapping[str, str]:
    """Where each row stands now, by its path before; "" if it is gone."""
    moves: dict[str, str] = {}
    now = _lists(after)
    for name, rows in _lists(before).items():
        here = now.get(name, [])
        pairs = _paired([row for _, row in rows], [row for _, row in here], same_row)
        moves |= {path: here[pairs[place]][0] if place in pairs else "" for place, (path, _) in enumerate(rows)}
    return moves


def _lists(document: Document) -> Mapping[str, Sequence[tuple[str, Row]]]:
    """The rows of each list with their paths."""
    lists: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for number, building in enumerate(document.basic_data.buildings, 1):
        lists["buildings"].append((paths.building(number, "").rstrip("."), building))
    for line in document.basic_data.expenditure:
        if line.name is not None:
            rows = lists[f"expenditure {line.item}"]
            rows.append((paths.expenditure(line.item, "", len(rows) + 1).rstrip("."), line))
    for number, indicator in enumerate(document.self_assessment.indicators, 1):
        lists[f"indicators {indicator.category}"].append((paths.indicator(number, "").rstrip("."), indicator))
    for code, table in document.further.items():
        for name, own in table.rows.items():
            path = f"{FURTHER}.{code}.{name}"
            lists[path] = [(f"{path}.{number}", row) for number, row in enumerate(own, 1)]
    return lists


def _paired(old: Sequence[Row], new: Sequence[Row], same_row: Likenesses) -> Mapping[int, int]:
    """The place among the new rows of each old one, by its place; an old row without one is gone."""
    pairs: dict[int, int] = {}
    for likeness in same_row:
        taken = set(pairs.values())
        free: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, row in enumerate(new):
            if place not in taken:
                free[likeness(row)].append(place)
        for place, row in enumerate(old):
            if place not in pairs and free[likeness(row)]:
                pairs[place] = free[likeness(row)].popleft()
    return pairs
