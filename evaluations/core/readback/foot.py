"""Who filled in a form, when, and their telephone number: from the line below the tables or the foot of a report's cover."""

import re
from collections.abc import Iterator

from evaluations.core.form.edition import Edition
from evaluations.core.readback.found import Found
from evaluations.core.readback.table import Text
from evaluations.core.readback.words import fold, pattern

_DAY = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_NO_DAY = re.compile(r"[年月日]*")
_PATHS = {"preparer": "preparer.name", "filing_date": "filing_date", "phone": "preparer.phone", "signature": ""}


def read_foot(found: Found, line: Text) -> None:
    """Put the text after each of the foot's labels into `found`."""
    for path, value in _values(found.edition, line.text):
        text = day(value) if path == "filing_date" else value
        if text:
            found.put(path, Text(text, line.place))


def _values(edition: Edition, line: str) -> Iterator[tuple[str, str]]:
    labels = ((name, getattr(edition.foot, name)) for name in _PATHS)
    found = ((name, re.search(pattern(label), line)) for name, label in labels if label)
    matches = sorted((match.start(), match.end(), name) for name, match in found if match)
    ends = [*(start for start, _, _ in matches), len(line)][1:]
    for (_, start, name), end in zip(matches, ends, strict=True):
        if _PATHS[name]:
            yield _PATHS[name], line[start:end].strip()


def day(text: str) -> str:
    """A date as typed into a form (`2024-03-15`); any other text unchanged."""
    match = _DAY.fullmatch(fold(text))
    if match:
        return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    return "" if _NO_DAY.fullmatch(fold(text)) else text
