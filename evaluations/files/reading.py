"""Reads an uploaded file in a child process, so that no file can take the web server down."""

from pathlib import PurePath

from pydantic import BaseModel, ConfigDict, ValidationError

from evaluations.core.readback.source import FileFault, FileTable, Source
from evaluations.files.children import Children, Failed, Full
from evaluations.files.reader.ways import worded

ENDINGS = (".xlsx", ".docx")
SIZE_LIMIT = 10 * 1024 * 1024
# A new process for each file, so that the effects of an untrusted file end with it.
CHILDREN = Children("evaluations.files.reader.child", at_once=2, seconds=10, size=16 * 1024 * 1024, wait=1, uses=1)
# One at a time, because a long list takes ten times the memory of a form.
LIST_CHILDREN = Children(
    "evaluations.files.reader.list_child", at_once=1, seconds=40, size=48 * 1024 * 1024, wait=10, uses=1
)
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WITH_MACROS = (".xlsm", ".xltm", ".xlsb", ".docm", ".dotm")
_OLD = (".xls", ".et", ".csv", ".doc", ".wps", ".rtf", ".odt", ".ods")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"
# The first bytes of other kinds of files, whatever their names.
_OTHERS = {
    b"{\\rtf": " RTF ",
    b"%PDF": " PDF ",
    b"<html": "网页",
    b"<HTML": "网页",
    b"MIME-Version": "网页",
    b"schemas.microsoft.com/office/word/2003": " Word 2003 XML ",
}
_START = 1000
_COSTLY = "读取这个文件花费的时间或内存过多，没有读取。请新建一个文件，只复制填报的内容，另存后再上传。"


class Unread(Exception):
    """The file is refused; the text says why and what to do, in simplified Chinese."""


class Busy(Unread):
    """The file is refused because others are being read."""


class Answer(BaseModel):
    """The answer of the reading process: the file's contents or why it is refused, and the peak memory in KB."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    blocks: tuple[str | FileTable, ...] = ()
    faults: tuple[FileFault, ...] = ()
    refusal: str = ""
    peak: int = 0


def read(name: str, content: bytes) -> Source:
    """The contents of the file `name`, an .xlsx or a .docx.

    Raises:
        Unread: the file is of another kind, too large, encrypted, damaged, or malicious.
        Busy: other files are being read.
    """
    return _source(answered(content, _ending(name, content)))


def read_list(name: str, content: bytes) -> Source:
    """The contents of the workbook `name`, an .xlsx with at most as many rows as a list may have.

    Raises:
        Unread: see `read`; also for a Word file.
        Busy: another list is being read.
    """
    return _source(answered(content, _workbook(name, content, "清单"), LIST_CHILDREN))


def read_workbook(name: str, content: bytes) -> Source:
    """The contents of the workbook `name`, an .xlsx no larger than a form.

    Raises:
        Unread: see `read`; also for a Word file.
        Busy: other files are being read.
    """
    return _source(answered(content, _workbook(name, content, "表样")))


def _workbook(name: str, content: bytes, what: str) -> str:
    """The extension of a workbook, which holds `what`."""
    ending = _ending(name, content)
    if ending != ".xlsx":
        raise Unread(f"这是 Word 文件。{what}请用 Excel 或 WPS 表格填写，存为 .xlsx 文件后再上传。")
    return ending


def _source(answer: Answer) -> Source:
    if answer.refusal:
        raise Unread(answer.refusal)
    return Source(answer.blocks, answer.faults)


def _ending(name: str, content: bytes) -> str:
    """The extension of a file that may be read.

    Raises:
        Unread: it may not be read.
    """
    ending = PurePath(name).suffix.lower()
    if not content:
        raise Unread("文件是空的，请重新选择文件。")
    if len(content) > SIZE_LIMIT:
        raise Unread(
            f"文件有 {len(content) / 1024 / 1024:.1f} MB，不能超过 {SIZE_LIMIT // 1024 // 1024} MB。请删除其中的图片后再上传。"
        )
    why = _why_not(ending, content)
    if why:
        raise Unread(worded(why, ".doc" if _WORD_STREAM in content else ending))
    return ending


def _why_not(ending: str, content: bytes) -> str:
    """Why a file is refused as one of another kind, whatever its name; "" if it may be read."""
    if ending in _WITH_MACROS:
        return "这种文件可以含有宏，不能读取。请用 {office}打开它，{save}后再上传。"
    if content.startswith(_OLE):
        why = "文件已加密，不能读取。请用 {office}打开它，{unlock}后保存，再上传。"
        old = "这是旧格式（97-2003）或 WPS 的文件，不能读取。请用 {office}打开它，{save}后再上传。"
        return why if _ENCRYPTED in content else old
    if ending in _OLD:
        return f"不能读取 {ending} 文件，请{{save}}后再上传。"
    if other := _other(content):
        return f"这是{other}文件，不能读取。请上传 .xlsx 或 .docx 文件；要用这一份的，请用 {{office}}打开它，{{save}}。"
    if ending in ENDINGS and content.startswith(_ZIP):
        return ""
    return "这不是 Excel 或 Word 文件。请上传 .xlsx 或 .docx 文件；其他格式的，请先用 {office}打开，{save}后再上传。"


def _other(content: bytes) -> str:
    """The kind of the file, if it is a well-known other kind; else ""."""
    if content.startswith(_ZIP):
        return " OpenDocument（.odt、.ods）" if _OPEN_DOCUMENT in content[:_START] else ""
    return next((name for start, name in _OTHERS.items() if start in content[:_START]), "")


def answered(content: bytes, ending: str, children: Children = CHILDREN) -> Answer:
    """The answer of a child process from `children` (default: those for forms) about a file; a process killed by its limits counts as a refusal.

    Raises:
        Busy: other files are being read.
    """
    try:
        text = children.ask(ending.encode() + b"/" + content)
    except Full as full:
        raise Busy(
            f"现在读取文件的人较多，等了 {children.wait} 秒还没有轮到，没有读取。文件不用改，请过一会儿再试。"
        ) from full
    except Failed:
        return Answer(refusal=_COSTLY)
    try:
        return Answer.model_validate_json(text)
    except ValidationError:
        return Answer(refusal=worded("读取这个文件时出错，没有读取。请用 {office}打开它，{save}后再上传。", ending))
