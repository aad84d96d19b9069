"""The files that a document becomes: made in a process of its own, so that no text can take the web server down with it."""

import pickle
from collections.abc import Iterable, Iterator

from evaluations.common.refusal import Refused
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.files.children import Children, Failed, Full, Gone
from evaluations.files.formats import FORMATS
from evaluations.files.names import file_name

# A process is kept: to start one takes longer than to make a usual file.
CHILDREN = Children("evaluations.files.maker", at_once=2, seconds=60, size=64 * 1024 * 1024, wait=1, uses=50)


def exported(
    document: Document, edition: Edition, groups: Iterable[str], *, author: str
) -> Iterator[tuple[str, bytes]]:
    """The name and the content of every file of these GROUPS; `author` is the name of the bureau."""
    for which in (code for group in groups for code, each in FORMATS.items() if each.group == group):
        yield file_name(document, edition, which), content(document, edition, which, author=author)


class Busy(Refused):
    """A file that is not made because others are being made."""


class TooCostly(Refused):
    """A file that is not made because its texts take too much time or memory."""


def content(document: Document, edition: Edition, which: str, *, author: str, gone: Gone | None = None) -> bytes:
    """The content of one file (a code of FORMATS); equal documents give equal bytes. Who is `gone` gets none.

    Raises:
        Refused: this machine lacks the fonts of the PDF.
        Busy, TooCostly: see there.
    """
    made = FORMATS[which].make(document, edition, author)
    if isinstance(made, bytes):
        return made
    try:
        return CHILDREN.ask(pickle.dumps(made), gone)
    except Full as full:
        raise Busy(f"现在生成文件的人较多，等了 {CHILDREN.wait} 秒还没有轮到，没有生成。请过一会儿再试。") from full
    except Failed as failed:
        raise TooCostly(_too_costly(document, edition)) from failed


def _too_costly(document: Document, edition: Edition) -> str:
    """Why a file is not made, and what to do: the longest text is named."""
    texts = {path: cell.text for path, cell in cells(edition, document).items()}
    longest = max(texts, key=lambda path: len(texts[path]))
    return (
        "生成这个文件花费的时间或内存过多，没有生成。"
        f"最长的一处是“{Names(edition, document).of(longest)}”，有 {len(texts[longest])} 个字，请删减后再试；也可以先下载其他格式。"
    )
