"""The anchor: a text file outside the database that records how long the audit log was, so that nobody can truncate or restart it unnoticed.

A line is `scope/number hash time MAC database`; its MAC covers the line and the MAC of the previous line, whatever that line's scope. Lines written
before scopes existed name no scope and belong to the system's. A file may serve several databases; only the lines of this one are read.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from django.conf import settings
from django.core.files import locks
from django.db import connection

from accounts.audit.keyed import mac
from accounts.audit.scopes import placed
from accounts.models import SYSTEM_SCOPE

_PRIVATE = 0o600


class AnchorLine(NamedTuple):
    """At `at` (UTC, ISO 8601), the last event of the scope's chain was `number`, with this `hash`."""

    scope: str
    number: int
    hash: str
    at: str
    mac: str


class Forged(Exception):
    """The program did not write a line; the text names the line, in simplified Chinese."""


def path() -> Path:
    """The file's path."""
    return Path(settings.AUDIT_ANCHOR)


def node() -> str:
    """The log's name for this machine and database: each machine may have its own anchor file."""
    return f"{socket.gethostname()} {_database()}"


def lines() -> list[AnchorLine]:
    """The lines of this database, oldest first; none if there is no file.

    Raises:
        Forged: a line was changed, or the line before it is missing.
        OSError: the file can't be read.
    """
    if not path().exists():
        return []
    found: list[AnchorLine] = []
    for place, text in enumerate(path().read_text(encoding="utf-8").splitlines(), 1):
        parts = text.split(" ", 4)
        if len(parts) == 5 and parts[4] != _database():
            continue
        scope, _, number = parts[0].rpartition("/")
        if len(parts) < 5 or not number.isdecimal() or parts[3] != _mac(found, *parts[:3]):
            raise Forged(f"锚定文件 {path()} 第 {place} 行被改动、它的上一行被删除，或密钥不是写入时的密钥")
        found.append(AnchorLine(unquote(scope) or SYSTEM_SCOPE, int(number), *parts[1:4]))
    return found


def append(heads: Mapping[str, tuple[int, str]]) -> None:
    """Write down the last event (number, hash) of each scope's chain, unless the file already records that event or a later one.

    Raises:
        Forged, OSError: as `lines`; or the file can't be written.
    """
    path().touch(mode=_PRIVATE)
    with path().open("a", encoding="utf-8") as file:
        locks.lock(file, locks.LOCK_EX)  # a line's MAC covers the one before
        found = lines()
        reached = {line.scope: line.number for line in found}
        at = datetime.now(UTC).isoformat(timespec="seconds")
        for scope, (number, last_hash) in sorted(heads.items()):
            if reached.get(scope, -1) >= number:
                continue
            come_to = f"{quote(scope, safe='')}/{number}"
            line = AnchorLine(scope, number, last_hash, at, _mac(found, come_to, last_hash, at))
            file.write(f"{come_to} {last_hash} {at} {line.mac} {_database()}\n")
            found.append(line)
        file.flush()
        os.fsync(file.fileno())


def set_aside() -> None:
    """Rename the file, if there is one, so that a new one is started."""
    if path().exists():
        path().rename(path().with_name(f"{path().name}.{datetime.now(UTC):%Y%m%dT%H%M%S}"))


def missing(anchored: list[AnchorLine], expected: Mapping[str, int]) -> Iterator[str]:
    """Faults if the file lacks lines: `expected` is the last number that this machine's file held according to the log, by scope."""
    reached = {line.scope: line.number for line in anchored}
    short = {scope: number for scope, number in expected.items() if reached.get(scope, -1) < number}
    told = "、".join(placed(scope, number) for scope, number in sorted(short.items()))
    if short and not anchored:
        yield f"找不到锚定文件 {path()} 里本数据库的行：审计记录写着它应到{told}。{_FILE_ADVICE}"
    elif short:
        found = "、".join(placed(scope, reached[scope]) for scope in sorted(short) if scope in reached) or "没有"
        yield f"锚定文件 {path()} 缺行：审计记录写着它应到{told}，最后的行是：{found}。{_FILE_ADVICE}"


def faults(anchored: list[AnchorLine], hashes: Mapping[int, str], length: int) -> Iterator[str]:
    """Where a scope's lines, of which there is at least one, contradict its chain of `length` events; `hashes` holds known hashes by number."""
    last = anchored[-1]
    if last.number > length:
        yield f"锚定文件记着{placed(last.scope, last.number)}（{last.at}），审计记录只有 {length} 条：后面的被删除。{_LOG_ADVICE}"
    for line in anchored:
        if hashes.get(line.number, line.hash) != line.hash:
            yield f"{placed(line.scope, line.number)}审计记录与锚定文件 {line.at} 记下的不同：它或它以前的记录被改写。{_LOG_ADVICE}"
            return


_FILE_ADVICE = "请从备份中找回这个文件；确实找不回的，记录原因，再运行 ./run verify_audit --new-anchor。"
_LOG_ADVICE = "请查明谁改动过数据库，从备份中找回；如果刚从较早的备份恢复，请把锚定文件另行保存，再运行 ./run verify_audit --new-anchor。"


def _mac(before: list[AnchorLine], come_to: str, last_hash: str, at: str) -> str:
    # Before scopes existed, the MAC covered a plain number as an integer.
    covered = int(come_to) if come_to.isdecimal() else come_to
    return mac("anchor", before[-1].mac if before else "", covered, last_hash, at, _database())


def _database() -> str:
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(Path(named["NAME"]).resolve())
    return f"{named['HOST'] or named['OPTIONS'].get('host', '')}:{named['NAME']}"
