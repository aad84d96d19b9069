"""The process that creates files: it reads pickled tasks from standard input and writes the bytes of files to standard output."""

import os
import pickle
from collections.abc import Callable

from evaluations.common.refusal import Refused
from evaluations.files.bounds import serve

MEMORY_LIMIT = 1024 * 1024 * 1024
SECONDS_LIMIT = 30
MADE, REFUSED = b"+", b"-"
"""What an answer begins with."""

type Task = Callable[[], bytes]
"""Creates a file's content; pickled, it brings what it needs into this process."""


def main() -> None:
    """Create one file after the other."""
    # Typst starts a thread per core, and each thread reserves memory: with many cores, more than the limit.
    os.environ["RAYON_NUM_THREADS"] = "1"
    serve(_made, memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)


def _made(given: bytes) -> bytes:
    task: Task = pickle.loads(given)  # noqa: S301 - from the process that started this one
    try:
        return MADE + task()
    except Refused as refused:
        return REFUSED + str(refused).encode()


def answered(told: bytes) -> bytes:
    """The file in an answer of this process.

    Raises:
        Refused: the process told why there is none.
    """
    kind, content = told[:1], told[1:]
    if kind == REFUSED:
        raise Refused(content.decode())
    return content
