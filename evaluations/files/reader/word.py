"""Reads the body of a .docx file: paragraphs and tables in order, with the texts and numbers as shown.

Deleted, moved or hidden text does not count; text in a text box does, next to the paragraph that holds the box.
"""

from dataclasses import dataclass, field

from evaluations.files.reader import notices
from evaluations.files.reader.fields import Fields
from evaluations.files.reader.numbering import Numbering
from evaluations.files.reader.package import Package, Refusal
from evaluations.files.reader.styles import Styles
from evaluations.files.reader.symbols import symbol
from evaluations.files.reader.tree import Node, is_on, number, tree

PARAGRAPH_LIMIT = 20_000
CELL_LIMIT = 10_000
COLUMN_LIMIT = 64
TEXT_LIMIT = 2_000_000

_TOO_MUCH = "文件的内容太多，不是本报告。请只保留报告和附件，另存后再上传。"
# Moved or deleted text, former properties of paragraphs, the small letters of phonetic guides.
_SKIPPED = frozenset(
    ("moveFrom", "del", "rt", "numberingChange", *(f"{what}PrChange" for what in ("p", "r", "sect", "tbl", "tr", "tc")))
)
_DRAWN = frozenset(("drawing", "pict", "object"))
# Everything that counts in a drawing.
_IN_DRAWING = _DRAWN | {"txbxContent", "AlternateContent"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read(package: Package, main: str) -> dict[str, object]:
    """The paragraphs and tables of the document, in the shape of `evaluations.core.readback.source`.

    Raises:
        Refusal: the file is damaged, or longer than a report can be.
    """
    parts = {relation.kind: relation.target for relation in package.relations(main).values()}
    styles = Styles(_part(package, parts, "styles"))
    body = _Body(styles, Numbering(_part(package, parts, "numbering"), styles))
    package.parse(main, body.start, body.end, body.text)
    body.flush()
    notes = {kind: _part(package, parts, kind) for kind in set(body.notes.values())}
    return {"blocks": body.blocks, "faults": notices.faults(body.seen, body.notes, notes)}


def _part(package: Package, parts: dict[str, str], kind: str) -> Node:
    return tree(package, parts.get(kind, ""))


class _Table:
    """An outermost table during the walk: cells as [row, column, text, rows, columns], open merges by column."""

    def __init__(self) -> None:
        self.cells: list[list[object]] = []
        self.row, self.column, self.columns = -1, 0, 1
        self.merge = ""
        self.lines: list[object] = []
        self.above: dict[int, list[object]] = {}

    def open_row(self) -> None:
        self.row, self.column = self.row + 1, 0

    def open_cell(self) -> None:
        self.columns, self.merge, self.lines = 1, "", []

    def close_cell(self) -> None:
        text = "\n".join(map(str, self.lines))
        if self.merge == "continue" and self.column in self.above:
            above = self.above[self.column]
            above[3] = self.row - int(str(above[0])) + 1
            if text.strip():
                above[2] = f"{above[2]}\n{text}".strip("\n")
        else:
            cell: list[object] = [self.row, self.column, text, 1, self.columns]
            self.cells.append(cell)
            self.above[self.column] = cell
        self.column += self.columns

    def filled(self) -> list[list[object]]:
        return [cell for cell in self.cells if str(cell[2]).strip()]


@dataclass(slots=True)
class _Run:
    """A run of text: its style, and whether it is hidden directly."""

    style: str = ""
    is_hidden: bool | None = None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph during the walk; `boxes`: the blocks of its text boxes, before and after its own text.

    `is_joined`: its end mark was deleted, so it continues in the next paragraph.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: tuple[list[object], list[object]] = field(default_factory=lambda: ([], []))
    style: str = ""
    number: str = ""
    level: int | None = None
    is_joined: bool = False
    has_hidden: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class _Body:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering, self.fields = styles, numbering, Fields()
        self.blocks: list[object] = []
        self.seen: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.table: _Table | None = None
        self.tables = self.skipped = self.count = self.cells = self.length = 0
        self.tags: list[str] = []
        # Where blocks go: the body, or the innermost cell or text box; then the open paragraphs and runs, nested.
        self.sinks: list[list[object]] = [self.blocks]
        self.paragraphs: list[_Paragraph] = []
        self.runs: list[_Run] = []
        self.drawn: list[bool] = []
        self.choices: list[bool] = []
        self.placeholders: list[bool] = []
        self.joined: tuple[list[object], _Paragraph] | None = None
        self.is_open = False

    # Elements

    def start(self, tag: str, given: dict[str, str]) -> None:
        if self.skipped or self._is_left_out(tag):
            self.skipped += 1
            return
        if self._is_drawn and tag not in _IN_DRAWING:
            tag = ""
        self.tags.append(tag)
        parent = self.tags[-2] if len(self.tags) > 1 else ""
        if parent in ("pPr", "numPr", "rPr"):
            self._setting(parent, tag, given)
        elif tag in ("t", "instrText"):
            self.is_open = True
        elif tag == "r":
            self.runs.append(_Run())
        elif tag == "p":
            self._open_paragraph()
        elif tag in _DRAWN or tag == "txbxContent":
            self._open_drawing(tag)
        elif self.runs:
            self._in_run(tag, given)
        else:
            self._in_frame(tag, given)

    def _is_left_out(self, tag: str) -> bool:
        """Whether the element is ignored, with everything in it."""
        if tag in _SKIPPED:
            self.seen.setdefault("changed" if tag in ("del", "moveFrom") else "", "")
            if tag in ("del", "moveFrom") and self.tags[-2:] == ["pPr", "rPr"] and self.paragraphs:
                self.paragraphs[-1].is_joined = True
            return True
        if tag in ("Choice", "Fallback") and self.choices:
            is_second, self.choices[-1] = self.choices[-1], True
            return is_second
        return tag == "sdtContent" and bool(self.placeholders) and self.placeholders[-1]

    def _setting(self, parent: str, tag: str, given: dict[str, str]) -> None:
        """Note a property of a paragraph or a run; properties of a paragraph's end mark are ignored."""
        value = given.get("val", "")
        if parent == "rPr":
            if self.runs and self.tags[-3:-2] == ["r"]:
                if tag == "rStyle":
                    self.runs[-1].style = value
                elif tag == "vanish":
                    self.runs[-1].is_hidden = is_on(given)
        elif self.paragraphs:
            if tag == "pStyle":
                self.paragraphs[-1].style = value
            elif tag == "numId":
                self.paragraphs[-1].number = value
            elif tag == "ilvl":
                self.paragraphs[-1].level = number(value)

    def _in_run(self, tag: str, given: dict[str, str]) -> None:
        if tag in _BREAKS:
            self._add(_BREAKS[tag])
        elif tag == "sym":
            self._add(symbol(given.get("font", ""), given.get("char", "")))
        elif tag == "fldChar":
            self._add(self.fields.mark(given.get("fldCharType", "")))
        elif tag in _NOTES and not self._is_hidden:
            self.notes[f"{_NOTES[tag]} {given.get('id', '')}"] = _NOTES[tag]
        else:
            self._in_frame(tag, given)

    def _in_frame(self, tag: str, given: dict[str, str]) -> None:
        """Handle elements that contain paragraphs and runs."""
        if tag == "AlternateContent":
            self.choices.append(False)
        elif tag == "sdt":
            self.placeholders.append(False)
        elif tag == "showingPlcHdr" and self.placeholders:
            self.placeholders[-1] = is_on(given)
        elif tag in ("ins", "moveTo"):
            self.seen.setdefault("changed", "")
        elif tag == "altChunk":
            self.seen.setdefault("foreign", "")
        elif tag == "tbl":
            self._open_table()
        elif self.table and self.tables == 1:
            self._in_table(self.table, tag, given)

    def end(self, _: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        tag = self.tags.pop()
        if tag in ("t", "instrText"):
            self.is_open = False
        elif tag == "r" and self.runs:
            self.runs.pop()
        elif tag == "p":
            self._close_paragraph()
        elif tag in _DRAWN or tag == "txbxContent":
            self._close_drawing(tag)
        elif tag == "tbl":
            self._close_table()
        elif tag == "tc" and self.table and self.tables == 1:
            self.flush()
            self.sinks.pop()
            self.table.close_cell()
        elif tag == "AlternateContent":
            self.choices.pop()
        elif tag == "sdt":
            self.placeholders.pop()

    # Text

    def text(self, piece: str) -> None:
        if not self.is_open or self.skipped or self._is_drawn:
            return
        self.length += len(piece)
        if self.length > TEXT_LIMIT:
            raise Refusal(_TOO_MUCH)
        if self.tags[-1] == "instrText":
            self.fields.code(piece)
        else:
            self._add(piece)

    def _add(self, piece: str) -> None:
        """Add text at the current place, unless it is invisible."""
        if not piece or not self.paragraphs:
            return
        if self.fields.is_code:
            self.fields.code(piece)
        elif self._is_hidden:
            self.paragraphs[-1].has_hidden = True
            if piece.strip():
                self.seen.setdefault("hidden", piece)
        else:
            self.fields.result()
            self.paragraphs[-1].pieces.append(piece)

    @property
    def _is_hidden(self) -> bool:
        run = self.runs[-1] if self.runs else _Run()
        return self.styles.is_hidden(self.paragraphs[-1].style, run.style, direct=run.is_hidden)

    @property
    def _is_drawn(self) -> bool:
        """Whether the current place is part of a drawing, but not of a text box in it."""
        return bool(self.drawn) and self.drawn[-1]

    # Paragraphs and text boxes

    def _open_paragraph(self) -> None:
        paragraph = _Paragraph()
        if self.joined and self.joined[0] is self.sinks[-1]:
            before = self.joined[1]
            paragraph.pieces, paragraph.boxes, self.joined = before.pieces, before.boxes, None
        self.paragraphs.append(paragraph)

    def _close_paragraph(self) -> None:
        self.count += 1
        if self.count > PARAGRAPH_LIMIT:
            raise Refusal(_TOO_MUCH)
        paragraph = self.paragraphs.pop()
        if paragraph.is_joined:
            self.joined = self.sinks[-1], paragraph
        else:
            self._put(paragraph)

    def _put(self, paragraph: _Paragraph) -> None:
        text = paragraph.text
        # A completely hidden paragraph does not count.
        if text.strip() or not paragraph.has_hidden:
            label = self.numbering.of(paragraph.style, paragraph.number, paragraph.level)
            text = label + text.lstrip() if label and text.strip() else text
        before, after = paragraph.boxes
        self.sinks[-1] += [*before, text, *after]

    def flush(self) -> None:
        """Emit a paragraph with a deleted end mark if no other paragraph follows."""
        if self.joined:
            sink, paragraph = self.joined
            self.joined = None
            if sink is self.sinks[-1]:
                self._put(paragraph)

    def _open_drawing(self, tag: str) -> None:
        self.drawn.append(tag != "txbxContent")
        if tag == "txbxContent":
            self.sinks.append([])

    def _close_drawing(self, tag: str) -> None:
        self.drawn.pop()
        if tag == "txbxContent":
            self.flush()
            box = self.sinks.pop()
            if self.paragraphs:
                is_after = bool(self.paragraphs[-1].text.strip())
                self.paragraphs[-1].boxes[is_after].extend(box)
            else:
                self.sinks[-1].extend(box)

    # Tables

    def _open_table(self) -> None:
        self.flush()
        self.tables += 1
        if self.tables == 1:
            self.table = _Table()

    def _close_table(self) -> None:
        self.tables -= 1
        if self.table and not self.tables:
            self.sinks[-1].append(["", self.table.filled()])
            self.table = None

    def _in_table(self, table: _Table, tag: str, given: dict[str, str]) -> None:
        if tag == "tr":
            table.open_row()
        elif tag == "gridBefore":
            table.column = _number(given)
        elif tag == "tc":
            self.cells += 1
            if self.cells > CELL_LIMIT:
                raise Refusal(_TOO_MUCH)
            table.open_cell()
            self.sinks.append(table.lines)
        elif tag == "gridSpan":
            table.columns = max(1, _number(given))
        elif tag == "vMerge":
            table.merge = given.get("val", "continue")


def _number(given: dict[str, str]) -> int:
    return min(number(given.get("val", "")) or 0, COLUMN_LIMIT)
