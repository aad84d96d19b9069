"""What else changes with what was typed: cells that repeat or add up other cells follow them. Pure."""

from collections.abc import Collection

from evaluations.core.content import totals
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.prefill import with_equal_figures


def followed(edition: Edition, before: Document, after: Document, typed: Collection[str]) -> Document:
    """`after` with the cells that follow those changed since `before`; `typed` holds the paths typed in this save, which stay."""
    # Totals first: a figure of the report may repeat one.
    return with_equal_figures(edition, before, totals.follow(edition, before, after, typed), typed)
