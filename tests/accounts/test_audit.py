"""The audit log: a chain for each region and one for the rest, which nothing changes unnoticed."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.actors import actor_of
from accounts.audit import record
from accounts.audit.chain import Broken, keyed_hash
from accounts.models import AuditChain, AuditEvent
from accounts.roles import Role
from evaluations.auditing.reading import read_log
from evaluations.common.append_only import AppendOnlyError
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db
TABLE = "accounts_auditevent"


def without_triggers(sql: str) -> None:
    """What somebody with the database's own password can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(sql)


def three_events() -> list[AuditEvent]:
    return [record("first"), record("second", detail={"金额": "65.8"}), record("third")]


def broken_at() -> int | None:
    broken = read_log().broken
    return broken[0].number if broken else None


def test_an_event_says_who_where_and_what() -> None:
    actor = a_person(Role.PREPARER)
    event = record("submit", actor_of(actor), subject="7", detail={"说明": "一\x00二\ud800"})
    event.refresh_from_db()
    assert (event.actor, event.actor_name, event.region, event.subject) == (actor, actor.name, a_region(), "7")
    assert json.loads(event.detail) == {"说明": "一\x00二\ud800"}


def test_an_untouched_chain_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    three_events()
    call_command("verify_audit")
    assert "3 条审计记录完整" in capsys.readouterr().out


def test_an_empty_log_is_whole() -> None:
    assert read_log().broken == []


def test_each_event_carries_the_hash_of_the_one_before() -> None:
    one, two, three = three_events()
    assert (one.previous_hash, two.previous_hash, three.previous_hash) == ("", one.hash, two.hash)
    assert [one.number, two.number, three.number] == [1, 2, 3]


@pytest.mark.parametrize(
    "change",
    [
        "detail = '{}'",
        "actor_name = '别人'",
        "action = 'other'",
        "subject = '9'",
        "at = '2020-01-01 00:00:00+00:00'",
        "number = 7",
    ],
)
def test_a_changed_event_is_named(change: str) -> None:
    three_events()
    without_triggers(f"UPDATE {TABLE} SET {change} WHERE number = 2")
    with pytest.raises(CommandError, match="“系统”第 2 条审计记录有问题") as fault:
        call_command("verify_audit")
    assert fault.value.returncode == 1


def test_a_changed_actor_is_named() -> None:
    actor, other = a_person(Role.PREPARER), a_person(Role.PREPARER)
    record("submit", actor_of(actor))
    without_triggers(f"UPDATE {TABLE} SET actor_id = {other.pk}")
    assert broken_at() == 1


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_event_is_named_wherever_it_stood(number: int) -> None:
    three_events()
    without_triggers(f"DELETE FROM {TABLE} WHERE number = {number}")
    assert broken_at() == number


def test_an_event_slipped_in_past_the_chain_is_named_even_with_a_fitting_hash() -> None:
    one = record("first")
    forged = AuditEvent(scope=one.scope, number=2, at=one.at, action="forged", detail="{}", previous_hash=one.hash)
    forged.hash = keyed_hash(forged)
    forged.save()
    assert read_log().broken == [Broken("system", 2, "不在链中")]


def test_a_rewritten_tail_does_not_match_the_head() -> None:
    three_events()
    AuditChain.objects.update(hash="0" * 64)
    assert read_log().broken == [Broken("system", 3, "与链头不一致")]


def test_the_program_can_not_change_or_delete_an_event() -> None:
    event = record("first")
    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="other"),
        lambda: AuditEvent.objects.bulk_update([event], ["action"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def refused_by_the_database(sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_itself_refuses_an_update() -> None:
    record("first")
    refused_by_the_database(f"UPDATE {TABLE} SET action = 'other'")


@pytest.mark.postgres
def test_postgresql_itself_refuses_a_delete() -> None:
    record("first")
    refused_by_the_database(f"DELETE FROM {TABLE}")


def test_an_undone_transaction_leaves_no_gap() -> None:
    record("first")
    with transaction.atomic():
        record("undone")
        transaction.set_rollback(True)
    record("second")
    assert read_log().broken == []
    assert AuditEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    def write(number: int) -> None:
        try:
            for step in range(5):
                record("work", subject=f"{number}.{step}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert AuditEvent.objects.count() == 20
    assert read_log().broken == []


def test_a_unit_person_acts_in_the_region_of_the_unit() -> None:
    unit = a_unit("elsewhere", a_region("999"))
    assert record("begin", actor_of(a_person(Role.PREPARER, unit))).region == a_region("999")
