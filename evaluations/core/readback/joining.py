"""Rejoins tables that somebody split in a Word file: the second part has no title, and often no headings."""

import re
from collections.abc import Callable, Sequence

from evaluations.core.readback.source import FileTable
from evaluations.core.readback.words import fold, stem

_GOES_ON = re.compile(r".{0,12}(?:续表?|接上[表页])[^。]{0,6}")
_LEAST_HEADINGS = 2

Words = Callable[[FileTable], frozenset[str]]


def joined(blocks: Sequence[str | FileTable], words: Words) -> list[str | FileTable]:
    """The blocks, with each table's second part joined to its first; `words` gives the labels of the form that a table is, none for other tables."""
    together: list[str | FileTable] = []
    last: int | None = None
    for block in blocks:
        head = together[last] if last is not None else None
        if isinstance(block, str):
            # Any other line between two tables separates them.
            last = last if not block.strip() or _GOES_ON.fullmatch(fold(block)) else None
            together.append(block)
        elif last is not None and isinstance(head, FileTable) and _goes_on(head, block, words):
            together[last] = _with(head, block, words(head))
        else:
            last = len(together)
            together.append(block)
    return together


def _goes_on(head: FileTable, tail: FileTable, words: Words) -> bool:
    """Whether `tail` continues `head`: it is as wide, has labels of the same form, and is not a second form."""
    labels, own = words(head), words(tail)
    if head.name or tail.name or not labels or (own and own != labels):
        return False
    said = {stem(cell.text) for cell in tail.cells}
    titled = any(
        "年度" in fold(cell.text) and cell.columns == _width(tail) and len(cell.text) < 60 for cell in tail.cells[:2]
    )
    return _width(head) == _width(tail) and bool(said & labels) and not titled


def _width(table: FileTable) -> int:
    return max((cell.column + cell.columns for cell in table.cells), default=0)


def _with(head: FileTable, tail: FileTable, labels: frozenset[str]) -> FileTable:
    """`head` followed by the rows of `tail`, without repeated headings."""
    below = max(cell.row + cell.rows for cell in head.cells)
    known = [row for row in _numbered(head).values() if len(row & labels) >= _LEAST_HEADINGS]
    repeated = {number for number, row in _numbered(tail).items() if row in known}
    moved = (cell._replace(row=cell.row + below) for cell in tail.cells if cell.row not in repeated)
    return head._replace(cells=(*head.cells, *moved))


def _numbered(table: FileTable) -> dict[int, set[str]]:
    rows: dict[int, set[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, set()).add(stem(cell.text))
    return rows
