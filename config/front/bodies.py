"""Receives request bodies within limits on their duration, size and number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import IO

from asgiref.typing import ASGIReceiveCallable

from config.uploads import LET_PASS, REQUEST_LIMIT

Networks = tuple[IPv4Network | IPv6Network, ...]
IN_MEMORY = 256 * 1024


class Gone(Exception):
    """The client has disconnected."""


class TooSlow(Exception):
    """The body did not arrive in time, or had to make way for others."""


@dataclass(frozen=True)
class Limits:
    """The limits on the bodies that one worker receives. If there are too many, or they exceed `room`, the oldest one has to make way."""

    seconds: float = 30  # for a body of any size, plus one for each `rate` bytes received
    rate: int = 32 * 1024
    of_one_address: int = 16
    young: float = 2  # seconds in which a body does not count towards its address's limit: a whole office may start at once behind one address
    in_all: int = 128
    room: int = 512 * 1024 * 1024


@dataclass(eq=False, slots=True)
class _Body:
    address: str
    began: float
    timeout: asyncio.Timeout
    size: int = 0


class Unfinished:
    """The bodies that are being received."""

    def __init__(self, proxies: Networks = (), limits: Limits = Limits()) -> None:
        self._proxies = proxies
        self._limits = limits
        self._bodies: dict[_Body, None] = {}  # oldest first

    async def received(self, receive: ASGIReceiveCallable, into: IO[bytes], address: str) -> int:
        """Write a body into a file and return its size in bytes.

        Bytes beyond the size that the application accepts are read but discarded, so that the browser goes on to read the refusal; beyond a
        larger size, the rest is not awaited.

        Raises:
            Gone: the client left before it was complete.
            TooSlow: it was not complete in time.
        """
        async with self._on_its_way(address) as body:
            async for piece in pieces(receive):
                into.write(piece[: max(0, REQUEST_LIMIT + 1 - body.size)])
                body.size += len(piece)
                if body.size > LET_PASS:
                    break
                self._make_room()
                if body in self._bodies:
                    body.timeout.reschedule(body.began + self._limits.seconds + body.size / self._limits.rate)
            return body.size

    @asynccontextmanager
    async def _on_its_way(self, address: str) -> AsyncIterator[_Body]:
        try:
            async with asyncio.timeout(self._limits.seconds) as timeout:
                body = _Body(address, now(), timeout)
                self._bodies[body] = None
                self._make_place(address)
                try:
                    yield body
                finally:
                    self._bodies.pop(body, None)
        except TimeoutError:
            raise TooSlow from None

    def _make_place(self, address: str) -> None:
        if not is_within(address, self._proxies):
            many = [body for body in self._bodies if body.address == address][: -self._limits.of_one_address]
            self._end([body for body in many if body.began + self._limits.young <= now()])
        self._end(list(self._bodies)[: -self._limits.in_all])

    def _make_room(self) -> None:
        if sum(min(body.size, REQUEST_LIMIT) for body in self._bodies) > self._limits.room:
            self._end(list(self._bodies)[:1])

    def _end(self, bodies: list[_Body]) -> None:
        for body in bodies:
            del self._bodies[body]
            if not body.timeout.expired():
                body.timeout.reschedule(now())


def now() -> float:
    """The event loop's time, in seconds."""
    return asyncio.get_running_loop().time()


def is_within(address: str, networks: Networks) -> bool:
    """Whether an address is in one of the networks."""
    return any(ip_address(address) in network for network in networks)


async def pieces(receive: ASGIReceiveCallable) -> AsyncIterator[bytes]:
    """The pieces of a request's body as they arrive.

    Raises:
        Gone: the body broke off.
    """
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        yield message["body"]
        if not message["more_body"]:
            return


async def left(receive: ASGIReceiveCallable) -> None:
    """Return when the client has left; call it once the body is complete."""
    while (await receive())["type"] == "http.request":
        pass
