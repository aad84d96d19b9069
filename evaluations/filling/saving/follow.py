"""What changes along with the typed cells: cells that repeat other cells, or add them up. Pure."""

from collections.abc import Collection

from evaluations.core.content import totals
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.prefill import with_equal_figures


def followed(edition: Edition, before: Document, after: Document, typed: Collection[str]) -> Document:
    """`after` with every cell updated that follows one changed since `before`; the cells `typed` in this save stay as they are."""
    # Totals come first, because a figure of the report may repeat one.
    return with_equal_figures(edition, before, totals.follow(edition, before, after, typed), typed)
