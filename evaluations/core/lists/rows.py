"""Reads the rows of a list from a workbook: texts by column, and reports of everything unreadable or unexpected."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evaluations.core.lists.columns import ROWS_LIMIT, ListShape, listed
from evaluations.core.lists.headings import Headings, NotThisList, headings_of
from evaluations.core.readback.source import FileCell, FileFault, FileTable, Source
from evaluations.core.readback.table import letters
from evaluations.core.readback.words import clip

CHOICES_SHEET = "选项"
"""The hidden sheet with the choices in our own templates."""
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]+)")


class RowFault(NamedTuple):
    """Why a row is refused: its number and column, what was found there, what is expected and what to do."""

    row: int
    heading: str
    found: str
    message: str


class FoundText(NamedTuple):
    """The text that a cell shows; `number`: the number that it holds, "" if it holds a text."""

    text: str
    number: str = ""


class FileRow(NamedTuple):
    """A row with its number in the sheet (from 1), and its filled cells by column name."""

    number: int
    texts: Mapping[str, FoundText]


@dataclass(frozen=True, slots=True)
class FileRows:
    """The contents of a workbook: its `columns`, its rows, the unreadable cells, and notes for the person."""

    columns: tuple[str, ...]
    rows: tuple[FileRow, ...]
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]


def read_rows(shape: ListShape, source: Source) -> FileRows:
    """The rows of the list in a workbook, without blank ones.

    Raises:
        NotThisList: it does not hold the list, has no rows, or has too many.
    """
    tables = [block for block in source.blocks if isinstance(block, FileTable)]
    headings = headings_of(shape, tables)
    rows = tuple(_rows(headings))
    if not rows:
        raise NotThisList(f"列名下面没有内容。请从第 {headings.row + 2} 行起，每行填一个{shape.row_name}。")
    if len(rows) > ROWS_LIMIT:
        raise NotThisList(f"文件有 {len(rows)} 行，一次最多 {ROWS_LIMIT} 行。请分成几个文件。")
    columns = tuple(column.name for column in shape.columns if not headings.lacks(column))
    faults = (*_merged(headings), *_unreadable(headings, source))
    return FileRows(columns, rows, tuple(sorted(faults)), tuple(_notes(shape, headings, source)))


def _rows(headings: Headings) -> Iterator[FileRow]:
    found: dict[int, dict[str, FoundText]] = {}
    for cell in _below(headings):
        column = headings.columns.get(cell.column)
        if column:
            found.setdefault(cell.row, {})[column.name] = FoundText(cell.text, cell.held or cell.number)
    told = {headings.columns[cell.column].name: cell.text for cell in _heading_cells(headings)}
    for row, texts in found.items():
        if {name: text.text for name, text in texts.items()} != told:  # repeated headings, where two lists were joined
            yield FileRow(row + 1, texts)


def _heading_cells(headings: Headings) -> Iterator[FileCell]:
    return (cell for cell in headings.table.cells if cell.row == headings.row and cell.column in headings.columns)


def _below(headings: Headings) -> Iterator[FileCell]:
    return (cell for cell in headings.table.cells if cell.row > headings.row)


def _merged(headings: Headings) -> Iterator[RowFault]:
    """Faults for cells merged across several rows, because only the first row would have the text."""
    for cell in _below(headings):
        if cell.rows > 1 and cell.column in headings.columns:
            message = f"与下面的单元格合并了，共 {cell.rows} 行。请取消合并，每行都填写。"
            yield RowFault(cell.row + 1, headings.columns[cell.column].heading, clip(cell.text), message)


def _unreadable(headings: Headings, source: Source) -> Iterator[RowFault]:
    """Faults for cells whose text could not be determined."""
    named = {letters(place): column.heading for place, column in headings.columns.items()}
    for fault in source.faults:
        sheet, _, place = fault.place.rpartition(" ")
        at = _PLACE.fullmatch(place)
        if fault.severity == "error" and at and sheet == headings.table.name and at[1] in named:
            yield RowFault(int(at[2]), named[at[1]], "", fault.message)


def _notes(shape: ListShape, headings: Headings, source: Source) -> Iterator[str]:
    if headings.unknown:
        names = [f"{clip(cell.text)}（{letters(cell.column)} 列）" for cell in headings.unknown]
        yield f"清单没有{listed(names)}，没有读取。"
    if astray := list(_astray(headings)):
        yield f"{listed(astray)}上面没有列名，没有读取。"
    lacking = [column.heading for column in shape.columns if headings.lacks(column) and not column.is_shown]
    if lacking:
        yield f"文件里没有{listed(lacking)}，已有的保持不变。"
    yield from (f"{fault.place}：{fault.message}" for fault in source.faults if _is_told(fault))


def _astray(headings: Headings) -> Iterator[str]:
    """The columns with contents below the headings, but without a heading."""
    named = {*headings.columns, *(cell.column for cell in headings.unknown)}
    for column in sorted({cell.column for cell in _below(headings)} - named):
        yield f"{letters(column)} 列"


def _is_told(fault: FileFault) -> bool:
    return fault.severity == "warning" and fault.place != CHOICES_SHEET
