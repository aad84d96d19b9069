"""A moment in which other people's files are being read."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from evaluations.files import reading


@contextmanager
def all_taken() -> Iterator[None]:
    """Meanwhile no file finds a process to be read in, and none waits for it."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as others:
        patch.setattr(reading, "WAIT_LIMIT", 0)
        for _ in range(reading.PROCESSES_LIMIT):
            others.enter_context(reading.slot())
        yield
