"""The official report as people have it: typed by hand, without heading styles, labels broken and spaced as they came."""

from io import BytesIO
from itertools import product

import docx
from docx.document import Document as WordDocument

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Attachment2, Attachment3
from evaluations.core.layouts.grid import Box, Grid
from tests.core.sheets import attachment2, attachment3

_OUTSIDE_TABLE = ("number", "title", "note", "foot")
_BLANK = "\u3000"


def typed_by_hand(form: Edition, document: Document, *, merged: bool) -> bytes:
    """The report with both attachments; cells over several rows are `merged`, or blank below the first."""
    word = docx.Document()
    for line in (" 年  月  日", "", f"{document.fiscal_year}年度{document.unit.name}", "整体支出绩效自评报告", ""):
        word.add_paragraph(line)
    for chapter in form.report.chapters:
        word.add_paragraph(chapter.title)
        for line in document.report.chapter(chapter.number).split("\n"):
            word.add_paragraph("　　" + line)
    forms: tuple[Attachment2 | Attachment3, ...] = (form.attachment2, form.attachment3)
    for number, attachment in enumerate(forms, 1):
        label = form.report.attachments if number == 1 else ""
        word.add_paragraph(
            f"{label}{number}. {form.words(attachment.listed or attachment.title, document.fiscal_year)}"
        )
    for layout in (attachment2, attachment3):
        _attach(word, layout(form, document), merged=merged)
    saved = BytesIO()
    word.save(saved)
    return saved.getvalue()


def _attach(word: WordDocument, grid: Grid, *, merged: bool) -> None:
    rows = [row for row in grid.rows if row.cells[0].role not in _OUTSIDE_TABLE]
    outside = {row.cells[0].role: row.cells[0].shown for row in grid.rows if row.cells[0].role in _OUTSIDE_TABLE}
    word.add_paragraph(outside["number"])
    word.add_paragraph(outside["title"])
    table = word.add_table(len(rows), len(grid.widths))
    slots = [list(row.cells) for row in table.rows]
    for at, row in enumerate(rows):
        for cell in row.cells:
            corner = slots[at][cell.column]
            last = slots[at + (cell.rows - 1 if merged else 0)][cell.column + cell.columns - 1]
            corner.merge(last).text = _loose(cell)
            if not merged:
                for down, right in product(range(1, cell.rows), range(1)):
                    below = slots[at + down]
                    below[cell.column].merge(below[cell.column + cell.columns - 1 + right])
    for role in ("note", "foot"):
        if role in outside:
            word.add_paragraph(outside[role].replace("  ", "     "))


def _loose(cell: Box) -> str:
    """The cell's text with the odd spaces, breaks and brackets of the real one."""
    text = cell.shown
    if not text:
        return _BLANK
    if cell.role == "heading":
        return text.replace("（", "\n(").replace("）", ")") if cell.path else f"{text[:3]}\n{text[3:]}{_BLANK}"
    if cell.role == "label" and not cell.path:
        return "   " + text + " "
    return text.replace("其中：", "  其中：  ") if cell.text else text
