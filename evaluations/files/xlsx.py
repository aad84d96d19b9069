"""Writes a grid as an official Excel sheet: one page wide, numbers as numbers, texts as texts, equal bytes for equal grids.

The XML is written as text, because a library's objects for cells and styles take ten times as long. Its elements stand in the order that
the format's schema asks for.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.form.layout import Role
from evaluations.core.layouts.grid import Box, Grid, drawn_text
from evaluations.files import looks
from evaluations.files.archive import packed
from evaluations.files.fit import Fit, fit, units, width
from evaluations.files.office_parts import DECLARATION
from evaluations.files.workbooks import FORMULA_STARTS, plain_text, sheet_name
from evaluations.files.xlsx_parts import MAIN, SHEET, STYLES, parts
from evaluations.files.xlsx_styles import GENERAL, Style, Styles

_PAPERS = {"A3": 8, "A4": 9}
_MARGIN, _HEADER_MARGIN = 1.8 / 2.54, 0.8 / 2.54  # inches
_MARGINS = "".join(f' {side}="{_MARGIN}"' for side in ("left", "right", "top", "bottom"))
_ALL_COLUMNS = 16383
_ROW = "\0"  # no text contains it

type _Look = tuple[int, int, Role, int, float, str, bool, bool, bool, bool]
"""A cell's column, the columns that it covers, and its `Style`."""
type _Content = tuple[str, str, bool, bool]
"""The XML after a cell's style ("": it is blank), its number format, whether its text is marked as one, whether it shrinks to fit."""


def sheet(grid: Grid, *, author: str) -> bytes:
    """The .xlsx file of `grid`, with `author` (the bureau's name) as its author; equal arguments give equal bytes."""
    fitted, styles = fit(grid), Styles()
    letters = [get_column_letter(column + 1) for column in range(len(grid.widths))]
    page = "".join(_page(grid, fitted, letters, styles)).encode()
    area = f"$A$1:${letters[-1]}${len(fitted.heights)}"
    return packed(
        [
            *parts(grid.title, author, sheet_name(grid.name), area),
            (STYLES, styles.part()),
            (SHEET, page),
        ]
    )


def _page(grid: Grid, fitted: Fit, letters: Sequence[str], styles: Styles) -> Iterator[str]:
    """The sheet's part."""
    lines, merged = _drawn(grid, fitted, letters, styles)
    yield f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield f'<dimension ref="A1:{letters[-1]}{len(lines)}"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    yield '<sheetFormatPr defaultRowHeight="15"/><cols>'
    for at, wide in enumerate(grid.widths, 1):
        yield f'<col min="{at}" max="{at}" width="{wide}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for row, (line, height) in enumerate(zip(lines, fitted.heights, strict=True), 1):
        yield f'<row r="{row}" ht="{height}" customHeight="1">{"".join(line).replace(_ROW, str(row))}</row>'
    yield "</sheetData>"
    if merged:
        yield f'<mergeCells count="{len(merged)}">{"".join(f'<mergeCell ref="{area}"/>' for area in merged)}</mergeCells>'
    yield f'<printOptions horizontalCentered="1"/><pageMargins{_MARGINS} header="{_HEADER_MARGIN}" footer="{_HEADER_MARGIN}"/>'
    yield f'<pageSetup paperSize="{_PAPERS[grid.page.paper]}" fitToWidth="1" fitToHeight="0" orientation="{grid.page.orientation}"/>'
    yield f"{_breaks(fitted.page_starts)}</worksheet>"


def _breaks(starts: Sequence[int]) -> str:
    if not starts:
        return ""
    breaks = (f'<brk id="{start - 1}" max="{_ALL_COLUMNS}" man="1"/>' for start in starts)
    return f'<rowBreaks count="{len(starts)}" manualBreakCount="{len(starts)}">{"".join(breaks)}</rowBreaks>'


def _drawn(
    grid: Grid, fitted: Fit, letters: Sequence[str], styles: Styles
) -> tuple[Sequence[Sequence[str]], Sequence[str]]:
    """The cells of each row of the sheet, with _ROW for its number, and the merged ranges."""
    tags = _Tags(letters, styles)
    lines, merged = [[""] * len(letters) for _ in fitted.heights], list[str]()
    for row, places in zip(grid.rows, fitted.places, strict=True):
        last = row.cells[-1] if len(row.cells) > 1 and looks.is_outside_table(row.cells[-1].role) else None
        for cell, (top, bottom, size, parted) in zip(row.cells, places, strict=True):
            column, columns = cell.column, cell.columns
            content, number_format, quoted, shrunk = _content(grid, cell)
            style = cell.role, cell.indent, size, number_format, quoted, shrunk, parted, cell is last
            start, blank, others = tags[column, columns, *style]
            lines[top - 1][column] = f"{start}{content}</c>{others}" if content else blank
            for at in range(top, bottom):
                lines[at][column] = blank
            if columns > 1 or bottom > top:
                merged.append(f"{letters[column]}{top}:{letters[column + columns - 1]}{bottom}")
    return lines, merged


class _Tags(dict[_Look, tuple[str, str, str]]):
    """For each place and style of a cell: the beginning of its tag; the cell when it is blank, with the cells merged with it to its right;
    those cells alone."""

    def __init__(self, letters: Sequence[str], styles: Styles) -> None:
        super().__init__()
        self._letters, self._styles = letters, styles

    def __missing__(self, look: _Look) -> tuple[str, str, str]:
        column, columns = look[:2]
        number = self._styles.number(Style(*look[2:]))
        first, *more = (f'<c r="{letter}{_ROW}" s="{number}"' for letter in self._letters[column : column + columns])
        others = "".join(f"{tag}/>" for tag in more)
        self[look] = first, f"{first}/>{others}", others
        return self[look]


def _content(grid: Grid, cell: Box) -> _Content:
    value = cell.value
    if cell.text or value is None or isinstance(value, str):
        return _fixed(cell.shown) if value is None else _text(cell.shown)
    number, number_format, shown_width = _number(value, cell.decimals)
    # Numbers do not wrap: one that is too long for its cell would be shown as ####.
    return f"><v>{number}</v>", number_format, False, shown_width > width(grid, cell)


def _text(text: str) -> _Content:
    """A text is a text, whatever it looks like."""
    plain = plain_text(text)
    if not plain:
        return "", GENERAL, False, False
    space = ' xml:space="preserve"' if plain[0].isspace() or plain[-1].isspace() else ""
    xml = f' t="inlineStr"><is><t{space}>{escape(plain)}</t></is>'
    return xml, GENERAL, plain.startswith(FORMULA_STARTS), False


# The words of a form are the same in all its documents.
_fixed = lru_cache(maxsize=4096)(_text)


@lru_cache(maxsize=4096, typed=True)
def _number(value: Decimal | Fraction | int, decimals: int | None) -> tuple[str, str, float]:
    """A number with all its digits, as it stands in a cell of the sheet; the number format that shows it with so many decimals; its width
    when shown, in units."""
    shown_width = units(drawn_text(value, decimals=decimals))
    if isinstance(value, Fraction):
        percent = rounded(value * 100, 2 if decimals is None else decimals)
        return show_amount(percent.scaleb(-2)), _decimals(show_amount(percent), decimals) + "%", shown_width
    number = show_amount(value)
    return number, _decimals(number, decimals), shown_width


def _decimals(number: str, places: int | None) -> str:
    """The number format that shows so many decimals, or all of `number`, without trailing zeros."""
    if places is None:
        places = len(number.partition(".")[2])
    return f"{0:.{places}f}"
