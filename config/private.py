"""Makes sure that only the program's own account can read what it stores."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_OTHERS = 0o077


def keep_to_oneself() -> None:
    """Make files unreadable for others that this process and its children create."""
    os.umask(_OTHERS)


def tighten(folder: Path, files: Iterable[Path]) -> None:
    """Remove others' rights to a folder and to files; missing ones, and those of another owner, are left alone."""
    if not hasattr(os, "geteuid"):  # Windows handles rights differently
        return
    for path in (folder, *files):
        if path.exists():
            found = path.stat()
            if found.st_mode & _OTHERS and found.st_uid == os.geteuid():
                path.chmod(found.st_mode & 0o7777 & ~_OTHERS)


def database_files(database: Mapping[str, Any]) -> list[Path]:
    """The file of an SQLite entry of DATABASES, and the files that SQLite keeps beside it; none for other databases."""
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    name = Path(database["NAME"])
    return [name.with_name(f"{name.name}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
