"""A chain per scope: what is told of each, and how a log from before there were scopes goes on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import anchor, record
from accounts.audit.keyed import mac
from accounts.models import AuditChain, AuditEvent
from accounts.roles import Role
from evaluations.auditing.reading import read_log
from evaluations.auditing.verification import verify
from evaluations.records.seals import seal_the_rest
from evaluations.records.services import write_edits
from evaluations.records.states import State
from tests.auditing.test_verification import the_fault, without_protection
from tests.factories import a_person, a_region
from tests.scenario import Scenario
from tests.undone import undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVENTS, HEADS = "accounts_auditevent", "accounts_auditchain"
HERE = "430203"


def two_chains() -> None:
    """Three events of a region and three of the system."""
    manager = a_person(Role.MANAGER, region=a_region(HERE))
    for _ in range(3):
        record("work", actor_of(manager))
        record("work")


def anchored() -> list[str]:
    return [line.split(" ")[0] for line in Path(settings.AUDIT_ANCHOR).read_text(encoding="utf-8").splitlines()]


def test_each_proof_anchors_each_chain_that_has_grown() -> None:
    two_chains()
    assert verify().events == 6
    assert anchored() == [f"{HERE}/3", "system/3"]
    verify()
    assert anchored() == [f"{HERE}/3", "system/3", "system/4"]


@pytest.mark.parametrize("code", ["有 空格/斜线", "system", "17"])
def test_a_region_may_have_any_code(code: str) -> None:
    record("work", actor_of(a_person(Role.MANAGER, region=a_region(code))))
    for _ in range(2):
        assert verify().faults == []


def test_faults_name_the_chain() -> None:
    two_chains()
    without_protection(EVENTS, f"UPDATE {EVENTS} SET subject = 'x' WHERE number = 2 AND scope = '{HERE}'")
    assert the_fault() == f"“地区 {HERE}”第 2 条审计记录有问题：内容被改动，或密钥不是写入时的密钥。"


def test_faults_of_several_chains_are_all_told() -> None:
    two_chains()
    without_protection(EVENTS, f"UPDATE {EVENTS} SET subject = 'x' WHERE number = 2")
    assert len(verify().faults) == 2


def test_an_event_moved_into_another_chain_is_found() -> None:
    two_chains()
    without_protection(EVENTS, f"UPDATE {EVENTS} SET scope = '430299' WHERE number = 1 AND scope = '{HERE}'")
    told = "\n".join(verify().faults)
    assert "“地区 430299”第 1 条审计记录有问题：内容被改动" in told
    assert f"“地区 {HERE}”第 1 条审计记录有问题：记录缺失" in told


def test_the_head_of_another_chain_is_no_head() -> None:
    record("work")
    head = AuditChain.objects.get()
    AuditChain.objects.create(scope=HERE, length=head.length, hash=head.hash, mac=head.mac)
    assert f"“地区 {HERE}”第 1 条审计记录有问题：记录缺失" in the_fault()


@pytest.mark.parametrize("scope", [HERE, "system"])
def test_a_chain_that_is_gone_altogether_is_found_by_its_anchor(scope: str) -> None:
    two_chains()
    verify()
    without_protection(
        EVENTS, f"DELETE FROM {EVENTS} WHERE scope = '{scope}'", f"DELETE FROM {HEADS} WHERE scope = '{scope}'"
    )
    assert "审计记录只有 0 条：后面的被删除" in verify().faults[0]


def test_a_chain_that_was_begun_anew_is_found_by_its_anchor() -> None:
    two_chains()
    verify()
    without_protection(
        EVENTS, f"DELETE FROM {EVENTS} WHERE scope = '{HERE}'", f"DELETE FROM {HEADS} WHERE scope = '{HERE}'"
    )
    for _ in range(5):
        record("other", actor_of(a_person(Role.MANAGER, region=a_region(HERE))))
    assert f"“地区 {HERE}”第 3 条审计记录与锚定文件" in the_fault()


def test_a_chain_gone_from_the_log_and_the_file_is_found_by_the_systems() -> None:
    two_chains()
    verify()
    Path(settings.AUDIT_ANCHOR).unlink()
    assert f"应到“地区 {HERE}”第 3 条、“系统”第 3 条" in the_fault()


def test_the_seals_of_an_evaluation_stand_in_several_chains_and_are_proved_once() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)  # sealed in its region
    write_edits(scenario.evaluation, 9, None, [("a", "1", "2")])
    assert seal_the_rest(read_log().last_sealed) == 1  # by the system
    scenario.confirm()
    report = verify()
    assert (report.faults, report.not_sealed) == ([], 0)


# A log from before there were scopes


def old_hash(event: Any) -> str:
    who, where = [event.actor_id, event.actor_name], [event.region_id, event.subject]
    at = event.at.astimezone(UTC).isoformat()
    return mac("event", event.number, at, *who, event.action, *where, event.detail, event.previous_hash)


def old_log(events: Any, heads: Any) -> None:
    """Five keyed events with their head, and an anchor file whose last line is of the fourth, by the models of that time."""
    head = heads.objects.create(pk=1)
    before, lines = "", []
    for number in range(1, 6):
        event = events(number=number, at=timezone.now(), action="old", detail="{}", previous_hash=head.hash)
        event.hash = old_hash(event)
        event.save()
        head.length, head.hash = number, event.hash
        if number in (2, 4):
            at = datetime.now(UTC).isoformat(timespec="seconds")
            before = mac("anchor", before, number, event.hash, at, anchor._database())
            lines.append(f"{number} {event.hash} {at} {before} {anchor._database()}\n")
    head.mac = mac("head", head.length, head.hash)
    head.save()
    Path(settings.AUDIT_ANCHOR).write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def upgraded(transactional_db: None) -> list[tuple[int, str]]:
    """The log that release wrote, in the present one: the numbers and hashes of its events."""
    before = ("accounts", "0005_forget_names_as_typed")
    call_command("migrate", *before, verbosity=0)
    models = MigrationExecutor(connection).loader.project_state([before]).apps
    old_log(models.get_model("accounts", "AuditEvent"), models.get_model("accounts", "AuditChain"))
    written = list(models.get_model("accounts", "AuditEvent").objects.order_by("number").values_list("number", "hash"))
    call_command("migrate", verbosity=0)
    return written


def test_a_log_from_before_there_were_scopes_goes_on_as_the_systems(upgraded: list[tuple[int, str]]) -> None:
    assert list(AuditEvent.objects.filter(scope="system").order_by("number").values_list("number", "hash")) == upgraded
    assert verify().faults == []
    two_chains()
    assert verify().faults == []
    assert record("work").number == 11
    assert anchored() == ["2", "4", "system/5", f"{HERE}/3", "system/9"]


def test_the_old_events_stay_append_only(upgraded: list[tuple[int, str]]) -> None:
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {EVENTS} SET subject = 'x'")


@pytest.mark.usefixtures("upgraded")
def test_nobody_changes_cuts_off_or_moves_the_old_events() -> None:
    record("work")
    for attack, words in {
        f"UPDATE {EVENTS} SET subject = 'x' WHERE number = 2": "“系统”第 2 条审计记录有问题：内容被改动",
        f"DELETE FROM {EVENTS} WHERE number <= 5": "“系统”第 1 条审计记录有问题：记录缺失",
        f"UPDATE {EVENTS} SET scope = '{HERE}' WHERE number <= 5": f"“地区 {HERE}”第 1 条审计记录有问题：校验值不含",
    }.items():
        with undone():
            without_protection(EVENTS, attack)
            assert words in "\n".join(verify().faults), attack


@pytest.mark.usefixtures("upgraded")
def test_the_old_anchor_holds_against_a_log_that_is_begun_anew() -> None:
    without_protection(EVENTS, f"DELETE FROM {EVENTS}", f"DELETE FROM {HEADS}")
    for _ in range(9):
        record("other")
    with pytest.raises(CommandError, match="“系统”第 2 条审计记录与锚定文件"):
        call_command("verify_audit")


@pytest.mark.usefixtures("upgraded")
def test_what_the_old_release_writes_after_the_new_one_is_told() -> None:
    record("work")
    head = AuditChain.objects.get()
    event = AuditEvent(number=head.length + 1, at=timezone.now(), action="old", detail="{}", previous_hash=head.hash)
    event.hash, event.scope = old_hash(event), "system"
    event.save()
    AuditChain.objects.update(length=event.number, hash=event.hash, mac=mac("head", event.number, event.hash))
    assert "“系统”第 7 条审计记录有问题：校验值不含所属的地区" in the_fault()
