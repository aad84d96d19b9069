"""What the step 绩效指标 says besides its table: first-level weights, what was understood of a value."""

from evaluations.core.document import Document
from evaluations.core.edition import Edition


def extras(edition: Edition, document: Document) -> dict[str, object]:
    """What the answer to a save tells the page anew."""
    return {}
