"""The two tables of the form of 整体支出, drawn by their names."""

from collections.abc import Callable

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import table
from evaluations.core.layouts.grid import Grid

type Drawing = Callable[..., Grid]
"""Draws one of them."""


def attachment2(edition: Edition, document: Document) -> Grid:
    """附件2."""
    return table(edition, "attachment2", document)


def attachment3(edition: Edition, document: Document, *, blank_rows: bool = False) -> Grid:
    """附件3."""
    return table(edition, "attachment3", document, blank_rows=blank_rows)
