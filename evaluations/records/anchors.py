"""Moves what belongs to a cell when rows change places: explanations here, comments in `evaluations.comments`."""

from collections.abc import Mapping


def moved(where: str, moves: Mapping[str, str | None]) -> str | None:
    """The new path of the cell `where` when rows move as `moves` says (path of a row -> its new path, None when it is gone).

    `{"a.1": "a.2", "a.2": "a.1"}` swaps two rows; a path that no move concerns stays; of nested moves the innermost counts.
    """
    row = where
    while row not in moves:
        row, dot, _ = row.rpartition(".")
        if not dot:
            return where
    target = moves[row]
    return None if target is None else target + where[len(row) :]
