"""Creates a document's files in a child process, so that no text can take the web server down."""

import pickle
from collections.abc import Iterable, Iterator
from functools import partial

from evaluations.common.refusal import Refused
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.report import title
from evaluations.core.paths import Names
from evaluations.files import pdf
from evaluations.files.children import Children, Failed, Full, Gone
from evaluations.files.formats import formats_of
from evaluations.files.maker import Task, answered
from evaluations.files.names import file_name

# Processes are kept, because starting one takes longer than creating a typical file.
CHILDREN = Children("evaluations.files.maker", at_once=2, seconds=60, size=64 * 1024 * 1024, wait=1, uses=50)


def exported(
    document: Document, edition: Edition, groups: Iterable[str], *, author: str
) -> Iterator[tuple[str, bytes]]:
    """The name and the content of every file in these GROUPS; `author` is the bureau's name."""
    for which in (code for group in groups for code, each in formats_of(edition).items() if each.group == group):
        yield file_name(document, edition, which), content(document, edition, which, author=author)


class Busy(Refused):
    """The file is not created because others are being created."""


class TooCostly(Refused):
    """The file is not created because its texts take too much time or memory."""


def content(document: Document, edition: Edition, which: str, *, author: str, gone: Gone | None = None) -> bytes:
    """The content of one file (a code of `formats_of`); equal documents give equal bytes. Work stops if the client is `gone`.

    Raises:
        Refused: this machine lacks the PDF's fonts.
        Busy, TooCostly: see there.
    """
    made = formats_of(edition)[which].make(document, edition, author)
    return made if isinstance(made, bytes) else _made(made, document, edition, gone)


def pictures(document: Document, edition: Edition, gone: Gone | None = None) -> bytes:
    """The official tables as pictures, a zip file of one for each page of the PDF. Work stops if the client is `gone`.

    Raises:
        Refused: this machine lacks the PDF's fonts.
        Busy, TooCostly: see there.
    """
    task = partial(pdf.pictures, tables(edition, document), title=title(edition, document))
    return _made(task, document, edition, gone)


def _made(task: Task, document: Document, edition: Edition, gone: Gone | None) -> bytes:
    try:
        return _asked(task, gone)
    except Failed as failed:
        raise TooCostly(_too_costly(document, edition)) from failed


def list_content(workbook: Task, gone: Gone | None = None) -> bytes:
    """The content of a list's Excel file, which `workbook` creates. Work stops if the client is `gone`.

    Raises:
        Busy, TooCostly: see there.
    """
    try:
        return _asked(workbook, gone)
    except Failed as failed:
        raise TooCostly("生成这个文件花费的时间或内存过多，没有生成。请过一会儿再试。") from failed


def _asked(task: Task, gone: Gone | None) -> bytes:
    """The content that a child process creates.

    Raises:
        Busy, Refused: see `content`.
        Failed: the process created nothing.
    """
    try:
        return answered(CHILDREN.ask(pickle.dumps(task), gone))
    except Full as full:
        raise Busy(f"现在生成文件的人较多，等了 {CHILDREN.wait} 秒还没有轮到，没有生成。请过一会儿再试。") from full


def _too_costly(document: Document, edition: Edition) -> str:
    """Why a file is not created, and what to do; names the longest text."""
    texts = {path: cell.text for path, cell in cells(edition, document).items()}
    longest = max(texts, key=lambda path: len(texts[path]))
    return (
        "生成这个文件花费的时间或内存过多，没有生成。"
        f"最长的一处是“{Names(edition, document).of(longest)}”，有 {len(texts[longest])} 个字，请删减后再试；也可以先下载其他格式。"
    )
