"""The new path of a cell when rows move, for what belongs to cells: explanations and comments."""

from collections.abc import Mapping


def moved(where: str, moves: Mapping[str, str | None]) -> str | None:
    """The new path of the cell `where` after `moves` (path of a row -> its new path, or None if it is gone).

    `{"a.1": "a.2", "a.2": "a.1"}` swaps two rows; a path that no move affects stays the same; of nested moves, the innermost counts.
    """
    row = where
    while row not in moves:
        row, dot, _ = row.rpartition(".")
        if not dot:
            return where
    target = moves[row]
    return None if target is None else target + where[len(row) :]
