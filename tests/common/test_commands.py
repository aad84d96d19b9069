"""Commands on a database that nobody made, or that is older than the program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

ROOT = Path(__file__).resolve().parent.parent.parent
SAID = "数据库还没有建立，或版本低于程序：请先运行 ./run migrate。"


@pytest.mark.django_db
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
def test_a_command_on_a_database_without_its_migrations_says_to_migrate(command: list[str]) -> None:
    MigrationRecorder(connection).flush()
    with pytest.raises(CommandError) as refused:
        call_command(*command)
    assert str(refused.value) == SAID


def test_on_an_empty_database_the_process_says_so_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    command = [sys.executable, str(ROOT / "manage.py"), "verify_audit"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, f"CommandError: {SAID}\n")
