"""Runs every test and check: `./run test`.

The quality checks run beside the tests on SQLite; then the same tests, without the browser's, on PostgreSQL.
Arguments are handed to both runs of pytest.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.chromium import fetch_chromium
from tools.postgres import running_postgresql

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]


def program(name: str) -> str:
    """A program of the environment that runs this."""
    return str(Path(sys.executable).with_name(name))


CHECKS = {
    "ruff check": [*PYTHON, "ruff", "check", "."],
    "ruff format": [*PYTHON, "ruff", "format", "--check", "."],
    "djade": [program("djade"), "--check", "--target-version", "6.1", *map(str, ROOT.glob("templates/**/*.html"))],
    "import-linter": [program("lint-imports")],
    "makemigrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "migration linter": [*PYTHON, "tools.migrations"],
    "mypy": [*PYTHON, "mypy", "."],
}
# The two workers of pytest-xdist must see sets in one order, as these name tests.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PYTHONHASHSEED": "0"}
# No check may leave a file where `./run serve` keeps its database.
CHECK_ENVIRONMENT = {**ENVIRONMENT, "DATABASE_URL": "sqlite:///:memory:"}


def main() -> None:
    started = time.monotonic()
    fetch_chromium()
    with ThreadPoolExecutor(max_workers=1) as beside:
        quality = beside.submit(failed_checks)
        failed = [] if pytest("SQLite", ENVIRONMENT) else ["tests on SQLite"]
        failed += quality.result()
    for name in failed:
        print(f"FAILED: {name}", flush=True)
    with running_postgresql() as url:
        if not pytest("PostgreSQL", {**ENVIRONMENT, "DATABASE_URL": url}, "-m", "not browser"):
            failed.append("tests on PostgreSQL")
    if failed:
        sys.exit(f"FAILED after {time.monotonic() - started:.0f} s: {', '.join(failed)}")


def failed_checks() -> list[str]:
    """Runs the quality checks one after another; prints what each says when it fails, gives the failed ones' names."""
    return [name for name, command in CHECKS.items() if not passes(name, command)]


def passes(name: str, command: list[str]) -> bool:
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=CHECK_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{name}: {'ok' if result.returncode == 0 else 'FAILED'}", flush=True)
    if result.returncode:
        print(result.stdout, flush=True)
    return result.returncode == 0


def pytest(database: str, environment: dict[str, str], *arguments: str) -> bool:
    """Whether the tests pass on this database."""
    print(f"== Tests on {database}", flush=True)
    command = [*PYTHON, "pytest", "-q", "-n", "2", "--dist", "worksteal", *arguments, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    main()
