"""The maintenance of each day: what it clears, that one does it, and what it tells."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import AuditChain, AuditEvent, Maintenance, Session
from accounts.roles import Role
from evaluations.auditing.maintenance import Failed, maintain, maintain_once_a_day
from evaluations.auditing.verification import verify
from evaluations.records.states import State
from tests.factories import a_person
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of files on their way in."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", folder)
    return folder


def test_what_has_ended_is_cleared_and_the_rest_stays(uploads: Path) -> None:
    now = timezone.now()
    for key, ends in (("ended", now - timedelta(hours=1)), ("open", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends, seen=now)
    for name, days in (("old.upload", 2), ("new.upload", 0)):
        (uploads / name).touch()
        moment = now.timestamp() - days * 24 * 60 * 60
        os.utime(uploads / name, (moment, moment))
    maintain()
    assert [session.session_key for session in Session.objects.all()] == ["open"]
    assert [file.name for file in uploads.iterdir()] == ["new.upload"]


def test_everything_is_sealed_proved_and_anchored() -> None:
    Scenario().at(State.DRAFTING)
    told = "\n".join(maintain())
    assert "条审计记录完整" in told
    assert "另有 0 条是上次封存之后写的" in told
    assert Path(settings.AUDIT_ANCHOR).read_text(encoding="utf-8").count("\n") == 1
    assert list(AuditEvent.objects.order_by("-number").values_list("action", flat=True)[:3]) == [
        "verify_audit",
        "maintenance",
        "seal",
    ]


def test_the_maintenance_reads_each_chain_once_and_then_only_what_is_new() -> None:
    for actor in (None, actor_of(a_person(Role.MANAGER))):
        record("work", actor)
    with CaptureQueriesContext(connection) as captured:
        maintain()
    walks = [sql["sql"] for sql in captured if '"detail"' in sql["sql"] and '."number" ASC' in sql["sql"]]
    assert len(walks) == 4
    assert sum('"number" >' in sql for sql in walks) == 2


def test_nothing_of_the_log_is_thrown_away_however_old() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accounts.audit.recording.timezone.now", lambda: datetime(1999, 1, 1, tzinfo=UTC))
        record("old")
    maintain()
    assert AuditEvent.objects.filter(action="old").exists()


def test_one_does_it_each_day() -> None:
    assert maintain_once_a_day()
    assert maintain_once_a_day() is None
    done = Maintenance.objects.get()
    assert (done.day, done.has_failed) == (timezone.localdate(), False)
    assert "条审计记录完整" in done.outcome
    Maintenance.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert maintain_once_a_day()


def test_one_that_was_stopped_is_taken_over_after_an_hour() -> None:
    begun = Maintenance.objects.create(day=timezone.localdate(), started_at=timezone.now())
    assert maintain_once_a_day() is None
    Maintenance.objects.update(started_at=timezone.now() - timedelta(hours=2))
    assert maintain_once_a_day()
    begun.refresh_from_db()
    assert begun.finished_at is not None


def test_a_broken_log_is_a_failure_that_is_kept() -> None:
    record("work")
    AuditChain.objects.update(mac="")
    with pytest.raises(Failed, match="链头被改动"):
        maintain_once_a_day()
    kept = Maintenance.objects.get()
    assert kept.has_failed
    assert "链头被改动" in kept.outcome


def test_any_other_failure_is_kept_and_raised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", tmp_path / "gone")
    with pytest.raises(FileNotFoundError):
        maintain_once_a_day()
    assert Maintenance.objects.get().has_failed


def test_the_command_tells_and_ends_with_1_on_a_broken_log(capsys: pytest.CaptureFixture[str]) -> None:
    record("work")
    call_command("maintenance")
    assert "清理：" in capsys.readouterr().out
    AuditChain.objects.update(hash="0" * 64)
    with pytest.raises(CommandError, match="核对发现问题"):
        call_command("maintenance")
    assert verify().faults
