"""The body of a .docx file: paragraphs and tables in their order; what was struck out or moved away is not text."""

from evaluations.files.reader.package import Package, Refusal

PARAGRAPH_LIMIT = 20_000
CELL_LIMIT = 10_000
COLUMN_LIMIT = 64
TEXT_LIMIT = 2_000_000

_TOO_MUCH = "文件的内容太多，不是本报告。请只保留报告和附件，另存后再上传。"
# Drawings, text boxes and their fall-backs; texts that were moved away; field codes are no `t` anyway.
_SKIPPED = frozenset(("drawing", "pict", "object", "Fallback", "txbxContent", "moveFrom", "del"))
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


def read(package: Package, main: str) -> dict[str, object]:
    """The paragraphs and tables of the document, as `evaluations.core.readback.source` has them.

    Raises:
        Refusal: damaged, or longer than a report can be.
    """
    body = _Body()
    package.parse(main, body.start, body.end, body.text)
    return {"blocks": body.blocks, "faults": []}


class _Table:
    """An outermost table while it is walked: cells as [row, column, text, rows, columns], open merges by column."""

    def __init__(self) -> None:
        self.cells: list[list[object]] = []
        self.row, self.column, self.columns = -1, 0, 1
        self.merge = ""
        self.lines: list[str] = []
        self.above: dict[int, list[object]] = {}

    def open_row(self) -> None:
        self.row, self.column = self.row + 1, 0

    def open_cell(self) -> None:
        self.columns, self.merge, self.lines = 1, "", []

    def close_cell(self) -> None:
        text = "\n".join(self.lines)
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


class _Body:
    def __init__(self) -> None:
        self.blocks: list[object] = []
        self.table: _Table | None = None
        self.tables = self.skipped = self.count = self.cells = self.length = 0
        self.pieces: list[str] = []
        self.is_open = self.is_run = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if self.skipped or tag in _SKIPPED:
            self.skipped += 1
        elif tag == "t":
            self.is_open = True
        elif tag == "r":
            self.is_run = True
        elif tag == "p":
            self.pieces = []
        elif tag in _BREAKS and self.is_run:
            self.pieces.append(_BREAKS[tag])
        elif tag == "tbl":
            self._open_table()
        elif self.table and self.tables == 1:
            self._in_table(self.table, tag, given)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif tag == "t":
            self.is_open = False
        elif tag == "r":
            self.is_run = False
        elif tag == "p":
            self._close_paragraph()
        elif tag == "tbl":
            self._close_table()
        elif tag == "tc" and self.table and self.tables == 1:
            self.table.close_cell()

    def text(self, piece: str) -> None:
        if self.is_open and not self.skipped:
            self.length += len(piece)
            if self.length > TEXT_LIMIT:
                raise Refusal(_TOO_MUCH)
            self.pieces.append(piece)

    def _close_paragraph(self) -> None:
        self.count += 1
        if self.count > PARAGRAPH_LIMIT:
            raise Refusal(_TOO_MUCH)
        text = "".join(self.pieces)
        (self.table.lines if self.table else self.blocks).append(text)

    def _open_table(self) -> None:
        self.tables += 1
        if self.tables == 1:
            self.table = _Table()

    def _close_table(self) -> None:
        self.tables -= 1
        if self.table and not self.tables:
            self.blocks.append(["", self.table.filled()])
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
        elif tag == "gridSpan":
            table.columns = max(1, _number(given))
        elif tag == "vMerge":
            table.merge = given.get("val", "continue")


def _number(given: dict[str, str]) -> int:
    text = given.get("val", "")
    return min(int(text), COLUMN_LIMIT) if text.isascii() and text.isdigit() and len(text) < 4 else 0
