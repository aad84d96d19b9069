"""Reads the sheet of an official table as the lines of a layout; `tables` explains how it is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from evaluations.core.form.document import FURTHER
from evaluations.core.form.layout import MOST_LINES
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.workbook.draft import At, Draft, SheetRow, rows_of
from evaluations.core.workbook.headings import Head, head
from evaluations.core.workbook.kinds import TEMPLATE, plain
from evaluations.core.workbook.sheets import Column, KeyPath
from evaluations.core.workbook.tables import ASIDE, NONE, read_width, stated, usual_part, usual_role

_OUTSIDE = "在表的右边界之外，没有读取。表要加一列，请在第 2 行写上它的宽度，例如 宽12；说明文字请删除。"


def read_table(draft: Draft, sheet: FileTable, table: str) -> None:
    """Read the sheet as the layout of the `table`."""
    place: KeyPath = ("layouts", *table.split("."))
    rows = rows_of(sheet)
    draft.put(place, {}, At(sheet.name))
    # Widths are no headings, so only what stands beside them is looked for.
    right = [
        line._replace(cells={at: cell for at, cell in line.cells.items() if not _is_width(cell)})
        for line in rows.values()
    ]
    found = head(draft, sheet.name, right, (column.heading for column in ASIDE))
    if found is None:
        return
    widths = _widths(draft, rows[found.row], min(found.columns.values()))
    draft.put((*place, "widths"), widths, At(sheet.name, found.row, 0))
    if widths:
        _Lines(draft, sheet.name, table, len(widths), found).read(rows)


def _is_width(cell: FileCell) -> bool:
    try:
        return bool(read_width(cell.text[:20]))
    except ValueError:
        return False


def _widths(draft: Draft, line: SheetRow, end: int) -> list[int]:
    """The widths of the table's columns, which are before the column `end`; none, and a mistake, if none is said."""
    widths = {column: read_width(cell.text) for column, cell in line.cells.items() if column < end and _is_width(cell)}
    if not widths:
        draft.wrong(line.at(0), "第 2 行应写表的各列的宽度，例如 宽12。")
        draft.broken.add(line.sheet)
        return []
    for column in range(max(widths)):
        if column not in widths and column not in line.cells:
            draft.wrong(line.at(column), "表的这一列没有宽度，应写 宽12 这样的宽度。")
    return [widths.get(column, 10) for column in range(max(widths) + 1)]


class _Lines:
    """The lines of a table of so many columns, below its headings."""

    def __init__(self, draft: Draft, sheet: str, table: str, width: int, found: Head) -> None:
        self.draft, self.sheet, self.table, self.width = draft, sheet, table, width
        self.place: KeyPath = ("layouts", *table.split("."), "lines")
        self.first, self.aside = found.row + 1, found.columns
        self.taken = [0] * width

    def read(self, rows: Mapping[int, SheetRow]) -> None:
        below = [cell for row, line in rows.items() if row >= self.first for cell in line.cells.values()]
        end = max((cell.row + (cell.rows if cell.column < self.width else 1) for cell in below), default=self.first)
        if end - self.first > MOST_LINES:
            self.draft.wrong(At(self.sheet, self.first + MOST_LINES, 0), f"表太长，最多 {MOST_LINES} 行。")
            return
        self.draft.places[self.place] = At(self.sheet)
        for row in range(self.first, end):
            self._line(rows.get(row, SheetRow(self.sheet, row, {})), (*self.place, row - self.first))

    def _line(self, line: SheetRow, place: KeyPath) -> None:
        self.draft.put(place, {}, line.at(0))
        said = {column.key: self._aside(line, column, place) for column in ASIDE}
        if said["part"] is None:
            said["part"] = usual_part([cell.text for column, cell in line.cells.items() if column < self.width])
        if said["part"] == FURTHER:
            said["part"] = self.table
        for key in ("part", "section", "when_empty"):
            if said[key]:
                self.draft.put((*place, key), said[key])
        self._cells(line, place, said["roles"] or [])
        for column in line.cells:
            if column >= self.width and column not in self.aside.values():
                self.draft.wrong(line.at(column), _OUTSIDE)

    def _aside(self, line: SheetRow, column: Column, place: KeyPath) -> Any:
        """What stands beside the line in the column; "" for a dash, None if nothing does."""
        if column.heading not in self.aside:
            return None
        at = self.draft.places[*place, column.key] = line.at(self.aside[column.heading])
        return "" if plain(at.text) == NONE else self.draft.read(at, column.kind.read)

    def _cells(self, line: SheetRow, place: KeyPath, roles: list[dict[str, Any]]) -> None:
        self.draft.put((*place, "cells"), [])
        count = 0
        for count, cell in enumerate(self._flow(line), 1):
            at = line.at(cell.column)
            text = self.draft.read(at, _stated) or ""
            style = roles[count - 1] if count <= len(roles) else {"role": usual_role(text)}
            said = {**style, **_shape(cell), "text": text}
            self.draft.put((*place, "cells", count - 1), said, at)
        if len(roles) > count:
            at = self.draft.places[*place, "roles"]
            self.draft.wrong(at, f"这一行有 {count} 格，样式却写了 {len(roles)} 格。")

    def _flow(self, line: SheetRow) -> Iterator[FileCell]:
        """The cells of a line beside those that reach down from above, blank ones, too."""
        taken, self.taken = self.taken, [max(rows - 1, 0) for rows in self.taken]
        column = 0
        while column < self.width:
            cell = line.cells.get(column, FileCell(line.row, column, ""))
            if taken[column]:
                if column in line.cells:
                    self.draft.wrong(line.at(column), "与上面向下合并的单元格重叠，请取消其中一处合并。")
                column += 1
                continue
            yield cell
            for at in range(column, min(column + cell.columns, self.width)):
                self.taken[at] = max(self.taken[at], cell.rows - 1)
            column += max(cell.columns, 1)


def _stated(text: str) -> str:
    return stated(TEMPLATE.read(text))


def _shape(cell: FileCell) -> dict[str, int]:
    """The cell's merging, in the keys of a layout's cell, as far as it is any."""
    return {key: count for key, count in (("rows", cell.rows), ("columns", cell.columns)) if count > 1}
