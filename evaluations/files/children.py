"""Child processes for work that a file can make too costly: limited in number and time, and killed when nobody is waiting for them.

A child process limits its own memory and processor time (`evaluations.files.bounds`).
"""

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread

from evaluations.files.bounds import HEAD, message

Gone = Callable[[], bool]
"""Whether the client has left."""

_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_PROGRAM = (
    "import sys; sys.path.append(sys.argv[1]); from importlib import import_module; import_module(sys.argv[2]).main()"
)
# Windows needs its own location, and typst that of the fonts; nothing else is passed on.
_PASSED_ON = ("SYSTEMROOT", "HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_LOOK = 0.2  # seconds between checks of the clock and the client
# A process that took longer than this for an answer, including its start, holds much memory and is not kept.
_QUICK = 4.0


class Full(Exception):
    """None of the processes became free in time."""


class Failed(Exception):
    """A process was killed by its limits or because nobody was waiting, or it crashed; the server's log has the error."""


@dataclass
class Children:
    """Processes that run `main` of `module`: at most `at_once` per server process, each for `uses` requests.

    `seconds`, `size`: the limits for an answer; `wait`: how many seconds a request waits for a free process, during which it holds a thread
    of the server.
    """

    module: str
    at_once: int
    seconds: float
    size: int
    wait: float
    uses: int
    _idle: "list[_Child]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self._slots = BoundedSemaphore(self.at_once)
        atexit.register(self.end)

    def ask(self, given: bytes, gone: Gone | None = None) -> bytes:
        """A process's answer to `given`; the process is killed if the client is `gone`.

        Raises:
            Full: no process became free in time.
            Failed: it gave no answer.
        """
        with self.slot():
            child = self._taken()
            began = time.monotonic()
            with _watched(child, began + self.seconds, gone or _stays):
                told = child.ask(given, self.size)
            is_fresh = child.asked < self.uses and time.monotonic() - began < _QUICK
            if told is not None and is_fresh and not child.was_killed and not self._idle:
                self._idle.append(child)
            else:
                child.end()
        if told is None:
            raise Failed
        return told

    def _taken(self) -> "_Child":
        """A kept process, if it is still running, or a new one."""
        try:
            kept = self._idle.pop()
        except IndexError:  # another thread may just have taken it
            return _Child(self.module)
        if kept.is_running:
            return kept
        kept.end()
        return _Child(self.module)

    def end(self) -> None:
        """End the kept processes."""
        while self._idle:
            self._idle.pop().end()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Reserve one process's slot for the duration of the block.

        Raises:
            Full: no slot became free in time.
        """
        if not self._slots.acquire(timeout=self.wait):
            raise Full
        try:
            yield
        finally:
            self._slots.release()


class _Child:
    """One process; it ends by itself when its standard input closes, which also happens when this process is killed."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", _PROGRAM, _ROOT, module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        self.asked, self.was_killed = 0, False

    def ask(self, given: bytes, limit: int) -> bytes | None:
        """Its answer; None if it ended without one, or if the answer has more than `limit` bytes."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked
        assert told
        self.asked += 1
        try:
            asked.write(message(given))
            asked.flush()
        except BrokenPipeError:
            return None
        size = int.from_bytes(told.read(HEAD))
        answer = told.read(size) if size <= limit else b""
        return answer if size and len(answer) == size else None

    @property
    def is_running(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill it at once; anybody waiting for its answer gets none."""
        self.was_killed = True
        self._process.kill()

    def end(self) -> None:
        """Kill it and wait until it has ended."""
        self.kill()
        assert self._process.stdin
        with self._process, suppress(BrokenPipeError):  # it did not read everything
            self._process.stdin.close()


@contextmanager
def _watched(child: _Child, end: float, gone: Gone) -> Iterator[None]:
    """During the block, kill the process if the time passes `end` or the client is gone."""
    done = Event()

    def watch() -> None:
        while not done.wait(_LOOK):
            if time.monotonic() > end or gone():
                child.kill()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _stays() -> bool:
    return False
