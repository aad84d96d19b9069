"""Tries the tests' properties with fresh examples until the time is up: `./run fuzz [MINUTES]` (5 by default).

Each round runs all of them, in a new order, with many examples from a seed that is printed. A failing property is shown at once with its example
and left out of later rounds; then the exit code is 1. `./run test`, in contrast, tries the same examples every time.

This file is also pytest's plugin for such a round.
"""

import os
import pkgutil
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
TIMES_AS_MANY_EXAMPLES = 5
LEAST_SECONDS = 15  # in less time, pytest hardly gets started
TRIED, FOUND = "TRIED ", "FOUND "
PLUGIN = "tools.fuzz"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def main() -> None:
    ends = time.monotonic() + 60 * asked_minutes(sys.argv[1:])
    found: list[str] = []
    rounds = 0
    while rounds == 0 or ends - time.monotonic() > LEAST_SECONDS:
        rounds += 1
        seed = secrets.randbelow(2**32)
        print(f"== Round {rounds}, seed {seed}, {ends - time.monotonic():.0f} s left", flush=True)
        found += explore(seed, ends, found)
    print(f"== {rounds} rounds, {len(found)} findings", *found, sep="\n")
    sys.exit(1 if found else 0)


def asked_minutes(arguments: list[str]) -> float:
    try:
        [minutes] = map(float, arguments or ["5"])
    except ValueError:
        minutes = 0
    if not 0 < minutes < 24 * 60:
        sys.exit("usage: ./run fuzz [MINUTES]")
    return minutes


def explore(seed: int, ends: float, leave_out: list[str]) -> list[str]:
    """Run the properties once with this seed, until `ends` at the latest; return those that fail."""
    tried, found = 0, list[str]()
    left_out = [f"--deselect={name}" for name in leave_out]
    with running([*command(seed), "-n", "2", "--dist", "worksteal", *left_out, *files()], ends) as run:
        for line in run.stdout or ():
            if line.startswith(FOUND):
                found.append(line.removeprefix(FOUND).strip())
            elif line.startswith(TRIED):
                tried += 1
            else:
                print(line, end="", flush=True)
    if run.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and time.monotonic() < ends:
        sys.exit(f"FAILED: pytest ended with {run.returncode}")
    print(f"{tried} properties tried")
    for name in found:
        print("Again with:", *command(seed), "-n", "0", f"'{name}'", flush=True)
    return found


def files() -> list[str]:
    """The test files that contain properties; collecting all tests would take too long."""
    found = (file for file in ROOT.glob("tests/**/test_*.py") if "from hypothesis" in file.read_text(encoding="utf-8"))
    return sorted(str(file.relative_to(ROOT)) for file in found)


def command(seed: int) -> list[str]:
    options = ["-q", "--no-summary", "-m", "hypothesis and not browser", f"--hypothesis-seed={seed}"]
    return [sys.executable, "-m", "pytest", "-p", PLUGIN, *options]


@contextmanager
def running(arguments: list[str], ends: float) -> Iterator[subprocess.Popen[str]]:
    """A process; it and all its children are ended when the time is up."""
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    timer = threading.Timer(max(ends - time.monotonic(), 1), os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        yield process
        process.wait()
    finally:
        timer.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


# As pytest's plugin


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Load all modules, so that a seed is reproducible: Hypothesis also tries the constants of loaded modules."""
    for package in ("accounts", "config", "evaluations"):
        for module in pkgutil.walk_packages([str(ROOT / package)], package + "."):
            import_module(module.name)
    for function in {item.function for item in items if isinstance(item, pytest.Function)}:
        chosen = function._hypothesis_internal_use_settings  # noqa: SLF001
        function._hypothesis_internal_use_settings = explored(chosen)  # noqa: SLF001
    random.Random(config.getoption("--hypothesis-seed")).shuffle(items)  # noqa: S311


def explored(chosen: settings) -> settings:
    """A property's settings with new and more examples."""
    more = TIMES_AS_MANY_EXAMPLES * chosen.max_examples
    return settings(chosen, derandomize=False, max_examples=more, suppress_health_check=list(HealthCheck))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Show failures at once, because the time may be up before the round ends."""
    if report.failed:
        print(f"\n{report.longreprtext}\n{FOUND}{report.nodeid}", flush=True)
    elif report.when == "call":
        print(f"\n{TRIED}{report.nodeid}", flush=True)


if __name__ == "__main__":
    main()
