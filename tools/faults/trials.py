"""The trials: each breaks one thing while people are working, mends it, and reports what is wrong afterwards."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path

from tools.faults.load import Load
from tools.faults.oracle import complaints, losses, returned_after
from tools.faults.stage import PATHS, Stage, fill, on_postgresql, on_sqlite

BEFORE, AWAY, AFTER = 3.0, 5.0, 4.0  # seconds of work


@dataclass
class Outcome:
    """What a trial counted, and what was wrong."""

    acknowledged: int = 0
    slowest: float = 0
    back: float | None = None
    wrong: list[str] = field(default_factory=list)
    words: str = ""


def broken_and_mended(
    stage: Stage, break_it: Callable[[], object], mend: Callable[[], object], *, is_outage: bool
) -> Outcome:
    """Work before, during and after the fault; `is_outage`: the application itself stays up and must answer all the time."""
    with stage.load() as load:
        time.sleep(BEFORE)
        broken = time.monotonic()
        break_it()
        time.sleep(AWAY)
        mend()
        mended = time.monotonic()
        time.sleep(AFTER)
    return judged(stage, load, broken, mended, is_outage=is_outage)


def judged(stage: Stage, load: Load, broken: float, mended: float, *, is_outage: bool) -> Outcome:
    """The outcome of the work, with the times of breaking and mending."""
    wrong = list(losses(load.written, stage.edits()))
    stored = stage.stored()
    last = {path: str(numbers[-1]) for path, numbers in stage.edits().items() if numbers}
    wrong += [
        f"{path}: {stored[path]} stands, {number} was saved last"
        for path, number in last.items()
        if stored[path] != number
    ]
    wrong += [f"{path}: nothing was acknowledged" for path in PATHS if not load.written[path].acknowledged]
    if is_outage:
        wrong += complaints(load.answers, broken, mended)
    slowest = max((one.took for one in load.answers), default=0)
    return Outcome(load.acknowledged(), slowest, returned_after(load.answers, mended), wrong)


def server_killed(stage: Stage) -> Outcome:
    """kill -9 of the server and its workers, then a new start."""
    return broken_and_mended(stage, stage.kill, stage.start, is_outage=False)


def worker_killed(stage: Stage) -> Outcome:
    """kill -9 of one worker: the server starts another."""
    return broken_and_mended(stage, stage.kill_a_worker, lambda: None, is_outage=False)


def database_killed(stage: Stage) -> Outcome:
    """kill -9 of PostgreSQL and all its processes, then a new start."""
    assert stage.postgresql
    return broken_and_mended(stage, stage.postgresql.kill, stage.postgresql.start, is_outage=True)


def database_away(stage: Stage) -> Outcome:
    """PostgreSQL stopped and started again."""
    assert stage.postgresql
    return broken_and_mended(stage, stage.postgresql.stop, stage.postgresql.start, is_outage=True)


def disk_full(stage: Stage) -> Outcome:
    """The database's disk filled to the last byte, then freed."""
    fillers: list[Path] = []

    def free() -> None:
        fillers[0].unlink()
        if stage.postgresql and not stage.postgresql.is_running:
            stage.postgresql.start()

    return broken_and_mended(stage, lambda: fillers.append(fill(stage.folder)), free, is_outage=True)


def database_busy(stage: Stage) -> Outcome:
    """Another program holds SQLite's only lock for writing."""
    with closing(sqlite3.connect(stage.sqlite, isolation_level=None)) as other:
        return broken_and_mended(
            stage, lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK"), is_outage=True
        )


@dataclass(frozen=True)
class Trial:
    """A fault on one kind of database."""

    name: str
    on: Callable[..., AbstractContextManager[Stage]]
    act: Callable[[Stage], Outcome]
    small: bool = False


TRIALS = (
    Trial("sqlite-server-killed", on_sqlite, server_killed),
    Trial("sqlite-worker-killed", on_sqlite, worker_killed),
    Trial("sqlite-busy", on_sqlite, database_busy),
    Trial("sqlite-disk-full", on_sqlite, disk_full, small=True),
    Trial("postgresql-server-killed", on_postgresql, server_killed),
    Trial("postgresql-worker-killed", on_postgresql, worker_killed),
    Trial("postgresql-killed", on_postgresql, database_killed),
    Trial("postgresql-away", on_postgresql, database_away),
    Trial("postgresql-disk-full", on_postgresql, disk_full, small=True),
)
