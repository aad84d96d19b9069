"""The protocol of a child process on its standard input and output, and its resource limits; uses only the standard library.

The operating system limits its memory, time and files, if it can (on Windows it can't: there only the checks of the file itself and the
parent's timeout apply).
"""

import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

HEAD = 8  # bytes of the length before a message
_NICENESS = 10
_FILE_LIMIT = 64 * 1024 * 1024  # openpyxl writes large parts to a temporary file


def message(content: bytes) -> bytes:
    """`content`, preceded by its length."""
    return len(content).to_bytes(HEAD) + content


def serve(answer: Callable[[bytes], bytes], *, memory: int, seconds: int) -> None:
    """Answer each message on the standard input until it ends, within `memory` bytes, and each within `seconds` of processor time."""
    _limit(memory)
    while head := sys.stdin.buffer.read(HEAD):
        _allow(seconds)
        told = answer(sys.stdin.buffer.read(int.from_bytes(head)))
        sys.stdout.buffer.write(message(told))
        sys.stdout.buffer.flush()


def _limit(memory: int) -> None:
    """Give way to the pages that people are waiting for, and limit this process's resources."""
    try:
        import resource
    except ImportError:  # Windows
        return
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT, _FILE_LIMIT))


def _allow(seconds: int) -> None:
    """Allow this much more processor time from now on."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used) + seconds, resource.RLIM_INFINITY))


def peak() -> int:
    """The peak memory of this process, in KB; 0 if unknown."""
    # Not getrusage, which includes the parent's memory at the time it started this process.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else ()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
