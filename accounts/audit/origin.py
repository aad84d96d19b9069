"""The origin of an act: the address and the browser of the current request; nothing at the console.

It is a context variable instead of an argument, because services never see a request, and because events without a person, such as a wrong password,
have an origin, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Origin(NamedTuple):
    """A client's address, and its browser and system in words."""

    address: str = ""
    device: str = ""


_NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def origin() -> Origin:
    """The origin of the current act."""
    return _current.get()


@contextmanager
def coming_from(address: str, device: str) -> Iterator[None]:
    """Set the origin of everything done in the block."""
    token = _current.set(Origin(address, device))
    try:
        yield
    finally:
        _current.reset(token)
