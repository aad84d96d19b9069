"""The threads of one worker: some for pages, and one for each kind of costly act, so that they do not wait for each other."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from config.front.bodies import Gone
from evaluations.common.costly import Cost

PAGES = 4
# The most requests that wait for a costly act, and the most seconds that each waits; any others are told to come back later.
PLACES = 32
PATIENCE = 20
_STEP_BACK = 15


class Crowded(Exception):
    """Too many requests are waiting for the same costly act."""


class Threads:
    """Runs work in the thread where it belongs."""

    def __init__(self) -> None:
        self._pages = ThreadPoolExecutor(PAGES, "pages")
        self._costly = {cost: _Queue(cost.name) for cost in Cost}

    async def page[T](self, work: Callable[[], T]) -> T:
        """The result of `work`, which is not costly."""
        return await asyncio.get_running_loop().run_in_executor(self._pages, work)

    async def costly[T](self, cost: Cost, work: Callable[[], T], gone: asyncio.Task[None]) -> T:
        """The result of `work`, after earlier requests; `gone` completes when the client has left.

        Raises:
            Crowded: too many are waiting, or it did not begin in time.
            Gone: the client left before it began.
        """
        return await self._costly[cost].run(work, gone)


class _Queue:
    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, name, initializer=step_back)
        self._inside = 0

    async def run[T](self, work: Callable[[], T], gone: asyncio.Task[None]) -> T:
        if self._inside > PLACES:
            raise Crowded
        job = self._thread.submit(work)
        result = asyncio.wrap_future(job)
        self._inside += 1
        try:
            both: set[asyncio.Future[Any]] = {result, gone}
            await asyncio.wait(both, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if job.cancel():  # it had not begun
                raise Gone if gone.done() else Crowded
            return await result
        finally:
            self._inside -= 1


def step_back() -> None:
    """Lower this thread's priority, if the system supports that per thread; whatever it starts inherits the priority."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEP_BACK)
