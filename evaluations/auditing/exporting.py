"""Exports the log as a file; whatever people typed stays text in any program that opens it."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from evaluations.auditing.listing import EventLine
from evaluations.files import looks

ROWS_LIMIT = 50_000
_HEADINGS = ("链", "序号", "时间", "操作人", "用户名或账号", "操作", "结果", "对象", "地区", "地址", "设备", "内容")
_WIDTHS = (14, 8, 20, 12, 16, 16, 8, 30, 14, 16, 20, 80)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file whose `write` returns what is written to it."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def as_csv(lines: Iterable[EventLine]) -> Iterator[str]:
    """The pieces of a CSV file, with the byte order mark by which Excel recognises UTF-8."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    yield writer.writerow(_HEADINGS)
    for line in lines:
        yield writer.writerow([f"'{text}" if text.startswith(_FORMULA_STARTS) else text for text in _row(line)])


def as_workbook(lines: Iterable[EventLine]) -> bytes:
    """An .xlsx file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("审计日志")
    for letter, width in zip("ABCDEFGHIJKL", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    for row in (_HEADINGS, *map(_row, lines)):
        cells = [WriteOnlyCell(sheet, looks.safe(text)) for text in row]
        for cell in cells:
            cell.data_type = "s"  # a text that looks like a formula is not one
        sheet.append(cells)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _row(line: EventLine) -> tuple[str, ...]:
    return (
        line.scope,
        str(line.number),
        line.at,
        line.person,
        line.username,
        line.action,
        line.result,
        line.subject,
        line.region,
        line.address,
        line.device,
        line.told,
    )
