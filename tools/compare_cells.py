"""Compares an exported sheet with a list of the cells that a published form has: `python -m tools.compare_cells SHEET.xlsx CELLS.txt`.

The list holds the text of one cell a line, in any order. White space, full and half width and zeros at the end of decimals count as equal.
"""

import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from evaluations.core.basics.values import plain_width, rounded, show_amount

_ZEROS = re.compile(r"^(-?\d+)\.(\d*?)0+(%?)$")


class Compared(NamedTuple):
    """How many cells are expected, which of them the sheet lacks, and which it has that the form has not."""

    expected: int
    missing: Counter[str]
    strange: Counter[str]


def compared(sheet: Path, listed: Path) -> Compared:
    """The cells of a workbook's first sheet against a list."""
    expected = Counter(folded(line) for line in listed.read_text(encoding="utf-8").splitlines() if line.strip())
    found = Counter(filter(None, _cells(sheet)))
    return Compared(expected.total(), expected - found, found - expected)


def _cells(sheet: Path) -> list[str]:
    rows = load_workbook(sheet).worksheets[0].iter_rows()
    return [folded(_shown(cell.value, cell.number_format)) for row in rows for cell in row if cell.value is not None]


def _shown(value: object, number_format: str) -> str:
    if not isinstance(value, int | float):
        return str(value)
    percents = "%" in number_format
    return show_amount(rounded(_exact(value) * (100 if percents else 1), 2 if percents else 6)) + "%" * percents


def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def folded(text: str) -> str:
    """A text without what does not count."""
    plain = "".join(plain_width(text).split())
    number = _ZEROS.match(plain)
    return f"{number[1]}{'.' if number[2] else ''}{number[2]}{number[3]}" if number else plain


def main() -> None:
    sheet, listed = map(Path, sys.argv[1:])
    told = compared(sheet, listed)
    print(f"{told.expected - told.missing.total()} / {told.expected}")
    for what, texts in (("missing", told.missing), ("not on the form", told.strange)):
        for text, times in texts.items():
            print(f"{what}: {text}{f' × {times}' if times > 1 else ''}")
    sys.exit(1 if told.missing or told.strange else 0)


if __name__ == "__main__":
    main()
