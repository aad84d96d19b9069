"""Finds the sheet of a workbook that holds a list, the row of its headings, and the column under each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluations.core.lists.columns import ListColumn, ListShape, listed
from evaluations.core.readback.matching import Labels
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.readback.table import letters
from evaluations.core.readback.words import clip

_HEAD_ROWS = 20
_LEAST_HEADINGS = 2


class NotThisList(ValueError):
    """The file does not hold the list, or not in readable form; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Headings:
    """A sheet's row of headings (counted from 0): the list's columns by their place in it, and the headings that do not belong to the list."""

    table: FileTable
    row: int
    columns: Mapping[int, ListColumn]
    unknown: tuple[FileCell, ...]

    def lacks(self, column: ListColumn) -> bool:
        """Whether the sheet lacks this column."""
        return column not in self.columns.values()


def headings_of(shape: ListShape, tables: Iterable[FileTable]) -> Headings:
    """The headings of the only sheet that holds the list.

    Raises:
        NotThisList: no sheet or several sheets hold it, a required column is missing, or a column occurs twice.
    """
    wanted = _Wanted(shape)
    found = [headings for table in tables if (headings := wanted.best_row(table))]
    if not found:
        asked = listed([column.heading for column in shape.columns if column.is_asked])
        raise NotThisList(
            f"没有找到{shape.title}清单的列名。请在同一行里写上列名，至少要有{asked}；也可以先下载模板，把内容复制进去。"
        )
    most = max(len(headings.columns) for headings in found)
    best = [headings for headings in found if len(headings.columns) == most]
    if len(best) > 1:
        names = listed([headings.table.name for headings in best])
        raise NotThisList(f"工作表{names}都有{shape.title}清单的列名。请只留一张，其他的删除或移到另一个文件。")
    wanted.refuse_incomplete(best[0])
    return best[0]


class _Wanted:
    """The columns of a list, by all accepted headings."""

    def __init__(self, shape: ListShape) -> None:
        self.shape = shape
        labels = {
            (at, number): heading
            for at, column in enumerate(shape.columns)
            for number, heading in enumerate((column.heading, *column.also_called))
        }
        self.labels = Labels(labels)

    def best_row(self, table: FileTable) -> Headings | None:
        """The row with the most headings, at least two; there may be a title above it."""
        rows: dict[int, list[FileCell]] = {}
        for cell in table.cells:
            if cell.row < table.cells[0].row + _HEAD_ROWS:
                rows.setdefault(cell.row, []).append(cell)
        read = [self._read(table, row, cells) for row, cells in rows.items()]
        best = max(read, key=lambda headings: len(headings.columns), default=None)
        least = min(_LEAST_HEADINGS, len(self.shape.columns))
        return best if best and len(best.columns) >= least else None

    def _read(self, table: FileTable, row: int, cells: Sequence[FileCell]) -> Headings:
        columns = {cell.column: column for cell in cells if (column := self._column(cell))}
        return Headings(table, row, columns, tuple(cell for cell in cells if cell.column not in columns))

    def _column(self, cell: FileCell) -> ListColumn | None:
        match = self.labels.same(cell.text)
        return self.shape.columns[match.key[0]] if match else None

    def refuse_incomplete(self, headings: Headings) -> None:
        """Raise NotThisList if a required column is missing, or a column occurs twice."""
        missing = [column for column in self.shape.columns if column.is_asked and headings.lacks(column)]
        if missing:
            names = listed([column.heading for column in missing])
            raise NotThisList(
                f"缺少必填的列{names}。请在第 {headings.row + 1} 行补上这个列名{self._perhaps(headings)}。"
            )
        counted = Counter(column.heading for column in headings.columns.values())
        for heading, times in counted.items():
            if times > 1:
                places = [letters(at) for at, column in headings.columns.items() if column.heading == heading]
                raise NotThisList(f"“{heading}”有 {times} 列（{'、'.join(places)}），看不出以哪一列为准。请只留一列。")

    def _perhaps(self, headings: Headings) -> str:
        """The sheet's headings that resemble missing ones; they are suggested, but not accepted silently."""
        near = ((cell, self.labels.near(cell.text)) for cell in headings.unknown)
        told = [
            f"{letters(cell.column)} 列“{clip(cell.text)}”如果就是“{column.heading}”，请改成这个列名"
            for cell, match in near
            if match and (column := self.shape.columns[match.key[0]]).is_asked and headings.lacks(column)
        ]
        return "；" + "；".join(told) if told else ""
