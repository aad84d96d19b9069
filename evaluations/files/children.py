"""Processes of their own for what a file may cost too much in: bounded in number and time, killed when nobody waits for them any more.

What such a process may take of memory and of the processor it bounds by itself (`evaluations.files.bounds`).
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
"""Whether whoever asked has left."""

_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_PROGRAM = (
    "import sys; sys.path.append(sys.argv[1]); from importlib import import_module; import_module(sys.argv[2]).main()"
)
# Windows needs to know where it is, and typst where the fonts are; nothing else is passed on.
_PASSED_ON = ("SYSTEMROOT", "HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_LOOK = 0.2  # seconds between two looks at the clock and at who asked
# A process that took longer than this over an answer, its own start included, holds much memory and is not kept.
_QUICK = 4.0


class Full(Exception):
    """None of the few processes became free in time."""


class Failed(Exception):
    """A process was killed, by its limits or because nobody waited, or came to its end by a fault of its own, which stands in the log."""


@dataclass
class Children:
    """The processes that run `main` of `module`: at most `at_once` in this process, each for `uses` questions.

    `seconds`, `size`: how long an answer may take and be; `wait`: the seconds one waits for a process to become free, which hold a thread of
    the server.
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
        """What a process says to `given`; it is killed once whoever asked is `gone`.

        Raises:
            Full: none became free in time.
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
        """The one that was kept, if it still runs, or a new one."""
        try:
            kept = self._idle.pop()
        except IndexError:  # another thread may just have taken it
            return _Child(self.module)
        if kept.is_running:
            return kept
        kept.end()
        return _Child(self.module)

    def end(self) -> None:
        """End those that were kept."""
        while self._idle:
            self._idle.pop().end()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Meanwhile one process fewer may run.

        Raises:
            Full: none became free in time.
        """
        if not self._slots.acquire(timeout=self.wait):
            raise Full
        try:
            yield
        finally:
            self._slots.release()


class _Child:
    """One process; it ends by itself when its standard input does, as it does when this process is killed."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", _PROGRAM, _ROOT, module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        self.asked, self.was_killed = 0, False

    def ask(self, given: bytes, limit: int) -> bytes | None:
        """What it says; None when it ended over it, or says more than `limit` bytes."""
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
        """Stop it at once: whoever waits for its answer gets none."""
        self.was_killed = True
        self._process.kill()

    def end(self) -> None:
        """Stop it and wait for its end."""
        self.kill()
        assert self._process.stdin
        with self._process, suppress(BrokenPipeError):  # what it did not read any more
            self._process.stdin.close()


@contextmanager
def _watched(child: _Child, end: float, gone: Gone) -> Iterator[None]:
    """Meanwhile the process is killed when the clock passes `end` or whoever asked is gone."""
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
