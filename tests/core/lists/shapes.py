"""A list of invented units with a column of every kind, and files of it as the reader gives them."""

from collections.abc import Mapping, Sequence

from evaluations.core.lists.columns import ListColumn, ListShape, yes_or_no
from evaluations.core.lists.comparing import compare
from evaluations.core.lists.comparison import Answers, ListComparison, PresentList
from evaluations.core.lists.rows import FileRows, read_rows
from evaluations.core.readback.source import FileCell, FileFault, FileTable, Source

CODE = ListColumn(
    name="code",
    heading="单位代码",
    help="",
    example="101001",
    kind="code",
    limit=20,
    is_key=True,
    also_called=("代码",),
)
NAME = ListColumn(name="name", heading="单位名称", help="", example="文化馆", is_required=True)
SECTION = ListColumn(
    name="section", heading="归口科室", help="", example="教科文科", kind="choice", choices=("教科文科", "农业科")
)
PARENT = ListColumn(name="parent", heading="主管部门代码", help="", example="101", kind="code", like="code")
SINCE = ListColumn(name="since", heading="成立日期", help="", example="2024-03-01", kind="date")
YEAR = ListColumn(name="year", heading="起始年度", help="", example="2024", kind="year")
ACTIVE = yes_or_no(name="active", heading="启用", help="")
SHAPE = ListShape("单位", (CODE, NAME, SECTION, PARENT, SINCE, YEAR, ACTIVE))
HEADINGS = tuple(column.heading for column in SHAPE.columns)


def values(code: str, name: str = "文化馆", **others: str) -> dict[str, str]:
    """A row as it stands."""
    blank = dict.fromkeys((column.name for column in SHAPE.columns), "")
    return {**blank, "code": code, "name": name, "active": "是", **others}


def table(*rows: Sequence[str | FileCell], name: str = "单位") -> FileTable:
    """A sheet with these texts from A1 on; a text "" is a blank cell."""
    cells = [
        cell._replace(row=at, column=place) if isinstance(cell, FileCell) else FileCell(at, place, cell)
        for at, row in enumerate(rows)
        for place, cell in enumerate(row)
    ]
    return FileTable(name, tuple(cell for cell in cells if cell.text))


def number(text: str, held: str = "") -> FileCell:
    """A cell that holds a number, and shows this."""
    return FileCell(0, 0, text, number=held or text)


def found(*rows: Sequence[str | FileCell], faults: Sequence[FileFault] = ()) -> FileRows:
    """What is read of a sheet with these rows, the headings among them."""
    return read_rows(SHAPE, Source((table(*rows),), tuple(faults)))


def compared(
    *rows: Sequence[str | FileCell], present: Sequence[Mapping[str, str]] = (), answers: Answers | None = None
) -> ListComparison:
    """What a file of these rows under all headings, code and name first, would do to the list that stands."""
    return compare(SHAPE, found(HEADINGS, *rows), PresentList(present), answers or {})


def told(comparison: ListComparison) -> list[str]:
    """The faults of a comparison: row, heading and message."""
    return [f"{row} {heading} {message}" for row, heading, _, message in comparison.faults]
