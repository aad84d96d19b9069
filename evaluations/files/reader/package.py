"""An Office file as a zip of parts: it is checked before anything is parsed, then parsed part by part in small pieces."""

import posixpath
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import NamedTuple, Never
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from evaluations.files.reader.limits import FORM, Limits

MEMBER_LIMIT = 1000
RATIO_LIMIT = 200
RATIO_COUNTS_FROM = 1024 * 1024
DEPTH_LIMIT = 200
_PIECE = 64 * 1024
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1

DAMAGED = "文件已损坏或不完整。请用 {office}打开它，{save}后再上传。"
TOO_LARGE = "文件展开后过大，不能读取。请新建一个文件，只复制填报的内容，另存后再上传。"
MACROS = "文件含有宏，不能读取。请用 {office}打开它，{save}后再上传。"
EMBEDDED = "文件中嵌入了其他文件或控件，不能读取。请删除嵌入的对象，另存后再上传。"
EXTERNAL = "文件链接到其他文件，不能读取。请{unlink}，另存后再上传。"
DANGEROUS = "文件的结构不是 Excel 或 Word 写出来的，不能读取。请用 {office}打开它，{save}后再上传。"
ENCRYPTED = "文件有密码，不能读取。请用 {office}打开它，{unlock}后保存，再上传。"


class Refusal(Exception):
    """The file is refused; the text says why and what to do, with placeholders for `ways`."""


class Relation(NamedTuple):
    """A part's reference: its kind (the last word of its type), and the name of the part or of the external target."""

    kind: str
    target: str
    is_external: bool


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Package:
    """The parts of a file that has nothing beyond what a form needs; their names are in lower case, as Office reads them.

    Raises:
        Refusal: the file is not a sound zip, too large or encrypted, or has macros, embedded objects or links to other files.
    """

    def __init__(self, content: bytes, limits: Limits = FORM) -> None:
        self.limits = limits
        if content.count(_CENTRAL_ENTRY) > MEMBER_LIMIT:
            raise Refusal(TOO_LARGE)
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as fault:
            raise Refusal(DAMAGED) from fault
        self._elements = self._attributes = 0
        members = self._zip.infolist()
        _refuse_bombs(members, limits)
        _refuse_tricks(members)
        self._members = {_plain(member.orig_filename): member for member in members}
        for name in self._members:
            _refuse_foreign(name)
        for name in self._members:
            if name.endswith(".rels"):
                self._refuse_external(name)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def main(self) -> str:
        """The name of the main part.

        Raises:
            Refusal: there is none.
        """
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        raise Refusal(DAMAGED)

    def relations(self, name: str) -> Mapping[str, Relation]:
        """The references of the part (of the package itself, if ""), by their ids."""
        folder, base = posixpath.split(name)
        listing = _plain(posixpath.join(folder, "_rels", base + ".rels"))
        return dict(self._relations(listing, folder)) if listing in self else {}

    def _relations(self, listing: str, folder: str) -> Iterator[tuple[str, Relation]]:
        found: list[dict[str, str]] = []
        self.parse(listing, lambda tag, given: found.append(given) if tag == "Relationship" else None)
        for given in found:
            target = given.get("Target", "")
            is_external = given.get("TargetMode") == "External"
            kind = given.get("Type", "").rpartition("/")[2]
            yield given.get("Id", ""), Relation(kind, target if is_external else _inside(folder, target), is_external)

    def _refuse_external(self, listing: str) -> None:
        for _, relation in self._relations(listing, ""):
            # Nobody follows hyperlinks, or the path of a template on the writer's own disk.
            is_template = relation.kind == "attachedTemplate" and not relation.target.lower().startswith("http")
            if relation.is_external and relation.kind != "hyperlink" and not is_template:
                raise Refusal(EXTERNAL)

    def parse(self, name: str, start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> None:
        """Walk the XML of a part, with names of elements and attributes without prefixes.

        Raises:
            Refusal: the part is missing, damaged, too large, or has a document type.
        """
        member = self._members.get(_plain(name))
        if member is None:
            raise Refusal(DAMAGED)
        parser = self._parser(start, end, text)
        read = 0
        try:
            with self._zip.open(member) as part:
                while piece := part.read(_PIECE):
                    read += len(piece)
                    if read > self.limits.part:
                        raise Refusal(TOO_LARGE)
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            expat.ExpatError,
            NotImplementedError,
            ValueError,
            RuntimeError,
        ) as fault:
            raise Refusal(DAMAGED) from fault

    def _parser(self, start: Start, end: End | None, text: Callable[[str], None] | None) -> expat.XMLParserType:
        depth = 0

        def opened(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            self._attributes += len(attributes)
            if depth > DEPTH_LIMIT:
                raise Refusal(DANGEROUS)
            if self._elements > self.limits.elements or self._attributes > self.limits.attributes:
                raise Refusal(TOO_LARGE)
            start(tag.rpartition(":")[2], {name.rpartition(":")[2]: value for name, value in attributes.items()})

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(tag.rpartition(":")[2])

        def refuse(*_: object) -> Never:
            raise Refusal(DANGEROUS)

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = opened, closed
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
        return parser


def _plain(name: str) -> str:
    """A part's normalised name: in lower case, with forward slashes."""
    return name.replace("\\", "/").lower()


def _inside(folder: str, target: str) -> str:
    """The name of the part to which a reference from `folder` points."""
    target = _plain(target)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(_plain(folder), target))


def _refuse_bombs(members: list[ZipInfo], limits: Limits) -> None:
    if len(members) > MEMBER_LIMIT or sum(member.file_size for member in members) > limits.total:
        raise Refusal(TOO_LARGE)
    for member in members:
        if member.file_size > max(RATIO_COUNTS_FROM, RATIO_LIMIT * member.compress_size):
            raise Refusal(TOO_LARGE)


def _refuse_tricks(members: list[ZipInfo]) -> None:
    names = [_plain(member.orig_filename) for member in members]
    if len(set(names)) < len(names):
        raise Refusal(DANGEROUS)
    for member in members:
        name = _plain(member.orig_filename)
        if name.startswith("/") or ".." in name.split("/") or any(c in name for c in ":\0"):
            raise Refusal(DANGEROUS)
        if member.flag_bits & _ENCRYPTED:
            raise Refusal(ENCRYPTED)
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refusal(DANGEROUS)


def _refuse_foreign(name: str) -> None:
    if "vbaproject" in name or "/macrosheets/" in name:
        raise Refusal(MACROS)
    if "/embeddings/" in name or "/activex/" in name or "oleobject" in name:
        raise Refusal(EMBEDDED)
    if "/externallinks/" in name:
        raise Refusal(EXTERNAL)
