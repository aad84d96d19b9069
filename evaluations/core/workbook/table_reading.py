"""Reads the sheet of an official table as the lines of a layout; `tables` explains how it is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from evaluations.core.form.layout import MOST_COLUMNS, MOST_LINES
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.workbook.draft import At, Draft, rows_of
from evaluations.core.workbook.headings import head
from evaluations.core.workbook.kinds import TEMPLATE, plain
from evaluations.core.workbook.sheets import KeyPath
from evaluations.core.workbook.tables import ASIDE, NONE, read_width, stated, usual_part, usual_role

_OUTSIDE = "在表的右边界之外，没有读取。表要加一列，请在第 2 行写上它的宽度，例如 宽12；说明文字请删除。"


def read_table(draft: Draft, sheet: FileTable, table: str) -> None:
    """Read the sheet as the layout of the `table`."""
    place: KeyPath = ("layouts", table)
    rows = rows_of(sheet)
    draft.put(place, {}, At(sheet.name))
    # Widths are no headings, so only what stands beside them is looked for.
    right = {row: {at: cell for at, cell in cells.items() if not _is_width(cell)} for row, cells in rows.items()}
    found = head(draft, sheet.name, right, (column.heading for column in ASIDE))
    if found is None:
        return
    end = min(found.columns.values(), default=MOST_COLUMNS)
    widths = _widths(draft, sheet.name, found.row, {at: cell for at, cell in rows[found.row].items() if at < end})
    draft.put((*place, "widths"), widths, At(sheet.name, found.row, 0))
    _Lines(draft, sheet, place, len(widths), found.row + 1, dict(found.columns)).read(rows)


def _is_width(cell: FileCell) -> bool:
    try:
        return bool(read_width(cell.text[:20]))
    except ValueError:
        return False


def _widths(draft: Draft, sheet: str, row: int, cells: Mapping[int, FileCell]) -> list[int]:
    widths = {}
    for column, cell in cells.items():
        if _is_width(cell):
            widths[column] = read_width(cell.text)
    if not widths:
        draft.wrong(At(sheet, row, 0), "第 2 行应写表的各列的宽度，例如 宽12。")
        draft.broken.add(sheet)
        return []
    for column in range(max(widths) + 1):
        if column not in widths and column not in cells:
            draft.wrong(At(sheet, row, column), "表的这一列没有宽度，应写 宽12 这样的宽度。")
    return [widths.get(column, 10) for column in range(max(widths) + 1)]


class _Lines:
    """The lines of a table, from the row `first` on."""

    def __init__(
        self, draft: Draft, sheet: FileTable, place: KeyPath, width: int, first: int, aside: Mapping[str, int]
    ) -> None:
        self.draft, self.sheet, self.place, self.width = draft, sheet, (*place, "lines"), width
        self.first, self.aside = first, aside
        self.taken = [0] * width
        self.lines: list[dict[str, Any]] = []

    def read(self, rows: Mapping[int, Mapping[int, FileCell]]) -> None:
        below = [cell for row, cells in rows.items() if row >= self.first for cell in cells.values()]
        end = max((cell.row + (cell.rows if cell.column < self.width else 1) for cell in below), default=self.first)
        if end - self.first > MOST_LINES:
            self.draft.wrong(At(self.sheet.name, self.first + MOST_LINES, 0), f"表太长，最多 {MOST_LINES} 行。")
            return
        self.draft.places[self.place] = At(self.sheet.name)
        for row in range(self.first, end):
            self._line(row, rows.get(row, {}))

    def _line(self, row: int, cells: Mapping[int, FileCell]) -> None:
        place = (*self.place, row - self.first)
        self.draft.put(place, {}, At(self.sheet.name, row, 0, cells[0].text if 0 in cells else ""))
        said = {column.key: self._aside(column.kind.read, column.heading, row, cells) for column in ASIDE}
        texts = [cell.text for column, cell in cells.items() if column < self.width]
        part = usual_part(texts) if said["part"] is None else said["part"]
        for key, value in (("part", part), ("section", said["section"]), ("when_empty", said["when_empty"])):
            heading = next(column.heading for column in ASIDE if column.key == key)
            self.draft.places[*place, key] = self._at(row, self.aside.get(heading, 0), cells)
            if value:
                self.draft.put((*place, key), value)
        self._cells(row, cells, place, said["roles"] or [])
        self._outside(row, cells)

    def _aside(self, read: Any, heading: str, row: int, cells: Mapping[int, FileCell]) -> Any:
        column = self.aside.get(heading)
        if column is None or column not in cells:
            return None
        at = self._at(row, column, cells)
        return "" if plain(at.text) == NONE else self.draft.read(at, read)

    def _cells(self, row: int, cells: Mapping[int, FileCell], place: KeyPath, roles: list[dict[str, Any]]) -> None:
        self.draft.put((*place, "cells"), [])
        count = 0
        for count, (column, cell) in enumerate(self._flow(row, cells), 1):
            style = roles[count - 1] if count <= len(roles) else {}
            at = self._at(row, column, cells)
            inner = (*place, "cells", count - 1)
            text = self.draft.read(at, lambda text: stated(TEMPLATE.read(text))) or ""
            self.draft.put(inner, {"role": usual_role(text), **style, **_shape(cell), "text": text}, at)
        if len(roles) > count:
            heading = ASIDE[-1].heading
            self.draft.wrong(
                self._at(row, self.aside[heading], cells), f"这一行有 {count} 格，样式却写了 {len(roles)} 格。"
            )

    def _flow(self, row: int, cells: Mapping[int, FileCell]) -> Iterator[tuple[int, FileCell]]:
        """The cells of a line beside those that reach down from above, blank ones, too."""
        taken, self.taken = self.taken, [max(rows - 1, 0) for rows in self.taken]
        column = 0
        while column < self.width:
            cell = cells.get(column, FileCell(row, column, ""))
            if taken[column]:
                if cell.text.strip():
                    self.draft.wrong(self._at(row, column, cells), "与上面向下合并的单元格重叠，请取消其中一处合并。")
                column += 1
                continue
            yield column, cell
            for at in range(column, min(column + cell.columns, self.width)):
                self.taken[at] = max(self.taken[at], cell.rows - 1)
            column += max(cell.columns, 1)

    def _outside(self, row: int, cells: Mapping[int, FileCell]) -> None:
        for column, cell in cells.items():
            if column >= self.width and column not in self.aside.values() and cell.text.strip():
                self.draft.wrong(self._at(row, column, cells), _OUTSIDE)

    def _at(self, row: int, column: int, cells: Mapping[int, FileCell]) -> At:
        return At(self.sheet.name, row, column, cells[column].text if column in cells else "")


def _shape(cell: FileCell) -> dict[str, int]:
    """The cell's merging, in the keys of a layout's cell, as far as it is any."""
    return {key: count for key, count in (("rows", cell.rows), ("columns", cell.columns)) if count > 1}
