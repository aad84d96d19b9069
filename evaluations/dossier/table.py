"""A grid as templates/components/official_table.html draws it: read-only, or with an input in every cell that a person fills in."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from evaluations.core import cells as core
from evaluations.core.finding import Finding
from evaluations.core.layouts import grid as layout
from evaluations.core.paths import Names
from evaluations.core.values import NOT_ASKED

_KINDS = {"amount": "amount", "count": "count", "line": "text", "long": "long"}
_DIRECTIONS = (("", "自动"), *((label, label) for label in core.DIRECTIONS))
_TARGET = ".target"


@dataclass(slots=True)
class Input:
    """An input; `described_by` is the id of the block with its error and notes."""

    kind: str
    name: str
    value: str
    label: str
    error: str = ""
    described_by: str = ""
    options: Sequence[tuple[str, str, bool]] = ()


@dataclass(slots=True)
class Cell:
    """A cell; `extra` is a second input in it: the direction of an indicator, which has no cell on the printed form."""

    css: str
    tag: str = "td"
    rowspan: int = 1
    colspan: int = 1
    anchor: str = ""
    prefix: str = ""
    text: str = ""
    input: Input | None = None
    extra: Input | None = None
    notes: Sequence[tuple[str, str]] = ()
    comments: int = 0
    comment_url: str = ""


@dataclass(slots=True)
class Row:
    """A row; `actions` are its buttons: (value, label, title, whether it takes something away)."""

    cells: Sequence[Cell]
    id: str = ""
    actions: Sequence[tuple[str, str, str, bool]] = ()


@dataclass(slots=True)
class Table:
    """One official table; `columns` are widths in percent."""

    caption: str
    columns: Sequence[float]
    editable: bool
    rows: Sequence[Row]


def table(
    grid: layout.Grid,
    *,
    caption: str,
    names: Names,
    cells: Mapping[str, core.Cell] | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    findings: Sequence[Finding] = (),
    comments: Mapping[str, int] | None = None,
    comment_url: str = "",
    explained: Container[tuple[str, str]] = (),
) -> Table:
    """The table of `grid`.

    `cells` gives each input its kind and text (None: read-only); `typed` and `errors` are, by path, what a person sent that is not stored
    and why. A finding stands as a note in its cell, as a mere hint when its key is `explained`. `comments` counts comments by path; with a
    `comment_url` a cell leads to its comments: every cell of a read-only table, those with comments of an editable one.
    """
    notes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for finding in findings:
        notes[finding.where].append(_note(finding, explained))
    drawing = _Drawing(names, cells, typed or {}, errors or {}, notes, comments or {}, comment_url)
    total = sum(grid.widths)
    return Table(
        caption=caption,
        columns=[round(width * 100 / total, 2) for width in grid.widths],
        editable=cells is not None,
        rows=[drawing.row(row) for row in grid.rows],
    )


def _note(finding: Finding, explained: Container[tuple[str, str]]) -> tuple[str, str]:
    if finding.severity == "warning" and finding.key in explained:
        return "info", f"{finding.message}（已说明）"
    return finding.severity, finding.message


@dataclass(slots=True)
class _Drawing:
    names: Names
    cells: Mapping[str, core.Cell] | None
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    notes: Mapping[str, Sequence[tuple[str, str]]]
    comments: Mapping[str, int]
    comment_url: str

    def row(self, row: layout.Row) -> Row:
        drawn = [self.cell(cell) for cell in row.cells]
        return Row(drawn, row.row_path, self.actions(row) if self.cells is not None else ())

    def cell(self, cell: layout.Cell) -> Cell:
        path = cell.path
        drawn = Cell(_css(cell), rowspan=cell.rows, colspan=cell.columns, anchor=path)
        if cell.role == "heading" and cell.text:
            drawn.tag = "th"
        if not path:
            drawn.text = cell.shown
            return drawn
        drawn.notes = self.notes.get(path, ())
        drawn.comments = self.comments.get(path, 0)
        stored = self.cells.get(path) if self.cells is not None else None
        if stored is None:
            drawn.prefix, drawn.text = cell.text, layout.shown(cell.value, cell.role)
        else:
            self.fill(drawn, cell, stored)
        if self.comment_url and (self.cells is None or drawn.comments):
            drawn.comment_url = f"{self.comment_url}?comment={quote(path)}#comment"
        return drawn

    def fill(self, drawn: Cell, cell: layout.Cell, stored: core.Cell) -> None:
        """Put the input into its cell."""
        # A name wraps in its narrow column, so it takes an input that grows.
        kind = "long" if cell.role == "label" and stored.kind == "line" else _KINDS[stored.kind]
        drawn.prefix = cell.text
        drawn.input = self.field(cell.path, kind, stored.text)
        if cell.path.endswith(_TARGET):
            drawn.extra = self.direction(cell.path.removesuffix(_TARGET) + ".direction")
            if drawn.extra and drawn.extra.error:
                drawn.notes = [*drawn.notes, ("error", drawn.extra.error)]
        if drawn.notes or drawn.input.error:
            drawn.input.described_by = f"{cell.path}.notes"

    def field(self, path: str, kind: str, text: str) -> Input:
        return Input(kind, path, self.typed.get(path, text), self.names.of(path), self.errors.get(path, ""))

    def direction(self, path: str) -> Input | None:
        stored = (self.cells or {}).get(path)
        if stored is None:
            return None
        choice = self.field(path, "choice", stored.text)
        choice.options = [(value, label, value == choice.value) for value, label in _DIRECTIONS]
        return choice

    def actions(self, row: layout.Row) -> list[tuple[str, str, str, bool]]:
        """The buttons beside the row."""
        buttons = []
        if row.row_path:
            name = self.names.of(row.row_path)
            buttons = [
                (f"up:{row.row_path}", "↑", f"上移：{name}", False),
                (f"down:{row.row_path}", "↓", f"下移：{name}", False),
                (f"remove:{row.row_path}", "删除", f"删除：{name}", True),
            ]
        if row.list_path:
            buttons.append((f"add:{row.list_path}", "添加一行", f"添加一行：{self.names.of(row.list_path)}", False))
        return buttons


def _css(cell: layout.Cell) -> str:
    if cell.role == "label":
        if cell.indent:
            return f"label indent-{cell.indent}"
        # The lines of funding carry label and amount in one cell; the shorter side is filled up with blanks.
        return "text" if bool(cell.path) == bool(cell.text) else "label"
    if cell.role == "long" and cell.columns > 1:
        return "long tall"
    if cell.role == "ratio":
        return "ratio computed"
    if cell.role == "amount" and not cell.path:
        return "ratio" if cell.text == NOT_ASKED else "amount computed" if cell.value is not None else "amount"
    return cell.role
