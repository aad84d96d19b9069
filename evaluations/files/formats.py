"""The files that a document becomes: one table of their codes, names, types and makers. A new format is a module that makes it, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from evaluations.core.content import interchange
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Attachment2, Attachment3, Edition
from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.layouts.report import report
from evaluations.files import docx, pdf, xlsx
from evaluations.files.fonts import system_typeface

type Task = Callable[[], bytes]
"""Makes a file's content; pickled, so that another process can do it."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
_XLSX = f"{_OFFICE}.spreadsheetml.sheet"
_DOCX = f"{_OFFICE}.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `code` stands in addresses, `group` is how a command asks for it. `named` gives the end of the file's name, `label` the words on the
    button. `make` gives the content, or the task that makes it in a process of its own; its last argument is the name of the bureau.
    """

    code: str
    group: str
    media_type: str
    named: Callable[[Edition], str]
    label: Callable[[Edition], str]
    make: Callable[[Document, Edition, str], bytes | Task]


def _sheet(code: str, layout: ModuleType, words_of: Callable[[Edition], Attachment2 | Attachment3]) -> Format:
    def named(edition: Edition) -> str:
        return f"_{words_of(edition).number[:20]}_{words_of(edition).file_name[:20]}.xlsx"

    def make(document: Document, edition: Edition, author: str) -> Task:
        return partial(xlsx.sheet, layout.grid(edition, document), author=author)

    return Format(code, "xlsx", _XLSX, named, lambda edition: words_of(edition).number, make)


def _hand_in(
    code: str, media_type: str, label: str, hand_in: Callable[..., bytes], *, needs_fonts: bool = False
) -> Format:
    def named(edition: Edition) -> str:
        return f"_{edition.report.named[:40]}.{code}"

    def make(document: Document, edition: Edition, author: str) -> Task:
        if needs_fonts:
            system_typeface()
        grids = (attachment2.grid(edition, document), attachment3.grid(edition, document))
        return partial(hand_in, report(edition, document), grids, author=author)

    return Format(code, code, media_type, named, lambda _edition: label, make)


def _json(document: Document, _edition: Edition, _author: str) -> bytes:
    return interchange.dump(document).encode()


FORMATS = {
    each.code: each
    for each in (
        _hand_in("docx", _DOCX, "整份文件（Word）", docx.hand_in),
        _hand_in("pdf", "application/pdf", "整份文件（PDF）", pdf.hand_in, needs_fonts=True),
        _sheet("attachment2", attachment2, lambda edition: edition.attachment2),
        _sheet("attachment3", attachment3, lambda edition: edition.attachment3),
        Format("json", "json", "application/json", lambda _: ".json", lambda _: "数据（JSON）", _json),
    )
}
GROUPS = tuple(dict.fromkeys(each.group for each in FORMATS.values()))
"""What a command can be asked for."""
