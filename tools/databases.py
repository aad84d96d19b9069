"""Chooses the database to serve: the one that `./run init` created, otherwise the demo, in separate files under var/; or the one in DATABASE_URL."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from config.environment import DATABASE_URL

ROOT = Path(__file__).resolve().parent.parent
REAL, DEMO = ROOT / "var" / "db.sqlite3", ROOT / "var" / "demo.sqlite3"
_DEMOS_ANCHOR = ROOT / "var" / "demo-audit-anchor.txt"
# Any row in one of these tables means that the database is in use.
_BEGUN = ("units_region", "units_unit", "accounts_user")


def real_url() -> str:
    """The URL of the database with real data."""
    return os.environ.get(DATABASE_URL) or f"sqlite:///{REAL}"


def choose(*, demo: bool = False) -> bool:
    """Put the database to serve into the environment; the demo only if requested, or if there is nothing else. Return whether it is the demo's own file."""
    if os.environ.get(DATABASE_URL):
        return False
    is_demo = demo or not is_begun(REAL)
    os.environ[DATABASE_URL] = f"sqlite:///{DEMO if is_demo else REAL}"
    if is_demo:
        os.environ.setdefault("AUDIT_ANCHOR", str(_DEMOS_ANCHOR))
    return is_demo


def is_begun(database: Path) -> bool:
    """Whether the SQLite file contains a region, a unit or a person."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection:
        made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in _BEGUN if table in made)  # noqa: S608


def create_demo(*options: str) -> None:
    """Create the demo's database elsewhere and move it into place when complete, so that an interrupted start can be repeated; exit with the command's code if
    it fails."""
    print("建立演示数据库 ……", flush=True)
    draft = DEMO.with_name("new.sqlite3")
    for leftover in (*DEMO.parent.glob(f"{draft.name}*"), *DEMO.parent.glob(f"{DEMO.name}*"), _DEMOS_ANCHOR):
        leftover.unlink(missing_ok=True)
    environment = {**os.environ, DATABASE_URL: f"sqlite:///{draft}"}
    for command in (["migrate", "--verbosity", "0"], ["demo", *options]):
        whole = [sys.executable, str(ROOT / "manage.py"), *command]
        made = subprocess.run(whole, env=environment, stdout=subprocess.DEVNULL, check=False)
        if made.returncode:
            sys.exit(made.returncode)
    draft.rename(DEMO)
