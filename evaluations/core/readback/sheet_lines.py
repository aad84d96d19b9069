"""The lines of an official table as this program draws them, to be recognised in a file: the words of each cell, and what follows them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluations.core.form.edition import Edition
from evaluations.core.form.fields import SHARED
from evaluations.core.form.layout import Layout, Mark, Role, pieces
from evaluations.core.form.once import once_each
from evaluations.core.layouts.boxes import Maker, Place
from evaluations.core.layouts.drawing import line_places
from evaluations.core.readback import units
from evaluations.core.readback.source import FileCell
from evaluations.core.readback.words import bare, fold, is_dash, pattern, stem

_OUTSIDE = {"number", "title", "note", "foot"}
"""Roles of the lines above and below the table, which a file may lack."""


@dataclass(frozen=True, eq=False)
class Slot:
    """A cell of a line, from `column` to before `end`: words alone, or words and values in turn.

    `while_empty` are the words that stand for a value while its list is empty; `decimals` of a number are shown.
    """

    column: int
    end: int
    role: Role
    parts: Sequence[str | Mark]
    decimals: int | None
    while_empty: frozenset[str]

    @cached_property
    def names(self) -> Sequence[str]:
        """What its values are, in order."""
        return [part.name for part in self.parts if isinstance(part, Mark)]

    @cached_property
    def words(self) -> str:
        """The words that it says, if it holds nothing else."""
        return "" if self.names else "".join(part for part in self.parts if isinstance(part, str))

    @cached_property
    def is_label(self) -> bool:
        """Whether its words tell which line it is; a dash or a stroke does not."""
        return bool(stem(self.words))

    @cached_property
    def is_shared(self) -> bool:
        """Whether neighbouring indicators have it in common."""
        return any(name.rpartition(".")[2] in SHARED for name in self.names)

    @cached_property
    def has_words(self) -> bool:
        """Whether words stand beside its values."""
        return not self.is_shared and any(isinstance(part, str) for part in self.parts)

    @cached_property
    def _spelled(self) -> Sequence[re.Pattern[str] | None]:
        return [None if isinstance(part, Mark) else _spelled(part) for part in self.parts]

    def accepts(self, text: str) -> bool:
        """Whether a file's text can stand in this cell."""
        if self.role == "foot":
            return self._begins(text)
        if self.names:
            return not self.has_words or self.values(text) is not None
        return not self.is_label or self._says(text)

    def values(self, text: str) -> Sequence[str] | None:
        """The texts of its values, without the words around them; None if the words are others."""
        told: list[str] = []
        start, is_waiting = 0, False
        for part, spelled in zip(self.parts, self._spelled, strict=True):
            if isinstance(part, Mark):
                told += [""] * is_waiting
                is_waiting = True
            elif spelled:
                found = spelled.search(text, start)
                before = text[start : found.start()].strip() if found else ""
                if found is None or (before and not is_waiting):
                    return None
                told += [before] * is_waiting
                start, is_waiting = found.end(), False
        rest = text[start:].strip()
        return None if rest and not is_waiting else told + [rest] * is_waiting

    def _begins(self, text: str) -> bool:
        first = next((part for part in self.parts if isinstance(part, str)), "")
        return fold(text).startswith(fold(first))

    def _says(self, text: str) -> bool:
        if self.role == "title":
            return fold(self.words) in fold(text)
        if self.role == "note":
            return fold(text).startswith(fold(self.words).partition(":")[0])
        if bare(text) == bare(self.words):
            return True
        return stem(text) == stem(self.words) and units.stated(text) == units.stated(self.words)


def _spelled(words: str) -> re.Pattern[str] | None:
    """What finds these words whatever their white space and width, and with or without a final colon."""
    folded = fold(words)
    if not folded:
        return None
    return re.compile(pattern(folded.rstrip(":")) + (r"\s*[:：]?" if folded.endswith(":") else ""))


@dataclass(frozen=True, eq=False)
class SheetLine:
    """A line of the table, or the line of each row of the list `section`; `above` are the cells that reach down into it."""

    slots: Sequence[Slot]
    above: Sequence[Slot]
    section: str
    is_blank_shown: bool

    @cached_property
    def labels(self) -> Sequence[Slot]:
        """The cells whose words a row of the file must say."""
        return [slot for slot in self.slots if slot.is_label]

    @cached_property
    def is_outside(self) -> bool:
        """Whether it stands above or below the table."""
        return all(slot.role in _OUTSIDE for slot in self.slots)

    @cached_property
    def may_lack(self) -> bool:
        """Whether a file may have no filled row for it."""
        return self.is_outside or not self.labels

    @cached_property
    def _at(self) -> Mapping[int, Slot]:
        return {column: slot for slot in self.slots for column in range(slot.column, slot.end)}

    def placed(self, cells: Sequence[FileCell]) -> tuple[Mapping[Slot, FileCell], Sequence[FileCell]]:
        """The cells of a file's row by the line's, and those that have no place: a second one in the same cell, or outside of all.

        The words of a cell that reaches down are often repeated in the rows below it.
        """
        told: dict[int, tuple[Slot, FileCell]] = {}
        strays = []
        for cell in cells:
            slot = self._at.get(cell.column)
            if slot and slot.column not in told:
                told[slot.column] = slot, cell
            elif not any(
                above.is_label and above.column == cell.column and above.accepts(cell.text) for above in self.above
            ):
                strays.append(cell)
        return dict(told.values()), strays

    def strays(self, cells: Sequence[FileCell]) -> int | None:
        """How many texts of a file's row the line has no place for; None if the row is another."""
        texts = {cell.column: cell.text for cell in cells}
        if any(slot.column not in texts or not slot.accepts(texts[slot.column]) for slot in self.labels):
            return None
        placed, strays = self.placed(cells)
        if not placed or any(not slot.accepts(cell.text) for slot, cell in placed.items()):
            return None
        return len(strays) + sum(is_stray(slot, cell) for slot, cell in placed.items())


def is_stray(slot: Slot, cell: FileCell) -> bool:
    """Whether a text stands where the form has neither words nor a value."""
    return not (slot.names or slot.is_label or is_dash(cell.text))


def sheet_lines(edition: Edition, table: str, year: int) -> Sequence[SheetLine]:
    """The lines of an edition's table (`attachment2`, `further.assets`), with the words of the year."""
    kept = _kept(edition)
    if (table, year) not in kept:
        kept[table, year] = list(_lines(Maker(edition, year), edition.layouts.tables[table]))
    return kept[table, year]


@once_each
def _kept(_: Edition) -> dict[tuple[str, int], Sequence[SheetLine]]:
    """The lines that have been made of an edition, by table and year."""
    return {}


def _lines(maker: Maker, layout: Layout) -> Iterator[SheetLine]:
    reaching: list[tuple[int, Slot]] = []
    for number, (line, placed) in enumerate(zip(layout.lines, line_places(layout), strict=True)):
        slots = [_slot(maker, place) for place in placed]
        reaching = [(end, slot) for end, slot in reaching if end > number]
        yield SheetLine(slots, [slot for _, slot in reaching], line.section, line.when_empty == "blank")
        reaching += [(number + place.cell.rows, slot) for place, slot in zip(placed, slots, strict=True)]


def _slot(maker: Maker, place: Place) -> Slot:
    cell = place.cell
    empty = ("".join(map(str, maker.parts(pieces(mark.when_empty)))) for mark in cell.marks if mark.when_empty)
    return Slot(
        place.column,
        place.column + cell.columns,
        cell.role,
        maker.parts(cell.parts, bracket_below=cell.bracket_below),
        cell.decimals,
        frozenset(map(bare, empty)),
    )
