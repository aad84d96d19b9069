"""What both attachments have in common: the number line and title above the table, the foot below it, headings in it."""

from collections.abc import Iterator, Sequence
from datetime import date

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Attachment2, Attachment3, Edition
from evaluations.core.layouts.grid import Box, GridRow, Role


def line(role: Role, text: str, columns: int) -> GridRow:
    """A row with one cell across the whole width."""
    return GridRow((Box(0, role, text, columns=columns),))


def head(form: Attachment2 | Attachment3, title: str, columns: int) -> tuple[GridRow, GridRow]:
    """The number line and the title."""
    return line("number", form.number, columns), line("title", title, columns)


def foot(edition: Edition, document: Document, columns: int) -> GridRow:
    """Who filled in the form, when, the telephone number, and the place to sign."""
    words, preparer = edition.foot, document.preparer
    texts = (
        words.preparer + preparer.name,
        words.filing_date + day(document.filing_date),
        words.phone + preparer.phone,
        words.signature,
    )
    return line("foot", "  ".join(texts), columns)


def day(at: date | None) -> str:
    """A date in words (`2024年3月15日`); "" if there is none."""
    return f"{at.year}年{at.month}月{at.day}日" if at else ""


def headings(texts: Sequence[str], start: int, columns: int = 1) -> Iterator[Box]:
    """Headings side by side, from the column `start`, each spanning `columns` columns."""
    return (Box(start + place * columns, "heading", text, columns=columns) for place, text in enumerate(texts))
