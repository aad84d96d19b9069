"""What is stored is for the account that the program runs as."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from config.environment import read_database
from config.private import database_files, tighten

ROOT = Path(__file__).resolve().parent.parent.parent


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_that_others_could_read_are_tightened(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    database = folder / "db.sqlite3"
    files = database_files(read_database(f"sqlite:///{database}"))
    for file in files[:3]:
        file.touch()
        file.chmod(0o644)
    tighten(folder, files)
    assert mode(folder) == 0o700
    assert [mode(file) for file in files[:3]] == [0o600] * 3


def test_postgresql_has_no_files_here() -> None:
    assert database_files(read_database("postgres://db/x")) == []


def test_a_command_makes_a_database_that_only_its_owner_reads(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    command = f"umask 022; exec '{sys.executable}' '{ROOT}/manage.py' migrate units --verbosity 0"
    subprocess.run(["/bin/sh", "-c", command], env=environment, check=True)
    assert mode(tmp_path / "new.sqlite3") == 0o600
