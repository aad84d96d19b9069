"""What `verify_audit` proves, and how it says what it can't."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.audit.recording import record, seal_what_has_no_key
from accounts.models import AuditChain, AuditEvent
from evaluations.auditing.reading import read_log
from evaluations.auditing.verification import verify
from evaluations.history.models import Event
from evaluations.records.models import Edit, Version
from evaluations.records.seals import fault, made, seal, seal_the_rest
from evaluations.records.services import write_edits
from evaluations.records.states import State
from tests.auditing.without_key import append_without_key
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def without_protection(table: str, *statements: str) -> None:
    """What somebody with the password of the database's owner can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


# Edits, versions, events


def seal_all() -> int:
    return seal_the_rest(read_log().last_sealed)


def the_fault() -> str:
    faults = verify().faults
    assert len(faults) == 1, faults
    return faults[0]


def test_an_untouched_evaluation_is_whole_and_sealed_at_its_transitions() -> None:
    Scenario().at(State.PUBLISHED)
    report = verify()
    assert (report.faults, report.not_sealed) == ([], 0)
    assert report.sealed >= Edit.objects.count() + Version.objects.count() + Event.objects.count()


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("records_edit", "UPDATE records_edit SET new = '9999' WHERE id = {first}", "修改记录.*内容与封存时不同"),
        ("records_edit", "DELETE FROM records_edit WHERE id = {first}", "修改记录.*应有 .* 条，现有 .* 条"),
        ("history_event", "UPDATE history_event SET comment = '好' WHERE id = {first}", "办理记录.*内容与封存时不同"),
        ("history_event", "DELETE FROM history_event WHERE id = {first}", "办理记录.*应有 1 条，现有 0 条"),
    ],
)
def test_a_changed_or_deleted_row_is_found(table: str, change: str, words: str) -> None:
    Scenario().at(State.SUBMITTED)
    first = {"records_edit": Edit.objects, "history_event": Event.objects}[table].earliest("pk").pk
    without_protection(table, change.format(first=first))
    assert re.search(f"测试单位U1 2023年度自评的{words}", the_fault())


def test_a_deleted_version_is_found_by_its_seal_and_by_the_versions_after_it() -> None:
    Scenario().at(State.SUBMITTED)
    without_protection("records_version", "DELETE FROM records_version WHERE number = 1")
    assert any("版本有问题" in fault for fault in verify().faults)
    assert any("第 1 版有问题" in fault for fault in verify().faults)


def test_a_changed_version_is_found_even_with_a_fitting_hash() -> None:
    Scenario().at(State.UNIT_CHECK)
    without_protection(
        "records_version",
        "UPDATE records_version SET findings = NULL, document = '{}', sha256 = "
        "'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'",
    )
    assert "版本有问题" in the_fault()


def test_a_deleted_row_is_not_hidden_by_the_next_seal() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    first = Edit.objects.earliest("pk").pk
    without_protection("records_edit", f"DELETE FROM records_edit WHERE id = {first}")
    scenario.confirm()
    assert "修改记录" in the_fault()


def test_what_was_written_since_the_last_seal_is_said_to_be_not_sealed_until_it_is() -> None:
    scenario = Scenario().at(State.DRAFTING)
    assert verify().not_sealed == Edit.objects.count() > 0
    seal_all()
    assert verify().not_sealed == 0
    write_edits(scenario.evaluation, 9, None, [("a", "1", "2"), ("b", "1", "2")])
    assert "另有 2 条是上次封存之后写的，尚未封存" in "\n".join(verify().lines)


def test_sealing_again_seals_only_what_is_new() -> None:
    scenario = Scenario().at(State.DRAFTING)
    seal_all()
    assert seal_all() == 0
    write_edits(scenario.evaluation, 9, None, [("a", "1", "2")])
    assert seal_all() == 1
    sealed = AuditEvent.objects.filter(action="seal").order_by("number")
    assert [event.subject for event in sealed] == [str(scenario.pk)] * 2


def test_a_seal_keeps_to_the_columns_that_there_were() -> None:
    evaluation = Scenario().at(State.DRAFTING).evaluation
    whole = next(sealed for sealed in seal(evaluation) if sealed.model == "records.edit")
    before = made(Edit, evaluation.pk, 0, whole._replace(columns=("new", "old")))
    assert (fault(evaluation.pk, before), fault(evaluation.pk, whole)) == ("", "")


def test_a_save_pays_nothing_for_seals(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evaluation = Scenario().evaluation
    with django_assert_num_queries(1):
        write_edits(evaluation, 1, None, [("a", "1", "2")])


# The key


def test_a_log_without_a_key_gets_one_by_migrate_and_stays_provable() -> None:
    append_without_key(3)
    assert "没有密钥保护" in str(read_log().broken)
    call_command("migrate", verbosity=0)
    assert AuditEvent.objects.get(number=4).action == "key_introduced"
    record("new")
    assert verify().faults == []
    call_command("migrate", verbosity=0)
    assert AuditEvent.objects.filter(action="key_introduced").count() == 1


@pytest.mark.django_db(transaction=True)
def test_migrating_back_to_before_the_key_and_forth_works() -> None:
    record("work")
    call_command("migrate", "accounts", "0002", verbosity=0)
    call_command("migrate", verbosity=0)
    assert AuditEvent.objects.count() == 1


def test_what_stands_before_the_first_keyed_event_is_covered_by_it() -> None:
    append_without_key(3)
    seal_what_has_no_key()
    without_protection("accounts_auditevent", "UPDATE accounts_auditevent SET subject = 'x' WHERE number = 2")
    assert "第 2 条" in the_fault()


def test_an_event_without_a_key_after_a_keyed_one_is_a_fault() -> None:
    record("new")
    append_without_key(1)
    assert "“系统”第 2 条审计记录有问题：没有密钥：由旧版本的程序写入，或由别人添加" in verify().faults[0]


def test_another_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    record("work")
    monkeypatch.setattr(settings, "AUDIT_KEY", "k" * 50)
    assert "密钥不是写入时的密钥" in the_fault()


def test_a_head_that_is_gone_is_told_though_the_log_takes_nothing_any_more() -> None:
    record("work")
    AuditChain.objects.all().delete()
    told, not_recorded = verify().faults
    assert "“系统”第 1 条审计记录有问题：不在链中" in told
    assert "没有记入日志" in not_recorded


# The anchor


def anchor_file() -> Path:
    return Path(settings.AUDIT_ANCHOR)


def test_each_proof_writes_a_line_that_only_its_owner_reads() -> None:
    record("work")
    verify()
    verify()
    first, second = anchor_file().read_text(encoding="utf-8").splitlines()
    number, last_hash, *_ = second.split(" ")
    assert (number, last_hash) == ("system/2", AuditEvent.objects.get(number=2).hash)
    assert first.startswith("system/1 ")
    assert anchor_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_proofs_at_the_same_time_leave_one_file_that_holds() -> None:
    def prove(_: int) -> list[str]:
        try:
            return verify().faults
        finally:
            connection.close()

    record("work")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(prove, range(8))) == [[]] * 8
    assert verify().faults == []


def test_a_missing_anchor_is_told_and_a_new_one_begun_only_when_asked_for() -> None:
    record("work")
    verify()
    anchor_file().unlink()
    for _ in range(2):
        assert "找不到锚定文件" in the_fault()
    call_command("verify_audit", new_anchor=True)
    assert verify().faults == []


def test_a_shortened_anchor_is_told() -> None:
    record("work")
    for _ in range(3):
        verify()
    kept = anchor_file().read_text(encoding="utf-8").splitlines(keepends=True)[:1]
    anchor_file().write_text("".join(kept), encoding="utf-8")
    assert "缺行：审计记录写着它应到“系统”第 3 条，最后的行是：“系统”第 1 条" in the_fault()


@pytest.mark.parametrize("line", [0, 1])
def test_a_changed_or_missing_line_of_the_anchor_is_told(line: int) -> None:
    record("work")
    for _ in range(3):
        verify()
    lines = anchor_file().read_text(encoding="utf-8").splitlines(keepends=True)
    anchor_file().write_text("".join(lines[:line] + lines[line + 1 :]), encoding="utf-8")
    assert "行被改动、它的上一行被删除" in the_fault()


def test_lines_of_another_database_are_left_alone() -> None:
    record("work")
    other = f"900 {'0' * 64} 2026-01-01T00:00:00+00:00 {'0' * 64} db.example:other\n"
    anchor_file().write_text(other, encoding="utf-8")
    assert verify().faults == []
    assert anchor_file().read_text(encoding="utf-8").startswith(other)


def test_an_anchor_that_can_not_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "AUDIT_ANCHOR", tmp_path / "no-such-folder" / "anchor.txt")
    assert "写不进去" in the_fault()


# Time, and what can't be promised


def test_a_time_that_runs_backwards_is_told_and_no_fault() -> None:
    record("first")
    earlier = timezone.now() - timedelta(hours=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accounts.audit.recording.timezone.now", lambda: earlier)
        record("second")
    report = verify()
    assert report.faults == []
    assert "“系统”第 2 条的时间" in report.remarks[0]
    assert "早于上一条" in report.remarks[0]


def test_the_proof_says_what_sqlite_can_not_promise(capsys: pytest.CaptureFixture[str]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    call_command("verify_audit")
    assert "只能查出、不能阻止" in capsys.readouterr().out


def test_faults_end_the_command_with_1() -> None:
    record("work")
    without_protection("accounts_auditevent", "UPDATE accounts_auditevent SET subject = 'x'")
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit")
    assert refusal.value.returncode == 1
    assert json_detail()["faults"] == ["“系统”第 1 条审计记录有问题：内容被改动，或密钥不是写入时的密钥。"]


def json_detail() -> dict[str, object]:
    detail: dict[str, object] = json.loads(AuditEvent.objects.latest("number").detail)
    return detail
