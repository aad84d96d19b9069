"""A grid as a reader sees it: the text of each range of cells."""

from collections.abc import Mapping
from pathlib import Path

from evaluations.core.layouts.grid import Box, Grid

COLUMNS = "ABCDEFGHI"
HERE = Path(__file__).parent


def ranges(grid: Grid) -> dict[str, str]:
    """The shown text of each range (`B6:C6`), white space folded."""
    return {
        span(number, cell): "".join(cell.shown.split()) for number, row in enumerate(grid.rows, 1) for cell in row.cells
    }


def span(row: int, cell: Box) -> str:
    """The range of a cell that stands in `row`, as a spreadsheet names it."""
    first = f"{COLUMNS[cell.column]}{row}"
    last = f"{COLUMNS[cell.column + cell.columns - 1]}{row + cell.rows - 1}"
    return first if first == last else f"{first}:{last}"


def expected(name: str) -> Mapping[str, str]:
    """The ranges and texts of a sheet written down in a file here: a range, a tab, its text."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {where: text for where, _, text in (line.partition("\t") for line in lines)}


def paths(grid: Grid) -> dict[str, str]:
    """The range of each path."""
    return {cell.path: span(number, cell) for number, row in enumerate(grid.rows, 1) for cell in row.cells if cell.path}
