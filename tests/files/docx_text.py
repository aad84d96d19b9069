"""A Word file read back with python-docx, as a reader would see it."""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document
from docx.section import Section
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from evaluations.core.layouts.grid import Grid
from tests.core.layouts.drawn import COLUMNS


def opened(content: bytes) -> Document:
    """The document of a file."""
    return docx.Document(BytesIO(content))


def paragraphs(section: Section) -> list[Paragraph]:
    """The paragraphs of a section outside its tables."""
    return [block for block in section.iter_inner_content() if isinstance(block, Paragraph)]


def texts(section: Section) -> list[str]:
    """What stands in each paragraph and each cell of a section, merged cells only once."""
    return [text for _, _, text in _places(section, 1)]


def ranges(section: Section, grid: Grid) -> dict[str, str]:
    """The text of each range, white space folded, as on the sheet of `grid`."""
    return {_range(first, last): "".join(text.split()) for first, last, text in _places(section, len(grid.widths))}


Place = tuple[int, int]
"""Row from 1, column from 0."""


def _places(section: Section, columns: int) -> list[tuple[Place, Place, str]]:
    found: dict[Place, tuple[Place, str]] = {}
    row = 0
    for block in section.iter_inner_content():
        if isinstance(block, Paragraph):
            row += 1
            found[row, 0] = (row, columns - 1), block.text
            continue
        for cells in _rows(block):
            row += 1
            _add(found, row, cells)
    return [(first, last, text) for first, (last, text) in found.items()]


def _add(found: dict[Place, tuple[Place, str]], row: int, cells: list[tuple[int, int, bool, str]]) -> None:
    for column, span, begins, text in cells:
        last = row, column + span - 1
        if begins:
            found[row, column] = last, text
        else:
            above = max(place for place in found if place[1] == column)
            assert not text
            assert found[above][0] == (row - 1, last[1])
            found[above] = last, found[above][1]


def _rows(table: Table) -> Iterator[list[tuple[int, int, bool, str]]]:
    """(column, columns, whether it begins here, text) of each cell as it stands in the file; the columns of each row sum up."""
    for row in table._tbl.tr_lst:
        column = 0
        cells = []
        for cell in row.tc_lst:
            cells.append((column, cell.grid_span, cell.vMerge != "continue", _Cell(cell, table).text))
            column += cell.grid_span
        assert column == len(table.columns)
        yield cells


def _range(first: Place, last: Place) -> str:
    names = [f"{COLUMNS[column]}{row}" for row, column in (first, last)]
    return names[0] if first == last else ":".join(names)
