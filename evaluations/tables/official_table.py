"""Turns a grid into the table for templates/components/official_table.html: read-only, or with an input in every cell that people fill in."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote

from evaluations.core.basics.values import NOT_ASKED
from evaluations.core.content import cells as core
from evaluations.core.findings.finding import Finding
from evaluations.core.layouts import grid as layout
from evaluations.core.paths import Names
from evaluations.tables.shapes import Beside, CellInput, Compared, OfficialTable, TableCell, TableRow

_KINDS = {"amount": "amount", "count": "count", "date": "text", "choice": "choice", "line": "text", "long": "long"}
_DIRECTIONS = (("", "自动"), *((label, label) for label in core.DIRECTIONS))
_TARGET = ".target"
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Marks:
    """What cells show besides their values, by path.

    `typed` and `errors`: what a person sent that is not stored, and why; `offers`: what that may have meant; `notes` appear under their cells; `comments` counts comments. With a
    `comment_url` cells lead to their comments: every cell of a read-only table, but only those with comments in an editable one. `locked`
    cells have no input; the value is the URL where the cell is corrected. `shut` cells have none either; the value says why. `compared`: what the cells of a read-only table are compared with.
    """

    typed: Mapping[str, str] = _NONE
    errors: Mapping[str, str] = _NONE
    offers: Mapping[str, Sequence[str]] = MappingProxyType({})
    notes: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({})
    comments: Mapping[str, int] = MappingProxyType({})
    comment_url: str = ""
    locked: Mapping[str, str] = _NONE
    shut: Mapping[str, str] = _NONE
    compared: Mapping[str, Compared] = MappingProxyType({})


def table(
    grid: layout.Grid,
    *,
    caption: str,
    names: Names,
    cells: Mapping[str, core.Cell] | None = None,
    marks: Marks = Marks(),
    beside: Beside | None = None,
) -> OfficialTable:
    """The table of `grid`; `cells` holds each input's kind and text (None: read-only)."""
    drawing = _Drawing(names, cells, marks)
    rows = [drawing.row(row, anchors) for row, anchors in zip(grid.rows, _anchors(grid), strict=True)]
    if beside:
        _put_beside(rows, beside)
    total = sum(grid.widths)
    return OfficialTable(
        caption=caption,
        columns=[round(width * 100 / total, 2) for width in grid.widths],
        editable=cells is not None,
        rows=rows,
        has_beside=beside is not None,
    )


def _put_beside(rows: Sequence[TableRow], beside: Beside) -> None:
    """Put the texts beside their rows, and the heading above each run of such rows."""
    is_run = False
    for row in reversed(rows):
        path = _with_text([cell.anchor for cell in row.cells], beside)
        if path:
            row.beside, row.beside_id, is_run = beside.texts[path], beside_id(path), True
        elif row.is_head:
            row.beside, is_run = (beside.heading,) if is_run else (), False


def _with_text(anchors: Sequence[str], beside: Beside) -> str:
    """The first cell of a row for which there are texts beside it; "" if none."""
    return next((anchor for anchor in anchors if anchor in beside.texts), "")


def beside_id(path: str) -> str:
    """The id of the texts beside the row (or field) of the cell at `path`."""
    return f"{path}.beside"


def notes(findings: Iterable[Finding], is_explained: Callable[[Finding], bool]) -> Mapping[str, list[tuple[str, str]]]:
    """The `note` of each finding, by path."""
    noted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for finding in findings:
        noted[finding.where].append(note(finding, is_explained))
    return noted


def note(finding: Finding, is_explained: Callable[[Finding], bool]) -> tuple[str, str]:
    """(severity, message) of a finding; an explained one is only a hint."""
    if finding.severity == "warning" and is_explained(finding):
        return "info", f"{finding.message}（已说明）"
    return finding.severity, finding.message


def computed_texts(grid: layout.Grid, inputs: Container[str], beside: Beside | None) -> Iterator[tuple[str, str]]:
    """The texts of an editable table's cells without inputs, and those beside its rows, by id; headings are left out."""
    for row, anchors in zip(grid.rows, _anchors(grid), strict=True):
        for cell, anchor in zip(row.cells, anchors, strict=True):
            if anchor and anchor not in inputs and cell.role != "heading":
                yield anchor, cell.shown
        path = _with_text(anchors, beside) if beside else ""
        if beside and path:
            yield beside_id(path), "\n".join(beside.texts[path])


def _anchors(grid: layout.Grid) -> Iterator[list[str]]:
    """The ids of each row's cells: the path of their value; for a computed value without a path, derived from the previous cell."""
    path, unnamed = "", 0
    for row in grid.rows:
        anchors = []
        for cell in row.cells:
            is_sum = cell.role == "amount" and not (cell.text or row.list_path)
            if cell.path:
                path, unnamed = cell.path, 0
                anchors.append(path)
            elif cell.role == "ratio" or is_sum:
                unnamed += 1
                anchors.append(f"{path}.computed.{unnamed}")
            else:
                anchors.append("")
        yield anchors


@dataclass(slots=True)
class _Drawing:
    names: Names
    cells: Mapping[str, core.Cell] | None
    marks: Marks
    headings: dict[int, layout.Box] = field(default_factory=dict)

    def row(self, row: layout.GridRow, anchors: Sequence[str]) -> TableRow:
        drawn = [self.cell(cell) for cell in row.cells]
        if self.cells is not None:
            # So that a save can tell the page the new computed values.
            for here, anchor in zip(drawn, anchors, strict=True):
                here.anchor = anchor
            self.head(row, drawn)
        is_head = len(drawn) > 1 and all(cell.role == "heading" for cell in row.cells[1:])
        return TableRow(drawn, row.row_path, self.actions(row) if self.cells is not None else (), is_head=is_head)

    def head(self, row: layout.GridRow, drawn: Sequence[TableCell]) -> None:
        """Tell each value the heading over its column; a wide text has one only if that is as wide."""
        for box, here in zip(row.cells, drawn, strict=True):
            over = self.headings.get(box.column)
            if box.role == "heading":
                self.headings.update(dict.fromkeys(range(box.column, box.column + box.columns), box))
            elif over and here.anchor and not box.text and (box.role != "long" or box.columns == over.columns):
                here.column = over.text

    def cell(self, cell: layout.Box) -> TableCell:
        path = cell.path
        drawn = TableCell(_css(cell), rowspan=cell.rows, colspan=cell.columns, anchor=path)
        if cell.role == "heading" and cell.text:
            drawn.tag = "th"
        if not path:
            drawn.text = cell.shown
            return drawn
        drawn.notes = self.marks.notes.get(path, ())
        drawn.comments = self.marks.comments.get(path, 0)
        stored = self.cells.get(path) if self.cells is not None else None
        if stored is not None and path in self.marks.shut:
            drawn.prefix, drawn.text, drawn.css = cell.text, stored.text, f"{drawn.css} computed"
            drawn.title = self.marks.shut[path]
        elif stored is not None and path in self.marks.locked:
            drawn.text, drawn.css = stored.text, f"{drawn.css} computed"
            drawn.correct_url, drawn.label = self.marks.locked[path], self.names.of(path)
        elif stored is None:
            drawn.prefix, drawn.text = cell.text, layout.drawn_text(cell.value, cell.role, cell.decimals)
            drawn.compared = self.marks.compared.get(path)
            if self.cells is not None and cell.role == "label":
                drawn.css = "text computed"
        else:
            self.fill(drawn, cell, stored)
        if self.marks.comment_url and (self.cells is None or drawn.comments):
            drawn.comment_url = f"{self.marks.comment_url}?comment={quote(path)}#comment"
        return drawn

    def fill(self, drawn: TableCell, cell: layout.Box, stored: core.Cell) -> None:
        """Put the input into its cell."""
        # A line wraps in its narrow column, so it needs an input that grows.
        kind = "long" if stored.kind == "line" else _KINDS[stored.kind]
        drawn.prefix = cell.text
        drawn.input = self.field(cell.path, kind, stored.text)
        if kind == "choice":
            drawn.input.options = self.choices(drawn.input)
        if cell.path.endswith(_TARGET):
            drawn.extra = self.direction(cell.path.removesuffix(_TARGET) + ".direction")
            if drawn.extra and drawn.extra.error:
                drawn.notes = [*drawn.notes, ("error", drawn.extra.error)]
        if drawn.notes or drawn.input.error:
            drawn.input.described_by = f"{cell.path}.notes"

    def field(self, path: str, kind: str, text: str) -> CellInput:
        return CellInput(
            kind,
            path,
            self.marks.typed.get(path, text),
            self.names.within_table(path),
            self.marks.errors.get(path, ""),
            offers=self.marks.offers.get(path, ()),
        )

    def choices(self, chosen: CellInput) -> list[tuple[str, str, bool]]:
        """Nothing, the form's choices, and what was chosen if it is none of them any more."""
        field = self.names.edition.own_field(chosen.name)
        known = dict.fromkeys(["", *(field.choices if field else ()), chosen.value])
        return [(value, value or "请选择", value == chosen.value) for value in known]

    def direction(self, path: str) -> CellInput | None:
        stored = (self.cells or {}).get(path)
        if stored is None:
            return None
        choice = self.field(path, "choice", stored.text)
        choice.options = [(value, label, value == choice.value) for value, label in _DIRECTIONS]
        return choice

    def actions(self, row: layout.GridRow) -> list[tuple[str, str, str, bool]]:
        """The buttons beside the row."""
        buttons = []
        if row.row_path:
            name = self.names.within_table(row.row_path)
            buttons = [
                (f"up:{row.row_path}", "上移", f"上移：{name}", False),
                (f"down:{row.row_path}", "下移", f"下移：{name}", False),
                (f"copy:{row.row_path}", "复制", f"复制：{name}", False),
                (f"remove:{row.row_path}", "删除", f"删除：{name}", True),
            ]
        if row.list_path:
            buttons.append(
                (f"add:{row.list_path}", "添加一行", f"添加一行：{self.names.within_table(row.list_path)}", False)
            )
        return buttons


def _css(cell: layout.Box) -> str:
    if cell.role == "label":
        if cell.indent:
            return f"label indent-{cell.indent}"
        # The lines of funding hold label and amount in one cell; the shorter side is padded with blanks.
        return "text" if bool(cell.path) == bool(cell.text) else "label"
    if cell.role == "long" and cell.columns > 1:
        return "long tall"
    if cell.role == "ratio":
        return "ratio computed"
    if cell.role == "amount" and not cell.path:
        return "ratio" if cell.text == NOT_ASKED else "amount computed" if cell.value is not None else "amount"
    return cell.role
