"""Office files are zip files; ours contain no timestamps, so that a checksum identifies a file's content."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the formats know no time zones
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_WORTH_IT = 1024  # bytes; below, beginning to compress takes longer than what it saves is worth


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of `parts` (name, content), in order."""
    result = BytesIO()
    with ZipFile(result, "w") as archive:
        for name, content in parts:
            archive.writestr(ZipInfo(name, _ZIPPED), content, ZIP_DEFLATED if len(content) > _WORTH_IT else ZIP_STORED)
    return result.getvalue()


def undated(loose: BytesIO) -> bytes:
    """The zip file `loose` without timestamps."""
    with ZipFile(loose) as archive:
        return packed((name, archive.read(name)) for name in archive.namelist())
