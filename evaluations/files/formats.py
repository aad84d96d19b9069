"""The file formats of a form's documents: their codes, names, types and makers. A new format needs a module that creates it, and an entry here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from evaluations.core.content import interchange
from evaluations.core.form.document import Document
from evaluations.core.form.edition import HOLDERS, Edition
from evaluations.core.form.once import once_each
from evaluations.core.layouts.drawing import table, tables
from evaluations.core.layouts.report import report, title
from evaluations.files import docx, pdf, xlsx
from evaluations.files.maker import Task

_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
_DOCX = f"{_OFFICE}.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `code` appears in URLs, and commands ask for its `group`. `named` returns the end of the file's name, `label` the words on the button.
    `make` returns the content, or the task that creates it in a child process; its last argument is the bureau's name. `short`: the label where
    it is plain what the file holds; "" if there is no shorter one.
    """

    code: str
    group: str
    media_type: str
    named: Callable[[Edition], str]
    label: Callable[[Edition], str]
    make: Callable[[Document, Edition, str], bytes | Task]
    short: str = ""


def _sheet(table_name: str) -> Format:
    def named(edition: Edition) -> str:
        words = edition.tables[table_name]
        return f"_{words.number[:20]}_{words.file_name[:20]}.xlsx"

    def make(document: Document, edition: Edition, author: str) -> Task:
        return partial(xlsx.sheet, table(edition, table_name, document), author=author)

    code = table_name.replace(".", "-")
    return Format(code, "xlsx", XLSX, named, lambda edition: edition.tables[table_name].number, make)


def _hand_in(code: str, media_type: str, short: str, hand_in: Callable[..., bytes]) -> Format:
    def named(edition: Edition) -> str:
        name = edition.report.named if edition.has_report else edition.main_table.file_name
        return f"_{name[:40]}.{code}"

    def make(document: Document, edition: Edition, author: str) -> Task:
        printed = report(edition, document) if edition.has_report else None
        return partial(hand_in, printed, tables(edition, document), title=title(edition, document), author=author)

    return Format(code, code, media_type, named, lambda _edition: f"整份文件（{short}）", make, short)


def _json(document: Document, _edition: Edition, _author: str) -> bytes:
    return interchange.dump(document).encode()


_HAND_INS = (
    _hand_in("docx", _DOCX, "Word", docx.hand_in),
    _hand_in("pdf", "application/pdf", "PDF", pdf.hand_in),
)
_JSON = Format("json", "json", "application/json", lambda _: ".json", lambda _: "数据（JSON）", _json)


@once_each
def formats_of(edition: Edition) -> Mapping[str, Format]:
    """The formats in which documents of an edition exist, by code: one for each of its tables."""
    return {each.code: each for each in (*_HAND_INS, *map(_sheet, edition.tables), _JSON)}


def sheets_of(edition: Edition) -> Mapping[str, Format]:
    """Those of them that are one official table for Excel."""
    return {code: each for code, each in formats_of(edition).items() if each.group == "xlsx"}


GROUPS = tuple(dict.fromkeys(each.group for each in (*_HAND_INS, *map(_sheet, HOLDERS), _JSON)))
"""The groups that a command offers."""
