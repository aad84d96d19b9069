"""The anchor: a text file outside the database that says how far the audit log had come, so that nobody cuts it off or begins it anew unnoticed.

One line is `number hash time MAC database`; the MAC covers the line and the MAC of the line before. A file may serve several databases:
only the lines of this one are read.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import locks
from django.db import connection

from accounts.audit.keyed import mac

_PRIVATE = 0o600


class Line(NamedTuple):
    """The log had come to event `number` with this `hash` at `at` (UTC, ISO 8601)."""

    number: int
    hash: str
    at: str
    mac: str


class Forged(Exception):
    """A line that the program did not write; the text names it, in simplified Chinese."""


def path() -> Path:
    """Where the file lies."""
    return Path(settings.AUDIT_ANCHOR)


def node() -> str:
    """This machine and database, as the log names them: each machine may have an anchor file of its own."""
    return f"{socket.gethostname()} {_database()}"


def lines() -> list[Line]:
    """The lines of this database, oldest first; none where there is no file.

    Raises:
        Forged: a line was changed, or the one before it is missing.
        OSError: the file can't be read.
    """
    if not path().exists():
        return []
    found: list[Line] = []
    for place, text in enumerate(path().read_text(encoding="utf-8").splitlines(), 1):
        parts = text.split(" ", 4)
        if len(parts) == 5 and parts[4] != _database():
            continue
        if len(parts) < 5 or not parts[0].isdecimal() or parts[3] != _mac(found, int(parts[0]), *parts[1:3]):
            raise Forged(f"锚定文件 {path()} 第 {place} 行被改动、它的上一行被删除，或密钥不是写入时的密钥")
        found.append(Line(int(parts[0]), *parts[1:4]))
    return found


def append(number: int, last_hash: str) -> None:
    """Write down that the log has come to event `number`, unless the file says so, or more, already.

    Raises:
        Forged, OSError: as `lines`; or the file can't be written.
    """
    path().touch(mode=_PRIVATE)
    with path().open("a", encoding="utf-8") as file:
        locks.lock(file, locks.LOCK_EX)  # a line's MAC covers the one before
        before = lines()
        if before and before[-1].number >= number:
            return
        at = datetime.now(UTC).isoformat(timespec="seconds")
        file.write(f"{number} {last_hash} {at} {_mac(before, number, last_hash, at)} {_database()}\n")
        file.flush()
        os.fsync(file.fileno())


def set_aside() -> None:
    """Give the file, if there is one, another name, so that a new one is begun."""
    if path().exists():
        path().rename(path().with_name(f"{path().name}.{datetime.now(UTC):%Y%m%dT%H%M%S}"))


def faults(anchored: list[Line], hashes: Mapping[int, str], length: int, expected: int) -> Iterator[str]:
    """What the file says against a log of `length` events, of which `hashes` are known by their numbers.

    `expected` is the number that the log says this machine's file had come to; 0: none.
    """
    last = anchored[-1] if anchored else None
    if last is None and expected:
        yield f"找不到锚定文件 {path()} 里本数据库的行：审计记录写着它应到第 {expected} 条。{_FILE_ADVICE}"
    elif last is not None and last.number < expected:
        yield f"锚定文件 {path()} 缺行：最后一行是第 {last.number} 条，审计记录写着它应到第 {expected} 条。{_FILE_ADVICE}"
    if last is not None and last.number > length:
        yield f"锚定文件记着第 {last.number} 条（{last.at}），审计记录只有 {length} 条：后面的被删除。{_LOG_ADVICE}"
    for line in anchored:
        if hashes.get(line.number, line.hash) != line.hash:
            yield f"第 {line.number} 条审计记录与锚定文件 {line.at} 记下的不同：它或它以前的记录被改写。{_LOG_ADVICE}"
            return


_FILE_ADVICE = "请从备份中找回这个文件；确实找不回的，记录原因，再运行 ./run verify_audit --new-anchor。"
_LOG_ADVICE = "请查明谁改动过数据库，从备份中找回；如果刚从较早的备份恢复，请把锚定文件另行保存，再运行 ./run verify_audit --new-anchor。"


def _mac(before: list[Line], number: int, last_hash: str, at: str) -> str:
    return mac("anchor", before[-1].mac if before else "", number, last_hash, at, _database())


def _database() -> str:
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(Path(named["NAME"]).resolve())
    return f"{named['HOST'] or named['OPTIONS'].get('host', '')}:{named['NAME']}"
