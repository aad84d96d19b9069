"""Commands on a database that nobody made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ["verify_audit"],
        ["demo"],
        ["import_evaluations", "file.json"],
        ["check_evaluation", "--unit", "U", "--year", "2023"],
        ["export_evaluation", "--unit", "U", "--year", "2023", "--to", "out"],
    ],
    ids=lambda command: str(command[0]),
)
def test_a_command_on_an_empty_database_says_in_one_line_to_migrate(tmp_path: Path, command: list[str]) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "CommandError: 数据库还没有建立，或版本低于程序：请先运行 ./run migrate。\n"
