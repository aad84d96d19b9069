"""The log as a file: what people typed stays text, whatever program opens it."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from evaluations.auditing.listing import Line
from evaluations.files import looks

ROWS_LIMIT = 50_000
_HEADINGS = ("链", "序号", "时间", "操作人", "用户名或账号", "操作", "对象", "地区", "内容")
_WIDTHS = (14, 8, 20, 12, 16, 16, 30, 14, 80)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """Piece by piece; with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    yield writer.writerow(_HEADINGS)
    for line in lines:
        yield writer.writerow([f"'{text}" if text.startswith(_FORMULA_STARTS) else text for text in _row(line)])


def as_workbook(lines: Iterable[Line]) -> bytes:
    """An .xlsx file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("审计日志")
    for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    for row in (_HEADINGS, *map(_row, lines)):
        cells = [WriteOnlyCell(sheet, looks.safe(text)) for text in row]
        for cell in cells:
            cell.data_type = "s"  # a text that looks like a formula is none
        sheet.append(cells)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _row(line: Line) -> tuple[str, ...]:
    return (
        line.scope,
        str(line.number),
        line.at,
        line.person,
        line.username,
        line.action,
        line.subject,
        line.region,
        line.told,
    )
