"""The process that creates files: it reads pickled tasks from standard input and writes the bytes of files to standard output."""

import os
import pickle

from evaluations.files.bounds import serve
from evaluations.files.formats import Task

MEMORY_LIMIT = 1024 * 1024 * 1024
SECONDS_LIMIT = 30


def main() -> None:
    """Create one file after the other."""
    # Typst starts a thread per core, and each thread reserves memory: with many cores, more than the limit.
    os.environ["RAYON_NUM_THREADS"] = "1"
    serve(_made, memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)


def _made(given: bytes) -> bytes:
    task: Task = pickle.loads(given)  # noqa: S301 - from the process that started this one
    return task()
