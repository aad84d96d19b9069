"""What the reading of a file comes to: the texts of its table, or why it is refused."""

import pytest

from evaluations.core.readback.source import FileTable, Source
from evaluations.files.reading import Unread, read


def cells(source: Source) -> list[tuple[str, ...]]:
    """The texts of the only table, row by row."""
    [table] = source.blocks
    assert isinstance(table, FileTable)
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [tuple(row) for row in rows.values()]


def refusal(name: str, content: bytes) -> str:
    """Why the file `name` is not read."""
    with pytest.raises(Unread) as refused:
        read(name, content)
    return str(refused.value)
