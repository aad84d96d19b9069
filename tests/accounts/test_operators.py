"""A command that an operator runs on the server leaves an event."""

import json
import sys

import pytest

import manage
from accounts.audit.operators import record_command
from accounts.models import AuditEvent


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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_commands_of_django_and_of_its_apps_leave_one(monkeypatch: pytest.MonkeyPatch) -> None:
    told_to_create = ["createsuperuser", "--noinput", "--username", "root", "--name", "甲"]
    monkeypatch.setattr(sys, "argv", ["manage.py", *told_to_create])
    monkeypatch.setattr("manage.keep_to_oneself", lambda: None)  # lasts as long as the process
    manage.main()
    subject, detail = told()
    assert (subject, detail["arguments"]) == ("createsuperuser", "--noinput --username root --name 甲")
    assert (bool(detail["account"]), detail["failed"]) == (True, False)
    with pytest.raises(SystemExit):
        manage.main()
    assert json.loads(AuditEvent.objects.latest("number").detail)["failed"] is True
