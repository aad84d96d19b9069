"""What must not be published with an evaluation: the preparer, and texts that contain names of its people or telephone numbers."""

import re
from collections.abc import Collection, Iterator

from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition

_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-－—– ]?\d{7,8}|\d{3,4}-\d{7,8})(?!\d)")
_ALWAYS = ("preparer.name", "preparer.phone")


def personal(edition: Edition, document: Document, people: Collection[str]) -> Iterator[tuple[str, str]]:
    """(path of the cell, the text that must not be public) …; `people` are names to look for in every text."""
    for path, cell in cells(edition, document).items():
        if path in _ALWAYS:
            found = [cell.text] if cell.text else []
        else:
            found = [name for name in people if name and name in cell.text] + _TELEPHONE.findall(cell.text)
        if found:
            yield path, "、".join(dict.fromkeys(found))
