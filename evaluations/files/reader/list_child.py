"""The process that reads one list: like `child`, with more time and memory, because a list is longer than any form."""

from functools import partial

from evaluations.files.bounds import serve
from evaluations.files.reader.child import answer
from evaluations.files.reader.limits import LIST

MEMORY_LIMIT = 512 * 1024 * 1024
SECONDS_LIMIT = 20


def main() -> None:
    """Read the file on standard input."""
    serve(partial(answer, limits=LIST), memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)
