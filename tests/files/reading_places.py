"""A moment in which other people's files are being read or made."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from evaluations.files import reading
from evaluations.files.children import Children


@contextmanager
def all_taken(children: Children = reading.CHILDREN) -> Iterator[None]:
    """Meanwhile no file finds a process, and none waits for it."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as others:
        patch.setattr(children, "wait", 0)
        for _ in range(children.at_once):
            others.enter_context(children.slot())
        yield
