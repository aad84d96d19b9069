"""The process that makes files: pickled tasks on its standard input, the bytes of a file on its standard output."""

import os
import pickle

from evaluations.files.bounds import serve
from evaluations.files.formats import Task

MEMORY_LIMIT = 1024 * 1024 * 1024
SECONDS_LIMIT = 30


def main() -> None:
    """Make one file after the other."""
    # Typst takes a thread for each core, and each thread sets memory aside: with many cores more than the limit.
    os.environ["RAYON_NUM_THREADS"] = "1"
    serve(_made, memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)


def _made(given: bytes) -> bytes:
    task: Task = pickle.loads(given)  # noqa: S301 - from the process that started this one
    return task()
