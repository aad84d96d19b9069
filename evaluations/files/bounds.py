"""What a process of its own does with its standard input and output, and what it may take; on the standard library alone.

The operating system bounds its memory, time and files where that can (not on Windows: there only the checks of the file itself hold, and
the parent's clock).
"""

import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

HEAD = 8  # bytes before a message: its length
_NICENESS = 10
_FILE_LIMIT = 64 * 1024 * 1024  # openpyxl writes what is larger than it likes to a file that nobody else sees


def message(content: bytes) -> bytes:
    """`content` with its length before it."""
    return len(content).to_bytes(HEAD) + content


def serve(answer: Callable[[bytes], bytes], *, memory: int, seconds: int) -> None:
    """Answer each message of the standard input until that ends, within `memory` bytes, each in `seconds` of processor time."""
    _limit(memory)
    while head := sys.stdin.buffer.read(HEAD):
        _allow(seconds)
        told = answer(sys.stdin.buffer.read(int.from_bytes(head)))
        sys.stdout.buffer.write(message(told))
        sys.stdout.buffer.flush()


def _limit(memory: int) -> None:
    """Let the pages that people wait for go first; bound what this process takes."""
    try:
        import resource
    except ImportError:  # Windows
        return
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT, _FILE_LIMIT))


def _allow(seconds: int) -> None:
    """From here on, so much of the processor."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used) + seconds, resource.RLIM_INFINITY))


def peak() -> int:
    """The most memory that this process took, in KB; 0 where nobody tells."""
    # Not getrusage: there the parent counts in, as it was when it started this process.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else ()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
