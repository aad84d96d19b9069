"""A log that releases before this one wrote goes on: its events prove as they did, and what their hashes don't cover stays blank."""

import hashlib
import json
from datetime import UTC
from itertools import product
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import record
from accounts.audit.chain import head_mac
from accounts.audit.keyed import mac
from accounts.audit.origin import coming_from
from accounts.models import AuditChain, AuditEvent
from accounts.roles import Role
from evaluations.auditing.verification import verify
from tests.auditing.test_verification import the_fault, without_protection
from tests.factories import a_person, a_region
from tests.undone import undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVENTS, HERE = "accounts_auditevent", "430203"
BEFORE = [("accounts", "0006_audit_scopes")]


def covered(event: Any) -> list[Any]:
    """What every form of the hash covers."""
    who, where = [event.actor_id, event.actor_name], [event.region_id, event.subject]
    at = event.at.astimezone(UTC).isoformat()
    return [event.number, at, *who, event.action, *where, event.detail, event.previous_hash]


def plain(event: Any) -> str:
    return hashlib.sha256(json.dumps(covered(event)).encode()).hexdigest()


def keyed(event: Any) -> str:
    return mac("event", *covered(event))


def scoped(event: Any) -> str:
    return mac("event", event.scope, *covered(event))


def append(events: Any, heads: Any, scope: str, *forms: Any) -> None:
    """Events of these forms, by the models of a release."""
    head, _ = heads.objects.get_or_create(scope=scope)
    for form in forms:
        event = events(scope=scope, number=head.length + 1, at=timezone.now(), action="old", detail="{}")
        event.previous_hash = head.hash
        event.hash = form(event)
        event.save()
        head.length, head.hash = event.number, event.hash
    head.mac = head_mac(scope, head.length, head.hash)
    head.save()


@pytest.fixture
def upgraded(transactional_db: None) -> list[tuple[str, int, str]]:
    """The log of the release before: two chains, of which the system's began without a key."""
    for app, name in BEFORE:
        call_command("migrate", app, name, verbosity=0)
    models = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    events, heads = models.get_model("accounts", "AuditEvent"), models.get_model("accounts", "AuditChain")
    append(events, heads, "system", plain, plain, keyed, keyed, scoped, scoped)
    append(events, heads, HERE, scoped, scoped)
    written = list(events.objects.order_by("pk").values_list("scope", "number", "hash"))
    call_command("migrate", verbosity=0)
    return written


def test_a_log_of_all_former_forms_goes_on(upgraded: list[tuple[str, int, str]]) -> None:
    assert list(AuditEvent.objects.order_by("pk").values_list("scope", "number", "hash")) == upgraded
    assert verify().faults == []
    with coming_from("10.1.2.3", "Chrome"):
        record("work", actor_of(a_person(Role.MANAGER, region=a_region(HERE))))
        record("work")
    report = verify()
    assert (report.faults, report.events) == ([], len(upgraded) + 3)


@pytest.mark.usefixtures("upgraded")
def test_the_old_events_stay_append_only() -> None:
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {EVENTS} SET address = 'x'")


@pytest.mark.usefixtures("upgraded")
def test_nobody_makes_up_an_origin_or_result_for_an_old_event() -> None:
    for number, column in product(range(1, 7), ("address", "device", "result")):
        made_up = f"UPDATE {EVENTS} SET {column} = 'x' WHERE scope = 'system' AND number = {number}"
        with undone():
            without_protection(EVENTS, made_up)
            assert f"“系统”第 {number} 条审计记录有问题：内容被改动" in the_fault(), made_up


@pytest.mark.parametrize("change", ["address = '10.9.9.9'", "device = 'Edge'", "result = 'failed'", "address = ''"])
def test_nobody_changes_or_takes_away_those_of_a_new_one(change: str) -> None:
    with coming_from("10.1.2.3", "Chrome"):
        record("work")
    without_protection(EVENTS, f"UPDATE {EVENTS} SET {change}")
    assert "“系统”第 1 条审计记录有问题：内容被改动" in the_fault()


def test_what_stands_in_two_columns_is_not_taken_for_one_another() -> None:
    with coming_from("10.1.2.3", ""):
        record("work")
    without_protection(EVENTS, f"UPDATE {EVENTS} SET address = '', device = '10.1.2.3'")
    assert "内容被改动" in the_fault()


@pytest.mark.usefixtures("upgraded")
def test_what_the_old_release_writes_after_the_new_one_is_told() -> None:
    record("work", actor_of(a_person(Role.MANAGER, region=a_region(HERE))))
    record("work")
    for scope, placed in (("system", "系统"), (HERE, f"地区 {HERE}")):
        with undone():
            append(AuditEvent, AuditChain, scope, scoped)
            number = AuditChain.objects.get(scope=scope).length
            assert f"“{placed}”第 {number} 条审计记录有问题：校验值不含地址、设备和结果" in the_fault()
