"""The process that marks the wrong cells of an uploaded workbook: the mistakes and the file on standard input, the marked copy on standard output."""

import json
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from evaluations.files.bounds import serve
from evaluations.files.workbooks import packed, plain_text

MEMORY_LIMIT = 512 * 1024 * 1024
SECONDS_LIMIT = 15
AUTHOR = "检查结果"
_COLOUR = "FFFFC7CE"
_MARKED = PatternFill("solid", fgColor=_COLOUR)
_REST = "\n——\n"
"""Between what is wrong and the comment that the cell had before."""


def main() -> None:
    """Mark one file."""
    serve(_answer, memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)


def asked(content: bytes, mistakes: Iterable[Sequence[str]]) -> bytes:
    """What the process is asked: a copy of `content` with each (sheet, cell, message) marked."""
    return json.dumps(list(mistakes)).encode() + b"\n" + content


def _answer(given: bytes) -> bytes:
    mistakes, _, content = given.partition(b"\n")
    return marked_copy(content, json.loads(mistakes))


def marked_copy(content: bytes, mistakes: Iterable[Sequence[str]]) -> bytes:
    """A copy of the workbook in which each (sheet, cell, message) is coloured and commented, and nothing else; a mistake of a whole sheet is
    marked in its first cell, one of the whole file in the first sheet's."""
    book = load_workbook(BytesIO(content), keep_links=False)
    _cleared(book)
    by_cell: dict[tuple[str, str], list[str]] = {}
    for sheet, cell, message in mistakes:
        by_cell.setdefault((sheet, cell), []).append(message)
    for (sheet, cell), messages in by_cell.items():
        page = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        _mark(page[cell or "A1"], messages)
    return packed(book)


def _cleared(book: Workbook) -> None:
    """Take away the marks of an earlier copy."""
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.fill.fgColor.rgb == _COLOUR:
                    cell.fill = PatternFill()
                if cell.comment and cell.comment.author == AUTHOR and isinstance(cell, Cell):
                    before = cell.comment.text.partition(_REST)[2]
                    cell.comment = _comment(before) if before else None


def _mark(cell: Cell | MergedCell, messages: Sequence[str]) -> None:
    cell.fill = _MARKED
    if isinstance(cell, MergedCell):  # only the first of merged cells has a comment
        return
    before = f"{_REST}{cell.comment.text}" if cell.comment and cell.comment.author != AUTHOR else ""
    old = f"{cell.comment.text}\n" if cell.comment and cell.comment.author == AUTHOR else ""
    cell.comment = _comment(old + "\n".join(messages) + before)


def _comment(text: str) -> Comment:
    return Comment(plain_text(text), AUTHOR, height=140, width=320)
