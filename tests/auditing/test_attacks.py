"""Whoever can write the database, and not the key and the anchor file, is found by `verify_audit`."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.audit import record
from accounts.models import AuditChain, AuditEvent
from tests.auditing.test_verification import without_protection
from tests.auditing.without_key import plain_hash

pytestmark = pytest.mark.django_db
TABLE = "accounts_auditevent"


as_owner = partial(without_protection, TABLE)


def cut_off_the_end() -> None:
    """The last events are gone, and the head says so."""
    last = AuditEvent.objects.get(number=20)
    as_owner(f"DELETE FROM {TABLE} WHERE number > 20")
    AuditChain.objects.update(length=20, hash=last.hash)


def recompute() -> None:
    """An event is changed, and its hash and all after it are computed anew, as the program does without the key."""
    as_owner()
    previous = AuditEvent.objects.get(number=9).hash
    for event in AuditEvent.objects.filter(number__gte=10).order_by("number"):
        event.action, event.previous_hash = "forged", previous
        event.hash = previous = plain_hash(event)
        change = f"action = 'forged', previous_hash = '{event.previous_hash}', hash = '{event.hash}'"
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {TABLE} SET {change} WHERE number = {event.number}")
    AuditChain.objects.update(hash=previous)


def delete_all() -> None:
    """The log and its head are empty."""
    as_owner(f"DELETE FROM {TABLE}")
    AuditChain.objects.all().delete()


@pytest.mark.slow
@pytest.mark.parametrize("attack", [cut_off_the_end, recompute, delete_all])
def test_a_log_that_somebody_rewrote_is_not_called_whole(attack: Callable[[], None]) -> None:
    for number in range(40):
        record("work", subject=str(number))
    call_command("verify_audit")
    attack()
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_log_that_was_cut_off_and_written_on_stays_told() -> None:
    for number in range(40):
        record("work", subject=str(number))
    cut_off_the_end()
    record("work")
    for _ in range(2):
        with pytest.raises(CommandError, match="写“系统”第 21 条审计记录时发现链头被改动过"):
            call_command("verify_audit")
