"""Writes the submission as one PDF: cover, report, attachments. PDF/A-2a and PDF/UA-1, equal bytes for equal values.

Typst typesets it from the template `hand_in.typ`; typed texts are passed as JSON and never read as markup.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import batched, takewhile
from pathlib import Path
from typing import Any

import typst

from evaluations.core.form.layout import Role
from evaluations.core.layouts.grid import Box, Grid, GridRow
from evaluations.core.layouts.report import ReportLayout
from evaluations.core.text.prose import Paragraph
from evaluations.files import looks
from evaluations.files.archive import packed
from evaluations.files.fit import is_number, lines, page_room, units
from evaluations.files.fonts import system_typeface

_TEMPLATE = Path(__file__).with_name("hand_in.typ")
# The file contains no timestamp, so that a checksum identifies its content.
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
# Widths are in units of half a CJK character.
_TITLE_ROOM, _REPORT_ROOM, _TABLE_ROOM = 38.0, 52.0, 90.0
_PADDING_WIDTH = 6.0  # points
_DOTS = 120.0  # per inch: an A4 page is 992 × 1403 dots
_WHOLE = 12  # lines that stay on one page
# Characters between which lines never break: all except ideographs, syllables and spaces. A very long run of spaces also stays on one
# line, whatever its width.
_UNBROKEN = re.compile(r"[^\s\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|\s{1000,}")
_WIDE = re.compile(r"[A-Zmw@%&#+<=>~]")

_PIECES_LIMIT = 1000
_WIDEST = 4  # units; only a three-em dash is wider
_WIDEST_LETTER = 2  # units, of the characters that make up a run

Text = list[list[str]]


def hand_in(report: ReportLayout | None, grids: Sequence[Grid], *, title: str, author: str) -> bytes:
    """The PDF of `report` (None: there is none) with the attachments `grids`; `title` and `author` (the bureau's name) describe it.

    Raises:
        Refused: the fonts are not installed on this machine.
    """
    data = _data(report, grids, title, author)
    made = typst.compile(_template(), format="pdf", pdf_standards=["a-2a", "ua-1"], **_with(data))
    assert isinstance(made, bytes)
    return made


def pictures(grids: Sequence[Grid], *, title: str) -> bytes:
    """The pages of the PDF of `grids` as pictures: a zip file of 1.png, 2.png, …

    Raises:
        Refused: the fonts are not installed on this machine.
    """
    made = typst.compile(_template(), format="png", ppi=_DOTS, **_with(_data(None, grids, title, "")))
    pages = made if isinstance(made, list) else [made]
    return packed((f"{number}.png", page) for number, page in enumerate(pages, 1) if page)


def _with(data: dict[str, Any]) -> dict[str, Any]:
    """What typst is given beside the template."""
    return {
        "font_paths": system_typeface().fonts,
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data)},
        "timestamp": _WRITTEN,
    }


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _data(report: ReportLayout | None, grids: Sequence[Grid], title: str, author: str) -> dict[str, Any]:
    """Everything that the template shows."""
    return {
        "title": system_typeface().printable(title),
        "author": system_typeface().printable(author),
        "report": _report(report) if report else None,
        "grids": [_grid(grid) for grid in grids],
    }


def _report(report: ReportLayout) -> dict[str, Any]:
    return {
        "cover": {"title": _text("\n".join(report.title), _TITLE_ROOM), "foot": [_text(line) for line in report.cover]},
        "sections": [
            {"title": _text(section.title), "paragraphs": [_paragraph(p) for p in section.paragraphs if p.text.strip()]}
            for section in report.sections
        ],
        "attachments": {
            "label": len(report.attachments[0].partition("1.")[0]),
            "list": [_text(line) for line in report.attachments],
        },
    }


def _text(text: str, room: float = _REPORT_ROOM) -> Text:
    """`text` as lines of pieces: a run of characters that is wider than a line (`room`, in units) may break anywhere.

    A line with very many pieces is split, because typst's time and memory grow with the square of the length of a line.
    """
    if not text:
        return []
    printable = system_typeface().printable
    lines = (_pieces(printable(line), room) for line in text.splitlines())
    return [list(some) for pieces in lines for some in batched(pieces, _PIECES_LIMIT + 1, strict=False)]


def _pieces(line: str, room: float) -> list[str]:
    """`line` with each run that is too wide split between all its characters, or into larger pieces if there would be too many."""
    if _WIDEST_LETTER * len(line) + 2 <= room:
        return [line]
    runs = [run for run in _UNBROKEN.finditer(line) if units(run[0]) + 0.8 * len(_WIDE.findall(run[0])) + 2 > room]
    step = 1 if sum(len(run[0]) for run in runs) <= _PIECES_LIMIT else max(1, int(room) // _WIDEST)
    pieces, start = [], 0
    for run in runs:
        pieces.append(line[start : run.start() + 1])
        pieces += (line[at : min(at + step, run.end() - 1)] for at in range(run.start() + 1, run.end() - 1, step))
        start = run.end() - 1
    return [*pieces, line[start:]]


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"heading": paragraph.is_heading, "text": _text(paragraph.text.strip())}


def _grid(grid: Grid) -> dict[str, Any]:
    rows = [row for row in grid.rows if not looks.is_outside_table(row.cells[0].role)]
    return {
        "number": _text(grid.name),
        "title": _text(grid.title),
        "paper": grid.page.paper.lower(),
        "flipped": grid.page.orientation == "landscape",
        "widths": grid.widths,
        "above": [[_text(cell.shown, _TABLE_ROOM) for cell in row.cells] for row in _above(grid)],
        "parts": [_part(grid, part) for part in _parts(rows)],
        "note": _text(_words(grid, "note"), _TABLE_ROOM),
        "foot": [_text(part, _TABLE_ROOM) for part in _words(grid, "foot").split("  ")],
    }


def _above(grid: Grid) -> list[GridRow]:
    """The lines between the title and the table."""
    frame = takewhile(lambda row: looks.is_outside_table(row.cells[0].role), grid.rows)
    return [row for row in frame if row.cells[0].role not in ("number", "title")]


def _words(grid: Grid, role: Role) -> str:
    """The text with this `role` below the table; "" if the form has no such line."""
    above = _above(grid)
    rows = (row for row in grid.rows if row not in above)
    return "\n".join(cell.shown for row in rows for cell in row.cells if cell.role == role)


def _parts(rows: Sequence[GridRow]) -> list[list[GridRow]]:
    """The rows, split before each row of headings that no merged cell crosses."""
    parts: list[list[GridRow]] = []
    crossed = 0
    for at, row in enumerate(rows):
        headings = sum(cell.role == "heading" for cell in row.cells)
        if not parts or (headings > 1 and at >= crossed):
            parts.append([])
        parts[-1].append(row)
        crossed = max(crossed, *(at + cell.rows for cell in row.cells))
    return parts


def _part(grid: Grid, rows: Sequence[GridRow]) -> dict[str, Any]:
    """A part of the table. Its `head` is repeated on each page; a cell merged across its end is drawn as two open cells."""
    cells = [drawn for at, row in enumerate(rows) for drawn in _row(grid, row, at)]
    if not _has_head(rows):
        return {"head": [], "cells": cells}
    head = [cell for cell in cells if cell["y"] == 0]
    crossing = [cell for cell in head if cell["rows"] > 1]
    return {
        "head": [cell | {"rows": 1, "text": [], "open": "below"} if cell in crossing else cell for cell in head],
        "cells": [cell | {"y": 1, "rows": cell["rows"] - 1, "open": "above"} for cell in crossing] + cells[len(head) :],
    }


def _has_head(rows: Sequence[GridRow]) -> bool:
    """Whether the first row holds the headings of the columns below: no cell of the next two rows crosses its headings."""
    head, *below = rows
    starts = {cell.column for cell in head.cells}
    inner = (range(cell.column + 1, cell.column + cell.columns) for row in below[:2] for cell in row.cells)
    return len(below) > 2 and not any(starts.intersection(columns) for columns in inner)


def _row(grid: Grid, row: GridRow, at: int) -> Iterator[dict[str, Any]]:
    """The cells of a row; only a long row may break across pages."""
    across = page_room(grid)[0]
    rooms = [_room(grid, cell, across) for cell in row.cells]
    shown = [cell.shown for cell in row.cells]
    whole = all(
        lines(text, room) <= _WHOLE for cell, text, room in zip(row.cells, shown, rooms, strict=True) if cell.rows == 1
    )
    for cell, text, room in zip(row.cells, shown, rooms, strict=True):
        yield _cell(cell, at, text, room, whole=whole and cell.rows == 1)


def _cell(cell: Box, at: int, text: str, room: float, *, whole: bool) -> dict[str, Any]:
    return {
        "x": cell.column,
        "y": at,
        "columns": cell.columns,
        "rows": cell.rows,
        "left": looks.is_left(cell.role),
        "long": cell.role == "long",
        "indent": cell.indent * looks.INDENT_PER_LEVEL,
        # Numbers do not wrap, so one that is too long for its cell is set smaller.
        "size": looks.FULL_SIZE * (min(1, room / units(text)) if is_number(cell) else 1),
        "open": "closed",
        "text": [[text]] if is_number(cell) else _text(text, room),
        "whole": whole,
    }


def _room(grid: Grid, cell: Box, across: int) -> float:
    """The width available to a line of `cell`, in units; the columns share the page's width of `across` points."""
    share = sum(grid.widths[cell.column : cell.column + cell.columns]) / sum(grid.widths)
    character = looks.FULL_SIZE
    return (across * share - _PADDING_WIDTH - cell.indent * looks.INDENT_PER_LEVEL * character) / (character / 2)
