"""Runs all tests and checks: `./run test`; only the checks: `./run check`; only the quick tests: `./run test --fast`.

The checks run in parallel with the tests on SQLite; then the tests run on PostgreSQL, without those in the browser.
Arguments are passed to each run of pytest.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.chromium import fetch_chromium
from tools.node import NODE
from tools.old_chromium import fetch_old_chromium
from tools.postgres import running_postgresql

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]


def program(name: str) -> str:
    """A program of the current environment."""
    return str(Path(sys.executable).with_name(name))


STYLES = sorted(map(str, ROOT.glob("static/**/*.css")))
CHECKS = {
    "ruff check": [*PYTHON, "ruff", "check", "."],
    "ruff format": [*PYTHON, "ruff", "format", "--check", "."],
    "djade": [program("djade"), "--check", "--target-version", "6.1", *map(str, ROOT.glob("templates/**/*.html"))],
    "import-linter": [program("lint-imports")],
    "makemigrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "mypy": [*PYTHON, "mypy", "."],
    "eslint": [*NODE, "node_modules/eslint/bin/eslint.js", "static"],
    "tsc": [*NODE, "node_modules/typescript/bin/tsc"],
    "node tests": [*NODE, "--test", "tests/js/"],
    "stylelint": [*NODE, "node_modules/stylelint/bin/stylelint.mjs", *STYLES],
}
# Judges PostgreSQL's statements, so it needs a PostgreSQL.
MIGRATIONS = {"migration linter": [*PYTHON, "tools.migrations"]}
# Compiled once, also where no bytecode is to stand beside the sources: each process of the tests would compile all of it anew.
BYTECODE = {"PYTHONPYCACHEPREFIX": str(ROOT / "var" / "bytecode")}
NOT_PASSED_ON = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON} | BYTECODE
QUICK = ("-m", "not browser and not slow")
COUNTING = ("--cov", "--cov-report=")


def main() -> None:
    match sys.argv[1:]:
        case ["check"]:
            sys.exit(1 if failed_checks(CHECKS, ENVIRONMENT | {"DATABASE_URL": "sqlite:///:memory:"}) else 0)
        case ["test", "--fast", *arguments]:
            sys.exit(0 if pytest("SQLite", ENVIRONMENT, *QUICK, *arguments) else 1)
        case [_, *arguments]:
            check_all(arguments)


def check_all(arguments: list[str]) -> None:
    """Run all checks, and all tests on both databases; exit with 1 if anything fails."""
    started = time.monotonic()
    fetch_chromium()
    fetch_old_chromium()
    with running_postgresql() as url:
        failed = run_everything({**ENVIRONMENT, "DATABASE_URL": url}, arguments)
    if failed:
        sys.exit(f"FAILED after {time.monotonic() - started:.0f} s: {', '.join(failed)}")


def run_everything(on_postgresql: dict[str, str], arguments: list[str]) -> list[str]:
    """The names of what failed; they are also printed before the last tests, so that pytest's summary ends the output."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        # On PostgreSQL, whose migrations show their statements, and which leaves no file where `./run serve` keeps its own.
        quality = beside.submit(failed_checks, CHECKS | MIGRATIONS, on_postgresql)
        failed = [] if pytest("SQLite", ENVIRONMENT, *COUNTING, *arguments) else ["tests on SQLite"]
        show_coverage()
        failed += quality.result()
    for name in failed:
        print(f"FAILED: {name}", flush=True)
    passed = pytest("PostgreSQL", on_postgresql, "-m", "not browser", *arguments)
    return failed if passed else [*failed, "tests on PostgreSQL"]


def show_coverage() -> None:
    """Print the tests' coverage, without code run in other processes; it has no threshold."""
    command = [*PYTHON, "coverage", "report", "--format=total"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    print(f"== Coverage: {said} % of the lines of accounts, config and evaluations", flush=True)


def failed_checks(checks: dict[str, list[str]], environment: dict[str, str]) -> list[str]:
    """Run the checks one after another; print the output of those that fail, and return their names."""
    return [name for name, command in checks.items() if not passes(name, command, environment)]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout, done.stderr, flush=True)
    return done.returncode == 0


def pytest(database: str, environment: dict[str, str], *arguments: str) -> bool:
    """Whether the tests pass on this database."""
    print(f"== Tests on {database}", flush=True)
    command = [*PYTHON, "pytest", "-q", "-n", "2", "--dist", "worksteal", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    main()
