"""Demo and real data never share a database: which one is served, and what is refused."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from config.environment import DATABASE_URL
from tools import databases
from tools.databases import choose, is_begun, real_url

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for both databases, and an environment that names none."""
    monkeypatch.delenv(DATABASE_URL, raising=False)
    monkeypatch.delenv("AUDIT_ANCHOR", raising=False)
    monkeypatch.setattr(databases, "REAL", tmp_path / "db.sqlite3")
    monkeypatch.setattr(databases, "DEMO", tmp_path / "demo.sqlite3")
    return tmp_path


def make(file: Path, rows: int) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE units_region (name)")
        connection.executemany("INSERT INTO units_region VALUES (?)", [("某区",)] * rows)


def test_where_nothing_is_the_demo_is_served_from_a_file_of_its_own(var: Path) -> None:
    assert choose()
    assert os.environ[DATABASE_URL] == f"sqlite:///{var}/demo.sqlite3"
    assert os.environ["AUDIT_ANCHOR"].endswith("demo-audit-anchor.txt")


def test_a_database_that_was_only_migrated_is_nothing(var: Path) -> None:
    make(var / "db.sqlite3", rows=0)
    assert not is_begun(var / "db.sqlite3")
    assert choose()


def test_what_init_made_is_served(var: Path) -> None:
    make(var / "db.sqlite3", rows=1)
    assert not choose()
    assert os.environ[DATABASE_URL] == f"sqlite:///{var}/db.sqlite3"
    assert "AUDIT_ANCHOR" not in os.environ


def test_who_works_on_the_code_gets_the_demo_even_so(var: Path) -> None:
    make(var / "db.sqlite3", rows=1)
    assert choose(demo=True)
    assert os.environ[DATABASE_URL] == f"sqlite:///{var}/demo.sqlite3"


def test_a_database_that_is_named_is_never_filled_with_the_demo(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATABASE_URL, "postgres://db/jixiao")
    assert not choose()
    assert not choose(demo=True)
    assert os.environ[DATABASE_URL] == real_url() == "postgres://db/jixiao"


def test_init_never_takes_the_file_of_the_demo(var: Path) -> None:
    choose(demo=True)
    del os.environ[DATABASE_URL]
    assert real_url() == f"sqlite:///{var}/db.sqlite3"


def test_init_over_the_demo_is_refused_with_what_is_there(tmp_path: Path) -> None:
    environment = {**os.environ, DATABASE_URL: f"sqlite:///{tmp_path}/demo.sqlite3"}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, *command]
        return subprocess.run(
            whole, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )

    assert run("manage.py", "migrate", "--verbosity", "0").returncode == 0
    assert run("-m", "tools.demo").returncode == 0
    refused = run("-m", "tools.init", "--use", "bureau")
    assert refused.returncode == 1
    with closing(sqlite3.connect(tmp_path / "demo.sqlite3")) as demo:
        tables = ("units_region", "units_unit", "accounts_user", "records_selfevaluation")
        regions, units, people, evaluations = (
            demo.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
        )
    holds = f"地区 {regions} 个、单位 {units} 个、人员 {people} 人、自评 {evaluations} 份，是演示数据"
    assert holds in refused.stderr
    assert "演示数据和正式数据不能放在一起" in refused.stderr
    assert f"把 {tmp_path}/demo.sqlite3 改名或移走" in refused.stderr
