"""What is being read from a workbook: the edition's data so far, the cell of each of its places, and the mistakes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from evaluations.core.basics.values import clip
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.workbook.pages import cell_name
from evaluations.core.workbook.sheets import KeyPath

MOST = 500
"""So many mistakes are told of one workbook."""
LONGEST = 2000
"""Characters; a cell with more says nothing that an edition can hold."""


class Mistake(NamedTuple):
    """What is wrong in a cell (`B3`; "" for a whole sheet; without a sheet for the file), what was `found` there, and what to do."""

    sheet: str
    cell: str
    found: str
    message: str

    def __str__(self) -> str:
        place = f"工作表“{self.sheet}”" if self.sheet else "文件"
        return f"{place}{f' {self.cell}' if self.cell else ''}：{self.message}"


class At(NamedTuple):
    """A cell: the sheet, the row and column from 0 (None for the whole sheet), and its text."""

    sheet: str
    row: int | None = None
    column: int | None = None
    text: str = ""

    @property
    def name(self) -> str:
        """The cell's name; "" for the whole sheet."""
        return "" if self.row is None or self.column is None else cell_name(self.row, self.column)


@dataclass
class Draft:
    """The data read so far; `broken` names the sheets of which so much is missing that nothing more is said of them."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[KeyPath, At] = field(default_factory=dict)
    mistakes: list[tuple[At, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    _wrong: set[tuple[str, int | None, int | None]] = field(default_factory=set)

    def wrong(self, at: At, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append((at, message))
        self._wrong.add(at[:3])

    def read(self, at: At, read: Callable[[str], Any]) -> Any:
        """What `read` makes of the cell's text; None if it is blank, or no such value, which is noted."""
        if not at.text.strip():
            return None
        if len(at.text) > LONGEST:
            return self.wrong(at, f"太长，有 {len(at.text)} 个字，最多 500 个字。")
        try:
            return read(at.text)
        except ValueError as fault:
            return self.wrong(at, str(fault))

    def put(self, place: KeyPath, value: Any, at: At | None = None) -> None:
        """Put a value at its place; the last key of a list is the number of its items so far."""
        if at:
            self.places[place] = at
        holder: Any = self.data
        for key, following in pairwise(place):
            holder = _entered(holder, key, [] if isinstance(following, int) else {})
        _entered(holder, place[-1], value)

    def count(self, place: KeyPath) -> int:
        """How many items the list at the place has."""
        holder: Any = self.data
        for key in place:
            if isinstance(holder, dict) and key not in holder:
                return 0
            holder = holder[key]
        return len(holder)

    def at(self, place: KeyPath) -> At:
        """The cell that states the place, or what is around it; of nothing, the file."""
        around = (place[:size] for size in range(len(place), 0, -1))
        return next((self.places[each] for each in around if each in self.places), At(""))

    def has(self, at: At) -> bool:
        """Whether a mistake has been noted in this cell."""
        return at[:3] in self._wrong


def _entered(holder: Any, key: str | int, value: Any) -> Any:
    """What stands at the key; `value`, put there, if nothing did."""
    if isinstance(key, int):
        if key == len(holder):
            holder.append(value)
        return holder[key]
    return holder.setdefault(key, value)


class SheetRow(NamedTuple):
    """One row of a sheet, from 0, and its filled cells by column."""

    sheet: str
    row: int
    cells: Mapping[int, FileCell]

    def at(self, column: int) -> At:
        """The cell in the column, filled or not."""
        return At(self.sheet, self.row, column, self.cells[column].text if column in self.cells else "")


def rows_of(table: FileTable) -> dict[int, SheetRow]:
    """The rows of a sheet that hold anything, in order."""
    rows: dict[int, dict[int, FileCell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, {}).setdefault(cell.column, cell)
    return {row: SheetRow(table.name, row, cells) for row, cells in rows.items()}


def told(mistakes: Sequence[tuple[At, str]]) -> list[Mistake]:
    """The mistakes with the names of their cells, each once; of very many the first `MOST`, and how many more there are."""
    found = list(dict.fromkeys(Mistake(at.sheet, at.name, clip(at.text, 60), message) for at, message in mistakes))
    more = [Mistake("", "", "", f"另有 {len(found) - MOST} 处没有列出，先改上面的。")] if len(found) > MOST else []
    return [*found[:MOST], *more]
