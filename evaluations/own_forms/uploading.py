"""Reads an uploaded form: a workbook, or the text that another bureau has exported."""

import hashlib
import re

from evaluations.core.editions.file import EditionError, decoded, read_edition
from evaluations.core.editions.writing import text_of
from evaluations.files.edition_workbooks import from_workbook
from evaluations.files.reading import Unread
from evaluations.own_forms.services import Upload

TEXT = ".toml"
_SEALED = re.compile(r"# 校验值 sha256:([0-9a-f]{64})\n(.*)", re.DOTALL)


def read_upload(name: str, content: bytes) -> Upload:
    """What was uploaded: the text of an edition, or the mistakes in its workbook.

    Raises:
        Unread: it is no workbook and no text that was exported here, or was damaged on its way.
        Busy: other files are being read.
    """
    if name.lower().endswith(TEXT):
        return Upload(name, content=_unsealed(content))
    reading = from_workbook(name, content)
    if reading.mistakes:
        return Upload(name, content, mistakes=reading.mistakes)
    return Upload(name, content=text_of(reading.data))


def sealed(text: str) -> str:
    """An edition's text for other bureaus, with its hash in the first line."""
    return f"# 校验值 sha256:{_hash(text)}\n{text}"


def _unsealed(content: bytes) -> str:
    try:
        text = decoded(content)
        found = _SEALED.fullmatch(text)
        if found is None or _hash(found[2]) != found[1]:
            raise Unread("文件的内容和校验值不符，可能在传送中被改动，没有导入。请对方重新导出。")
        read_edition(found[2])
    except EditionError as fault:
        raise Unread(f"不能导入：{str(fault).splitlines()[0]}") from fault
    return found[2]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
