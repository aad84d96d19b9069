"""The names of a document's files: `2023年度某单位_附件2_基础数据表.xlsx`, `2023年度某单位_某项目_附件_项目支出绩效自评表.xlsx`."""

import re
import unicodedata

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.files.formats import formats_of

BYTE_LIMIT = 200

_REFUSED = re.compile(r'[\\/:*?"<>|]')
_REPLACEMENT = "_"


def file_name(document: Document, edition: Edition, which: str) -> str:
    """The name of the file `which` (a code of `formats_of`) of `document`, at most 200 bytes in UTF-8.

    Characters that a file system refuses become `_`. The name begins with the year and ends with its kind, so it can't be a Windows device name,
    start with a dot or end with a space; a unit's or project's name that is too long is cut.
    """
    ending = _safe(edition.words(formats_of(edition)[which].named(edition), document.fiscal_year))
    start = _safe(
        f"{document.fiscal_year}年度{document.unit.name}" + (f"_{document.project.name}" if document.project else "")
    )
    return start.encode()[: BYTE_LIMIT - len(ending.encode())].decode(errors="ignore").rstrip(" .") + ending


def _safe(text: str) -> str:
    return "".join(_REPLACEMENT if _refused(character) else character for character in text)


def _refused(character: str) -> bool:
    """Whether file systems refuse it, or it is invisible: control characters, direction marks, line ends, lone surrogates."""
    return bool(_REFUSED.match(character)) or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
