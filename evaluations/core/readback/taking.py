"""Puts what was read into a document: first it is shown cell by cell, then whatever somebody chose is taken over."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from evaluations.core import paths
from evaluations.core.content import rows
from evaluations.core.content.cells import cells, fill
from evaluations.core.content.grown import row_paths
from evaluations.core.form.document import FURTHER, Building, Document, ExpenditureRow, Indicator, OwnRow, own_rows
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.core.readback.reading import ReadBack

type _Row = ExpenditureRow | Building | Indicator | OwnRow
_INDICATORS = "self_assessment.indicators."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text of the file, and the cell that it belongs to.

    `path`: its key in the file's `texts`, by which it is chosen; `cell`, `name`: the cell's path in the grown document ("" if it has no place)
    and its name; `found`, `stored`: the texts in the file and in the cell; `place`: its place in the file; `is_same`: taking it over changes
    nothing; `error`: why it can't be read, or ""; `asked`: the question to be answered before it is taken over, or "".
    """

    path: str
    cell: str
    name: str
    found: str
    stored: str
    place: str
    is_same: bool
    error: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """`document`, with the rows added that the chosen texts need; `moves` and `grown`: the rows' new places and the lists with new rows.

    `paths`: the cell in the grown document for each chosen text of the file; `typed`: the texts by these cells; `errors`: why a text has
    no place.
    """

    document: Document
    moves: Mapping[str, str | None]
    grown: Sequence[str]
    paths: Mapping[str, str]
    typed: Mapping[str, str]
    errors: Mapping[str, str]


def preview(edition: Edition, read: ReadBack, placed: Placed) -> list[Proposal]:
    """Every text that was `placed`, with its cell's stored text, in form order; then the texts without a place."""
    filled, unreadable = fill(edition, placed.document, placed.typed)
    before, after = cells(edition, placed.document), cells(edition, filled)
    names, origin = Names(edition, filled), {cell: path for path, cell in placed.paths.items()}
    listed = []
    for cell in (cell for cell in after if cell in origin):
        path, error = origin[cell], unreadable.get(cell, "")
        stored = before[cell].text
        is_same = not error and after[cell].text == stored
        listed.append(
            Proposal(
                path,
                cell,
                names.of(cell),
                read.texts[path],
                stored,
                read.places[path],
                is_same,
                error,
                read.asked.get(path, ""),
            )
        )
    names = Names(edition, placed.document)
    for path, why in placed.errors.items():
        listed.append(Proposal(path, "", names.of(path), read.texts[path], "", read.places[path], False, why))
    return listed


def taken_over(edition: Edition, document: Document, read: ReadBack, chosen: Container[str]) -> Document:
    """`document` with the `chosen` texts (keys of `read.texts`) in their cells, and with the rows that these need.

    No stored row is removed; a text that can't be read leaves its cell unchanged.
    """
    placed = place(edition, document, read, chosen)
    return fill(edition, placed.document, placed.typed)[0]


def place(edition: Edition, document: Document, read: ReadBack, chosen: Container[str]) -> Placed:
    """Find the places of the chosen texts in `document`.

    A row of the file goes into the stored row with the same name (of several with one name, the first into the first), a building into the one
    with its number; the rest go into blank rows, then into new rows at the end of the list.
    """
    texts = {path: text for path, text in read.texts.items() if path in chosen}
    placing = _Placing(edition, document, read, texts)
    for list_path, listed in row_paths(edition, read.rows).items():
        wanted = [row for row in listed if row in placing.in_rows]
        if wanted:
            placing.pair(list_path, wanted)
    return placing.done()


class _Placing:
    def __init__(self, edition: Edition, document: Document, read: ReadBack, texts: Mapping[str, str]) -> None:
        self.edition, self.document, self.read, self.texts = edition, document, read, texts
        self.all_rows = {row for listed in row_paths(edition, read.rows).values() for row in listed}
        self.in_rows = {row for path in texts if (row := path.rpartition(".")[0]) in self.all_rows}
        self.moves: Mapping[str, str | None] = {}
        self.grown: list[str] = []
        self.positions: dict[str, tuple[str, int]] = {}
        self.full: dict[str, str] = {}

    def pair(self, list_path: str, wanted: Sequence[str]) -> None:
        """Give each row of the file a position in the list, which grows if there are too few."""
        stored = _stored(self.document, list_path)
        free = dict(enumerate(stored))
        rest = []
        for row in wanted:
            at = next((at for at, one in free.items() if self._is_named(row, one, at, list_path)), None)
            if at is None:
                rest.append(row)
            else:
                del free[at]
                self.positions[row] = list_path, at
        blanks = [at for at, one in free.items() if _is_blank(one)]
        new = max(0, min(len(rest) - len(blanks), rows.most(self.edition, list_path) - len(stored)))
        targets = [*blanks, *range(len(stored), len(stored) + new)]
        self.positions |= {row: (list_path, at) for row, at in zip(rest, targets, strict=False)}
        self.full |= dict.fromkeys(rest[len(targets) :], list_path)
        if new:
            self._grow(list_path, new)

    def _is_named(self, row: str, stored: _Row, at: int, list_path: str) -> bool:
        own = self.edition.own.get(list_path, {})
        if isinstance(stored, Building) or (isinstance(stored, OwnRow) and "name" not in own):
            return row == f"{list_path}.{at + 1}"
        return (stored.name or "") == self.read.texts.get(f"{row}.name", "").strip()

    def _grow(self, list_path: str, count: int) -> None:
        changed = rows.add(self.edition, self.document, list_path, count)
        self.document, self.moves = changed.document, rows.chained(self.moves, changed.moves)
        self.grown.append(list_path)

    def done(self) -> Placed:
        """The result; only when every list has its rows is each row's path known."""
        targets = {row: _row_path(self.document, *position) for row, position in self.positions.items()}
        placed: dict[str, str] = {}
        errors: dict[str, str] = {}
        for path in self.texts:
            row, _, field = path.rpartition(".")
            if row in self.full:
                errors[path] = f"已有 {rows.most(self.edition, self.full[row])} 行，不能再添加。"
            else:
                placed[path] = f"{targets[row]}.{field}" if row in targets else path
        typed = {cell: self.texts[path] for path, cell in placed.items()}
        return Placed(self.document, self.moves, self.grown, placed, typed, errors)


def _stored(document: Document, list_path: str) -> Sequence[_Row]:
    """The stored rows of a list."""
    if list_path.startswith(f"{FURTHER}."):
        return own_rows(document, list_path)
    if list_path.startswith(_INDICATORS):
        category = list_path.removeprefix(_INDICATORS)
        return [row for row in document.self_assessment.indicators if row.category == category]
    if list_path == "basic_data.buildings":
        return document.basic_data.buildings
    return document.basic_data.rows(list_path.rpartition(".")[2])


def _row_path(document: Document, list_path: str, at: int) -> str:
    """The path of the row at a list's position, from 0."""
    if not list_path.startswith(_INDICATORS):
        return f"{list_path}.{at + 1}"
    category = list_path.removeprefix(_INDICATORS)
    indicators = document.self_assessment.indicators
    numbers = [number for number, row in enumerate(indicators, 1) if row.category == category]
    return paths.category(str(numbers[at]))


def _is_blank(row: _Row) -> bool:
    if isinstance(row, OwnRow):
        return not row.fields
    if isinstance(row, ExpenditureRow):
        return row.blank and not row.name
    return row.blank if isinstance(row, Indicator) else row == Building()
