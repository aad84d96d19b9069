"""A return that opens only the commented places: which cells may change now, and the refusal of a save that changes another.

`refuse_shut` stands in the one function through which everything is stored (`store.store_document`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from evaluations.comments.reach import open_places
from evaluations.common.refusal import Refused
from evaluations.core.content.anchors import moved
from evaluations.core.content.cells import Cell, all_cells, changes
from evaluations.core.content.places import row_of
from evaluations.core.form.document import Document
from evaluations.core.guidance.opened import Opened, list_of, opened
from evaluations.core.paths import Names
from evaluations.dossier.freezing import frozen_at
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE

WHY = "退回时只开放了批注所在的单元格（及随之变化的）"
Moves = Mapping[str, str | None]


def opened_in(evaluation: SelfEvaluation, document: Document) -> Opened | None:
    """What is open in `document`; None if everything is. Two queries, if not everything is."""
    if not evaluation.only_commented or evaluation.state not in EDITABLE:
        return None
    places, handed_in = open_places(evaluation), frozen_at(evaluation, "confirm")
    return opened(edition_of(evaluation), document, places, handed_in)


def shut_cells(evaluation: SelfEvaluation, document: Document) -> Mapping[str, str]:
    """Why each cell that is not open can't be typed into, by path."""
    edition, stands = edition_of(evaluation), opened_in(evaluation, document)
    if stands is None:
        return {}
    names = Names(edition, document)
    return {path: _refusal(names.of(path)) for path in all_cells(edition, document) if path not in stands.cells}


def _refusal(name: str) -> str:
    return f"{name}：{WHY}，这里不能修改。"


def refuse_shut(evaluation: SelfEvaluation, stored: Document, changed: Document, moves: Moves) -> None:
    """Refuse a save that changes a cell that is not open, or adds, removes or moves rows where that is not open.

    Raises:
        Refused: it does; the text names the cell, row or list.
    """
    edition = edition_of(evaluation)
    if not evaluation.only_commented or not (moves or any(changes(edition, stored, changed))):
        return
    stands = opened_in(evaluation, stored)
    breach = stands and _breach(
        stands, (stored, all_cells(edition, stored)), (changed, all_cells(edition, changed)), moves
    )
    if breach:
        raise Refused(_refusal(Names(edition, stored).of(breach)))


Listed = tuple[Document, Mapping[str, Cell]]


def _breach(stands: Opened, before: Listed, after: Listed, moves: Moves) -> str:
    """The first cell, row or list that was changed although it is not open; "" if there is none."""
    old, new = before[1], after[1]
    images = {path: moved(path, moves) for path in old}
    found = chain(
        (path for path, cell in old.items() if path not in stands.cells and _text(new, images[path]) != cell.text),
        _rows_gone(stands, old, images),
        _rows_added(stands, after, frozenset(image for image in images.values() if image)),
        _rows_moved(stands, before, moves),
    )
    return next(found, "")


def _text(listed: Mapping[str, Cell], path: str | None) -> str:
    return listed[path].text if path and path in listed else ""


def _rows_gone(stands: Opened, old: Iterable[str], images: Moves) -> Iterator[str]:
    gone = [path for path in old if images[path] is None]
    return (row_of(path) for path in gone if path not in stands.cells)


def _rows_added(stands: Opened, after: Listed, images: Collection[str]) -> Iterator[str]:
    document, new = after
    lists = (list_of(document, row_of(path)) for path in new if path not in images)
    return (one for one in lists if one not in stands.lists)


def _rows_moved(stands: Opened, before: Listed, moves: Moves) -> Iterator[str]:
    """The rows that stand below one that they stood above, in lists that are not open."""
    document, old = before
    last: dict[str, int] = {}
    for row in dict.fromkeys(map(row_of, old)):
        in_list, image = list_of(document, row), moved(row, moves)
        if not in_list or image is None or in_list in stands.lists:
            continue
        place = int(image.rpartition(".")[2])
        if place < last.get(in_list, 0):
            yield row
        last[in_list] = place
