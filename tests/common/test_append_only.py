"""The database itself refuses to change a row that is written once: after all migrations, and after one that makes its table anew."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import record
from accounts.roles import Role
from evaluations.access.models import AssignmentChange
from evaluations.common.append_only import AppendOnly, unprotected
from evaluations.history.events import write_event
from evaluations.narrative.store import keep_submitted
from evaluations.records.services import freeze, write_edits
from tests.core.builders import document, edition, fill
from tests.dossier.filled import filled
from tests.factories import a_person

pytestmark = pytest.mark.slow

TABLES = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def a_row_of_each() -> None:
    evaluation = filled(fill(edition(), document(), {"report.chapters.6": "全年举办书法、美术、摄影展览。" * 20}))
    keep_submitted(evaluation, [6])
    record("first")
    freeze(evaluation, "{}", None, "submit")
    write_edits(evaluation, 2, None, [("a", "1", "2")])
    preparer = actor_of(a_person(Role.PREPARER, evaluation.unit))
    write_event(evaluation, "submit", evaluation.stage, preparer, Role.PREPARER)
    AssignmentChange.objects.create(unit=evaluation.unit, at=timezone.now())


def change(table: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")
        assert cursor.rowcount, f"no row in {table}"


def unprotect(table: str) -> None:
    ending = "_no_update" if connection.vendor == "sqlite" else f"_no_change ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}{ending}")


def test_there_are_such_tables() -> None:
    assert TABLES == [
        "access_assignmentchange",
        "accounts_auditevent",
        "history_event",
        "narrative_submittedchapter",
        "narrative_submittedsketch",
        "records_edit",
        "records_version",
    ]


@pytest.mark.django_db
def test_after_all_migrations_the_database_refuses_changes_to_each() -> None:
    assert unprotected() == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_a_missing_protection_is_seen_and_put_back_by_migrate(table: str) -> None:
    a_row_of_each()
    with pytest.raises(DatabaseError, match="append-only"):
        change(table)
    unprotect(table)
    assert unprotected() == [table]
    change(table)
    call_command("migrate", verbosity=0)
    assert unprotected() == []
    with pytest.raises(DatabaseError, match="append-only"):
        change(table)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_a_migration_makes_anew_is_protected_again(table: str) -> None:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    a_row_of_each()
    constraint = models.CheckConstraint(name="anew", condition=models.Q(pk__gt=0))
    with connection.schema_editor() as editor:
        editor.add_constraint(model, constraint)
        editor.remove_constraint(model, constraint)
    call_command("migrate", verbosity=0)
    assert unprotected() == []
    with pytest.raises(DatabaseError, match="append-only"):
        change(table)


@pytest.mark.django_db(transaction=True)
def test_migrating_back_and_forth_over_the_protection_works() -> None:
    call_command("migrate", "history", "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    assert unprotected() == []
