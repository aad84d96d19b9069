"""The bodies of requests that are still on their way: how long they may take, how large they may be, how many there may be."""

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
    """A body that was not there in time, or that made place for others."""


@dataclass(frozen=True)
class Limits:
    """Of the bodies that one worker receives. Beyond a number or `room`, the one that began first makes place."""

    seconds: float = 30  # for a body of any size, and one more for each `rate` of bytes that have come
    rate: int = 32 * 1024
    of_one_address: int = 16
    young: float = 2  # seconds in which a body is not taken for one too many of its address: an office behind one may begin at once
    in_all: int = 128
    room: int = 512 * 1024 * 1024


@dataclass(eq=False, slots=True)
class _Body:
    address: str
    began: float
    timeout: asyncio.Timeout
    size: int = 0


class Unfinished:
    """The bodies that are on their way."""

    def __init__(self, proxies: Networks = (), limits: Limits = Limits()) -> None:
        self._proxies = proxies
        self._limits = limits
        self._bodies: dict[_Body, None] = {}  # in the order in which they began

    async def received(self, receive: ASGIReceiveCallable, into: IO[bytes], address: str) -> int:
        """Write a body into a file and return its size in bytes.

        What goes beyond the size that the application takes is let pass, so that the browser comes to read the refusal, but not kept; up to
        a size, from which on nobody waits for the rest.

        Raises:
            Gone: the person left before it was there.
            TooSlow: it was not there in time.
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
    """Seconds of the loop's clock."""
    return asyncio.get_running_loop().time()


def is_within(address: str, networks: Networks) -> bool:
    """Whether an address is one of the networks'."""
    return any(ip_address(address) in network for network in networks)


async def pieces(receive: ASGIReceiveCallable) -> AsyncIterator[bytes]:
    """A request's body as it comes.

    Raises:
        Gone: it broke off.
    """
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        yield message["body"]
        if not message["more_body"]:
            return


async def left(receive: ASGIReceiveCallable) -> None:
    """Come back when whoever asked has left; nothing of the body is on its way any more."""
    while (await receive())["type"] == "http.request":
        pass
