"""A command that an operator runs on the server leaves an event."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from accounts.audit.operators import record_command
from accounts.models import AuditEvent

ROOT = Path(__file__).resolve().parent.parent.parent


def told() -> tuple[str, dict[str, object]]:
    event = AuditEvent.objects.get(action="command")
    return event.subject, json.loads(event.detail)


@pytest.mark.django_db
def test_an_event_names_command_arguments_and_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    monkeypatch.setenv("SUDO_USER", "zhang")
    record_command(["manage.py", "changepassword", "li"], has_failed=False)
    assert told() == ("changepassword", {"account": "zhang → root", "arguments": "li", "failed": False})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["collectstatic", "--noinput"], ["help"], ["--version"], ["createsuperuser", "--help"]]
)
def test_what_changes_nothing_leaves_none(arguments: list[str]) -> None:
    record_command(["manage.py", *arguments], has_failed=False)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_commands_of_django_and_of_its_apps_leave_one(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the database of the tests has no address of its own")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "createsuperuser",
        "--noinput",
        "--username",
        "root",
        "--name",
        "甲",
    ]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    subject, detail = told()
    assert (subject, detail["arguments"], detail["failed"]) == (
        "createsuperuser",
        "--noinput --username root --name 甲",
        False,
    )
    assert detail["account"]
    again = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert again.returncode
    assert json.loads(AuditEvent.objects.latest("number").detail)["failed"] is True
