"""Grids as the tables that a reader finds, without a file between; and edits of them as people make them."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.grid import Box, Grid
from evaluations.core.readback.reading import ReadBack, read_back
from evaluations.core.readback.source import FileCell, FileTable, Source
from tests.core.sheets import attachment2, attachment3

Change = Callable[[FileCell], FileCell | None]


def drawn(grid: Grid) -> FileTable:
    """The sheet of a grid, cells as shown; a number that is shown with fewer decimals than it has is held with all of them."""
    cells = (
        FileCell(number, cell.column, cell.shown, cell.rows, cell.columns, held=_held(cell))
        for number, row in enumerate(grid.rows)
        for cell in row.cells
        if cell.shown.strip()
    )
    return FileTable(grid.name, tuple(cells))


def _held(cell: Box) -> str:
    is_rounded = isinstance(cell.value, Decimal) and cell.decimals is not None and cell.value != Decimal(cell.shown)
    return f"{cell.value:f}" if is_rounded else ""


def both(form: Edition, document: Document) -> tuple[FileTable, FileTable]:
    """附件2 and 附件3 of a document."""
    return drawn(attachment2(form, document)), drawn(attachment3(form, document))


def changed(table: FileTable, change: Change) -> FileTable:
    """The table with each cell as `change` gives it, None to leave it out."""
    return table._replace(cells=tuple(new for cell in table.cells if (new := change(cell)) is not None))


def with_text(table: FileTable, old: str, new: str) -> FileTable:
    """The table with the one cell that says `old` saying `new`."""
    assert [cell.text for cell in table.cells].count(old) == 1, old
    return changed(table, lambda cell: cell._replace(text=new) if cell.text == old else cell)


def row_of(table: FileTable, text: str) -> int:
    """The row of the first cell that says `text`."""
    return next(cell.row for cell in table.cells if cell.text == text)


def with_row(table: FileTable, at: int, texts: Iterable[tuple[int, str]]) -> FileTable:
    """The table with a row (column, text) put in before the row `at`; the rows from there on move down."""
    moved = changed(table, lambda cell: cell._replace(row=cell.row + (cell.row >= at)))
    return moved._replace(cells=(*moved.cells, *(FileCell(at, column, text) for column, text in texts)))


def read(form: Edition, year: int, *blocks: str | FileTable, unit_name: str = "") -> ReadBack:
    """What is read of a file of these blocks."""
    return read_back(form, year, Source(blocks), unit_name=unit_name)


def told(read: ReadBack) -> list[tuple[str, str, str]]:
    """(place, found, severity) of each problem."""
    return [(problem.place, problem.found, problem.severity) for problem in read.problems]
