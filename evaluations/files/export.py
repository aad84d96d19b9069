"""The files that a document becomes, by format."""

from collections.abc import Iterable, Iterator, Mapping

from evaluations.core import interchange
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.layouts.report import report
from evaluations.files import docx, pdf, xlsx
from evaluations.files.names import Which, file_name

FORMATS: Mapping[str, tuple[Which, ...]] = {
    "xlsx": ("attachment2", "attachment3"),
    "docx": ("docx",),
    "pdf": ("pdf",),
    "json": ("json",),
}


def exported(
    document: Document, edition: Edition, formats: Iterable[str], *, author: str
) -> Iterator[tuple[str, bytes]]:
    """The name and the content of every file of the `formats` (keys of FORMATS); `author` is the name of the bureau."""
    for code in formats:
        for which in FORMATS[code]:
            yield file_name(document, edition, which), content(document, edition, which, author=author)


def content(document: Document, edition: Edition, which: Which, *, author: str) -> bytes:
    """The content of one file; equal documents give equal bytes.

    Raises:
        Refused: this machine lacks the fonts of the PDF.
    """
    if which == "json":
        return interchange.dump(document).encode()
    if which in ("docx", "pdf"):
        grids = [attachment2.grid(edition, document), attachment3.grid(edition, document)]
        hand_in = docx.hand_in if which == "docx" else pdf.hand_in
        return hand_in(report(edition, document), grids, author=author)
    layout = attachment2 if which == "attachment2" else attachment3
    return xlsx.sheet(layout.grid(edition, document), author=author)
