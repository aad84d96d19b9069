"""What a reader sees in an exported sheet, to be compared with what the official form has in each cell."""

import json
import re
from decimal import Decimal
from pathlib import Path

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.basics.values import rounded, show_amount

EXPECTED = Path(__file__).parent / "expected"


def expected_cells(attachment: str) -> dict[str, str]:
    """The text of each range of 附件2 or 附件3 for the real case's figures, white space left out; blank cells too."""
    path = EXPECTED / f"attachment{attachment[-1]}.json"
    cells: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return cells


def seen_cells(sheet: Worksheet) -> dict[str, str]:
    """The text of each range of `sheet` as it is shown, white space left out."""
    merged = {str(area).split(":")[0]: str(area) for area in sheet.merged_cells.ranges}
    return {
        merged.get(cell.coordinate, cell.coordinate): shown(cell)
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, MergedCell)
    }


def shown(cell: Cell) -> str:
    """A cell's text: numbers as their format shows them."""
    if isinstance(cell.value, int | float):
        number = Decimal(repr(cell.value))
        percent = "%" in cell.number_format
        return show_amount(rounded(number * 100 if percent else number, 6)) + ("%" if percent else "")
    return re.sub(r"\s+", "", str(cell.value or ""))
