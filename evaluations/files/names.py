"""The names of the files that a document becomes: `2023年度某单位_附件2_基础数据表.xlsx`."""

import re
import unicodedata

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.files.formats import FORMATS

BYTE_LIMIT = 200

_REFUSED = re.compile(r'[\\/:*?"<>|]')
_REPLACEMENT = "_"


def file_name(document: Document, edition: Edition, which: str) -> str:
    """The name of the file `which` (a code of FORMATS) of `document`, at most 200 bytes in UTF-8.

    What a file system refuses becomes `_`. The name begins with the year and ends with its kind, so that no device name of Windows, no
    leading dot and no trailing space can come out; a unit's name too long for it is cut.
    """
    ending = _safe(edition.words(FORMATS[which].named(edition), document.fiscal_year))
    start = _safe(f"{document.fiscal_year}年度{document.unit.name}")
    return start.encode()[: BYTE_LIMIT - len(ending.encode())].decode(errors="ignore").rstrip(" .") + ending


def _safe(text: str) -> str:
    return "".join(_REPLACEMENT if _refused(character) else character for character in text)


def _refused(character: str) -> bool:
    """Also what can't be seen: controls, marks that turn the direction of writing, ends of lines, halves of characters."""
    return bool(_REFUSED.match(character)) or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
