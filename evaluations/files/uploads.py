"""Uploaded files: their names, sizes and contents, and their description in the audit log."""

import hashlib
from typing import NamedTuple, Protocol, Self

from evaluations.files.reading import SIZE_LIMIT, Unread


class UploadedFile(Protocol):
    """An uploaded file, as Django provides it."""

    @property
    def name(self) -> str | None:
        """The person's name for it."""

    @property
    def size(self) -> int | None:
        """The size in bytes."""

    def read(self) -> bytes:
        """The content."""


class File(NamedTuple):
    """A file that was read, as recorded in the audit log."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        """The file `name` with this content."""
        return cls(name, hashlib.sha256(content).hexdigest())


def content_of(file: UploadedFile) -> bytes:
    """The content of a file; one that is too large is not even loaded.

    Raises:
        Unread: it is too large.
    """
    if (file.size or 0) > SIZE_LIMIT:
        raise Unread(f"文件超过 {SIZE_LIMIT // 1024 // 1024} MB，没有读取。请删除其中的图片后再上传。")
    return file.read()
