"""Writes a list as an Excel file: a sheet with the rows, one that explains the columns, and a hidden one with the choices."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.basics.values import NOT_APPLICABLE
from evaluations.core.lists.columns import REQUIRED_MARK, ROWS_LIMIT, Kind, ListColumn, ListShape, listed
from evaluations.core.lists.rows import CHOICES_SHEET
from evaluations.files import looks
from evaluations.files.workbooks import FORMULA_STARTS, new_book, packed, plain_text

EXPLANATIONS_SHEET = "说明"
_FORMATS: Mapping[Kind, str] = {"date": "yyyy-mm-dd", "year": "0"}
_TEXT_FORMAT = "@"
_DAY = re.compile(r"(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_LEAST_WIDTH, _MOST_WIDTH = 10, 40
_LOOKED_AT = 200  # rows to read for the column widths
_EXPLANATION_WIDTHS = (20, 8, 64, 26)
_LINE_HEIGHT = 17
_PAPER_A4 = 9


def list_workbook(
    shape: ListShape, rows: Sequence[Mapping[str, str]], *, author: str, is_to_come_back: bool = True
) -> bytes:
    """The .xlsx file of a list with these rows (none: a template), by `author`; equal arguments give equal bytes.

    A file that is not meant to be imported again has no explanations.
    """
    book, page = new_book(shape.title, shape.title, author=author)
    styles = _Styles(page)
    _write_headings(page, shape, styles)
    _write_rows(page, shape, rows, styles)
    for at, column in enumerate(shape.columns, 1):
        page.column_dimensions[get_column_letter(at)].width = _width(column, rows)
    leading = len(list(takewhile(lambda column: column.is_key, shape.columns)))
    page.freeze_panes = f"{get_column_letter(leading + 1)}2"
    _set_up_print(page)
    page.print_options.gridLines = True
    if is_to_come_back:
        _write_explanations(book.create_sheet(EXPLANATIONS_SHEET), shape)
    _write_choices(book, page, shape)
    return packed(book)


def _write_headings(page: Worksheet, shape: ListShape, styles: "_Styles") -> None:
    for at, column in enumerate(shape.columns, 1):
        _write_text(page.cell(1, at), column.marked, _HEADING, styles)
        # Cells below the last row are also formatted as text, or as dates.
        styles.put_on_column(page, at, _Style(_number_format(column)))
    page.row_dimensions[1].height = 24
    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = 18, True


def _write_rows(page: Worksheet, shape: ListShape, rows: Sequence[Mapping[str, str]], styles: "_Styles") -> None:
    for number, row in enumerate(rows, 2):
        for at, column in enumerate(shape.columns, 1):
            _write(page.cell(number, at), column, row[column.name], styles)


def _write(cell: Cell | MergedCell, column: ListColumn, text: str, styles: "_Styles") -> None:
    value = _value(column, text)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        styles.put_on(cell, _Style(_TEXT_FORMAT, is_quoted=value.startswith(FORMULA_STARTS)))
    else:
        styles.put_on(cell, _Style(_number_format(column)))


def _write_text(cell: Cell | MergedCell, text: str, style: "_Style", styles: "_Styles") -> None:
    cell.value = plain_text(text)
    cell.data_type = "s"
    styles.put_on(cell, style)


def _value(column: ListColumn, text: str) -> str | int | date | None:
    """The value in the sheet: days and years as such, so that they can be sorted and used in formulas; everything else as text."""
    if not text:
        return None
    if column.kind == "date" and _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if column.kind == "year" and text.isascii() and text.isdigit():
        return int(text)
    return plain_text(text)


def _number_format(column: ListColumn) -> str:
    return _FORMATS.get(column.kind, _TEXT_FORMAT)


def _width(column: ListColumn, rows: Sequence[Mapping[str, str]]) -> float:
    texts = [column.marked, column.example, *(row[column.name] for row in rows[:_LOOKED_AT])]
    return min(max(_LEAST_WIDTH, *(_units(text) + 2 for text in texts)), _MOST_WIDTH)


def _units(text: str) -> int:
    """The width of a text, in digits."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _set_up_print(page: Worksheet) -> None:
    page.page_setup.paperSize = _PAPER_A4
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _write_explanations(page: Worksheet, shape: ListShape) -> None:
    styles = _Styles(page)
    for at, width in enumerate(_EXPLANATION_WIDTHS, 1):
        page.column_dimensions[get_column_letter(at)].width = width
    lines = [("列名", "必填", "怎样填写", "例子"), *map(_explained, shape.columns)]
    for number, line in enumerate(lines, 1):
        for at, text in enumerate(line, 1):
            _write_text(page.cell(number, at), text, _HEADING if number == 1 else _EXPLANATION, styles)
        page.row_dimensions[number].height = _LINE_HEIGHT * _lines_of(line)
    for number, text in enumerate(_rules(shape), len(lines) + 2):
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_EXPLANATION_WIDTHS))
        _write_text(page.cell(number, 1), text, _RULE, styles)
    page.freeze_panes = "A2"
    _set_up_print(page)


def _lines_of(texts: Sequence[str]) -> int:
    """How many lines the longest of an explanation's texts takes: not every program fits the height of a row to them."""
    return max(ceil(_units(text) / (width - 2)) or 1 for text, width in zip(texts, _EXPLANATION_WIDTHS, strict=True))


def _explained(column: ListColumn) -> tuple[str, str, str, str]:
    choices = f"可填{listed(column.choices)}。" if column.choices else ""
    default = f"新增时不填，按“{column.default}”。" if column.default else ""
    return column.heading, "必填" if column.is_asked else "", f"{column.help}{choices}{default}", column.example


def _rules(shape: ListShape) -> Iterable[str]:
    """The rules for every list."""
    keys = "、".join(f"“{column.heading}”" for column in shape.keys)
    yield f"1. 每行填一个{shape.row_name}，按{keys}识别：系统里已有的修改，没有的新增。文件里没有的，系统里保持原样。"
    yield f"2. 列名前有 {REQUIRED_MARK} 的必填。列名请不要改；列的顺序可以变，不需要的列可以删。"
    yield f"3. 空白的单元格不改动已有的内容；要清空，请填“{NOT_APPLICABLE}”。"
    yield "4. 代码、电话等是文本格式，开头的 0 会保留。从别处复制时，请用“选择性粘贴 → 数值”，不要改变格式。"
    yield f"5. 一次最多 {ROWS_LIMIT} 行。导入之前会逐行列出新增、修改和有误的内容；有一处有误，就一行也不导入。"


def _write_choices(book: Workbook, page: Worksheet, shape: ListShape) -> None:
    """Write the hidden sheet of choices, and a drop-down list in each column with choices."""
    chosen = [(at, column) for at, column in enumerate(shape.columns, 1) if column.choices]
    if not chosen:
        return
    hidden = book.create_sheet(CHOICES_SHEET)
    hidden.sheet_state = "hidden"
    for place, (at, column) in enumerate(chosen, 1):
        for number, choice in enumerate(column.choices, 1):
            hidden.cell(number, place, plain_text(choice)).data_type = "s"
        letter, below = get_column_letter(place), get_column_letter(at)
        source = f"{CHOICES_SHEET}!${letter}$1:${letter}${len(column.choices)}"
        validation = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        validation.errorTitle = column.heading[:30]
        validation.error = f"应为{listed(column.choices)}之一。"[:250]
        validation.add(f"{below}2:{below}{ROWS_LIMIT + 1}")
        page.add_data_validation(validation)


@dataclass(frozen=True, slots=True)
class _Style:
    """Everything that determines a cell's look."""

    number_format: str = _TEXT_FORMAT
    is_quoted: bool = False
    is_heading: bool = False
    is_wrapped: bool = False
    has_border: bool = False


_HEADING = _Style(is_heading=True, has_border=True)
_EXPLANATION = _Style(is_wrapped=True, has_border=True)
_RULE = _Style(is_wrapped=False)
_SIDE = Side("thin", "FF8A94A3")
_LINED = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_SHADE = PatternFill("solid", fgColor="FFE3E9F1")


class _Styles:
    """The styles of one workbook; each is built only once, because openpyxl spends most of its time on styles."""

    def __init__(self, page: Worksheet) -> None:
        self._pattern = Cell(page, 1, 1)
        self._made: dict[_Style, StyleArray] = {}

    def put_on(self, cell: object, style: _Style) -> None:
        """Give the cell this style."""
        if style not in self._made:
            self._made[style] = self._make(style)
        cell._style = self._made[style]  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to share one

    def put_on_column(self, page: Worksheet, at: int, style: _Style) -> None:
        """Give the blank cells of a column this style."""
        self.put_on(page.column_dimensions[get_column_letter(at)], style)

    def _make(self, style: _Style) -> StyleArray:
        self._pattern.font = Font(looks.FONT, 11, b=style.is_heading)
        self._pattern.alignment = Alignment(
            horizontal="center" if style.is_heading else None,
            vertical="top" if style.is_wrapped else "center",
            wrap_text=style.is_wrapped,
        )
        self._pattern.border = _LINED if style.has_border else Border()
        self._pattern.fill = _SHADE if style.is_heading else PatternFill()
        self._pattern.number_format = style.number_format
        self._pattern.quotePrefix = style.is_quoted
        made: StyleArray = copy(self._pattern._style)  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        return made
