"""Processes of their own: how many, how long, and what becomes of one that dies, hangs, or is waited for by nobody."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import pytest

from evaluations.files import children
from evaluations.files.children import Children, Failed, Full

pytestmark = pytest.mark.slow

SLEEP = b"time.sleep(600)"
MINE = b"os.getpid()"


class Obedient(Protocol):
    def __call__(
        self, *, at_once: int = 1, uses: int = 100, seconds: float = 60, size: int = 1000, wait: float = 0
    ) -> Children: ...


@pytest.fixture
def obedient() -> Iterator[Obedient]:
    """Makes processes that do what they are told; those that were kept end with the test."""
    made: list[Children] = []

    def make(*, at_once: int = 1, uses: int = 100, seconds: float = 60, size: int = 1000, wait: float = 0) -> Children:
        made.append(Children("tests.files.obedient", at_once, seconds, size, wait, uses))
        return made[-1]

    yield make
    for some in made:
        some.end()


def test_a_process_is_kept_for_some_questions_and_then_replaced(obedient: Obedient) -> None:
    some = obedient(uses=2)
    first, second, third = (some.ask(MINE) for _ in range(3))
    assert first == second != third


def test_a_process_that_took_long_is_not_kept(monkeypatch: pytest.MonkeyPatch, obedient: Obedient) -> None:
    monkeypatch.setattr(children, "_QUICK", 0)
    some = obedient()
    assert some.ask(MINE) != some.ask(MINE)


def test_a_kept_process_that_was_killed_by_somebody_is_replaced(obedient: Obedient) -> None:
    some = obedient()
    first = some.ask(MINE)
    os.kill(int(first), signal.SIGKILL)
    os.waitid(os.P_PID, int(first), os.WEXITED | os.WNOWAIT)
    assert some.ask(MINE) != first


@pytest.mark.parametrize(
    "fault",
    [
        "1 / 0",
        "os.abort()",
        "os._exit(0)",
        "sys.stdout.buffer.write(b'x' * 8)",
        "'x' * 2000",
        "len(bytes(10**9))",
        "[0 for _ in iter(int, 1)]",
    ],
)
def test_one_that_dies_talks_nonsense_or_takes_too_much_has_failed_and_leaves_its_place(
    fault: str, obedient: Obedient
) -> None:
    some = obedient()
    with pytest.raises(Failed):
        some.ask(fault.encode())
    assert some.ask(b"1 + 1") == b"2"


def test_one_that_hangs_is_killed_when_its_time_is_over(obedient: Obedient) -> None:
    with pytest.raises(Failed):
        obedient(seconds=0.1).ask(SLEEP)


def test_one_that_nobody_waits_for_any_more_is_killed(tmp_path: Path, obedient: Obedient) -> None:
    begun = tmp_path / "begun"
    order = f"(open({str(begun)!r}, 'w').close(), {SLEEP.decode()})".encode()
    some = obedient()
    with pytest.raises(Failed):
        some.ask(order, begun.exists)
    assert some.ask(b"1 + 1", lambda: False) == b"2"


def test_of_many_questions_only_a_few_are_answered_at_once(tmp_path: Path, obedient: Obedient) -> None:
    # Each process leaves a mark while it answers, and says the most marks that it saw.
    here, mine = repr(str(tmp_path)), "str(os.getpid())"
    order = (
        f"(open(os.path.join({here}, {mine}), 'w').close(), max(len(os.listdir({here})) for _ in range(5000)),"
        f" os.remove(os.path.join({here}, {mine})))[1]"
    )
    some = obedient(at_once=2, wait=60)
    with ThreadPoolExecutor(8) as threads:
        seen = [int(answer) for answer in threads.map(some.ask, [order.encode()] * 8)]
    assert max(seen) <= 2


def test_who_waits_too_long_is_told_so(obedient: Obedient) -> None:
    some = obedient()
    with some.slot(), pytest.raises(Full):
        some.ask(MINE)
    assert some.ask(MINE)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no priorities")
def test_a_page_that_somebody_waits_for_goes_first(obedient: Obedient) -> None:
    assert int(obedient().ask(b"os.nice(0)")) == min(os.nice(0) + 10, 19)


def test_a_process_knows_nothing_of_the_environment_but_where_things_are(
    monkeypatch: pytest.MonkeyPatch, obedient: Obedient
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    known = set(eval(obedient().ask(b"list(os.environ)")))  # noqa: S307
    assert known <= {"SYSTEMROOT", "HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LC_CTYPE"}
