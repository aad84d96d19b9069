"""A sheet read back with openpyxl, as a reader would see it."""

from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.layouts import grid

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_HELD = Context(prec=15)


def opened(content: bytes) -> Worksheet:
    """The only sheet of a file."""
    book = load_workbook(BytesIO(content))
    [sheet] = book.worksheets
    assert isinstance(sheet, Worksheet)
    return sheet


def anchors(sheet: Worksheet) -> Iterator[Cell]:
    """The cells that may hold something, row by row: those of merged ranges only once."""
    for row in sheet.iter_rows():
        yield from (cell for cell in row if not isinstance(cell, MergedCell))


def shown(cell: Cell) -> str:
    """What a reader sees; a number without regard to its format's decimals, in the 15 digits that a sheet holds."""
    value = cell.value
    if value is None or isinstance(value, str):
        return unescape(value or "")  # which openpyxl leaves to whoever reads
    assert isinstance(value, int | float)
    percent = cell.number_format.endswith("%")
    number = Decimal(repr(value)) * (100 if percent else 1)
    return _digits(number) + "%" * percent


def _digits(number: Decimal) -> str:
    return show_amount(_HELD.create_decimal(number))


def ranges(sheet: Worksheet) -> dict[str, str]:
    """The text of each range, white space folded."""
    merged = {str(found).partition(":")[0]: str(found) for found in sheet.merged_cells.ranges}
    return {merged.get(cell.coordinate, cell.coordinate): "".join(shown(cell).split()) for cell in anchors(sheet)}


def texts(sheet: Worksheet) -> list[str]:
    """What stands in each cell, row by row."""
    return [shown(cell) for cell in anchors(sheet)]


def texts_of(table: grid.Grid) -> list[str]:
    """What should stand in each cell, row by row."""
    return [_text_of(cell) for row in table.rows for cell in row.cells]


def _text_of(cell: grid.Box) -> str:
    return _digits(rounded(cell.value * 100)) + "%" if isinstance(cell.value, Fraction) else cell.shown


def last_cell(sheet: Worksheet) -> str:
    """The name of the sheet's last cell."""
    return f"{get_column_letter(sheet.max_column)}{sheet.max_row}"


def bordered_rows(content: bytes) -> dict[int, list[int]]:
    """For each row, the number of bordered sides of each cell, as it stands in the file: openpyxl makes its own for merged ranges."""
    with ZipFile(BytesIO(content)) as archive:
        page, styles = (fromstring(archive.read(f"xl/{name}.xml")) for name in ("worksheets/sheet1", "styles"))
    borders = [
        sum(bool(side.get("style")) for side in border) for border in styles.iterfind(f"{_MAIN}borders/{_MAIN}border")
    ]
    formats = [borders[int(form.get("borderId", "0"))] for form in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
    rows = page.iterfind(f"{_MAIN}sheetData/{_MAIN}row")
    return {int(row.get("r", "0")): [formats[int(cell.get("s", "0"))] for cell in row] for row in rows}
