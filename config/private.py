"""Only the account that the program runs as can read what it stores."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_OTHERS = 0o077


def keep_to_oneself() -> None:
    """Files that this process and its children make can't be read by others."""
    os.umask(_OTHERS)


def tighten(folder: Path, files: Iterable[Path]) -> None:
    """Take from others what rights they have on a folder and on files; those of another owner, and missing ones, are left alone."""
    if not hasattr(os, "geteuid"):  # Windows keeps other rights
        return
    for path in (folder, *files):
        if path.exists():
            found = path.stat()
            if found.st_mode & _OTHERS and found.st_uid == os.geteuid():
                path.chmod(found.st_mode & 0o7777 & ~_OTHERS)


def database_files(database: Mapping[str, Any]) -> list[Path]:
    """The file of an SQLite entry of DATABASES and those that SQLite keeps beside it; none of another database."""
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    name = Path(database["NAME"])
    return [name.with_name(f"{name.name}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
