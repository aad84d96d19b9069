"""What all our Excel files have in common: an author, no timestamps, and texts that stay texts."""

import re
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from evaluations.files import looks
from evaluations.files.archive import WRITTEN, undated

FORMULA_STARTS = ("=", "+", "-", "@")
"""Texts that begin with these are marked as texts; otherwise a spreadsheet treats them as formulas when somebody edits the cell."""
_REFUSED_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def new_book(title: str, sheet: str, *, author: str) -> tuple[Workbook, Worksheet]:
    """A workbook with this title, and its only sheet, with this name."""
    book = Workbook()
    book.properties = DocumentProperties(
        creator=looks.safe(author),
        lastModifiedBy=looks.safe(author),
        title=looks.safe(title),
        created=WRITTEN,
        modified=WRITTEN,
    )
    # Column widths are counted in digits of the workbook's font, which is the usual one in Chinese offices.
    book._named_styles["Normal"].font = Font(looks.FONT, 11)  # type: ignore[attr-defined]  # noqa: SLF001 - no other way
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = sheet_name(sheet)
    return book, page


def sheet_name(name: str) -> str:
    """`name` as a sheet may be called: at most 31 characters, and none that Excel refuses there."""
    return _REFUSED_IN_SHEET_NAME.sub("_", name)[:31]


def plain_text(text: str) -> str:
    """`text` escaped so that no `_x0041_` in it is read as a character code, which is how spreadsheets write characters that XML can't contain."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", looks.safe(text))


def packed(book: Workbook) -> bytes:
    """`book` as a zip file without timestamps."""
    loose = BytesIO()
    with ZipFile(loose, "w") as archive:
        ExcelWriter(book, archive).write_data()
    return undated(loose)
