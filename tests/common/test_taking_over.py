"""A model that moved to another app takes its table and rows along."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from django.db.migrations.recorder import MigrationRecorder

from evaluations.access.models import Assignment
from evaluations.access.separation import RELATIONS
from evaluations.comments.models import Comment
from evaluations.common.append_only import drop_triggers, refuse_changes, unprotected
from evaluations.common.relations import release
from evaluations.history.models import Event
from evaluations.records.states import State
from tests.scenario import Scenario

pytestmark = pytest.mark.slow

MOVED: tuple[tuple[type[models.Model], str], ...] = (
    (Assignment, "review_assignment"),
    (Comment, "review_comment"),
    (Event, "review_event"),
)


def as_the_release_before_left_it() -> None:
    """Give the tables their former names, columns and triggers, and forget the migrations that made them."""
    for app in ("access", "history", "comments"):
        call_command("migrate", app, "0001", verbosity=0)
    release(relations=RELATIONS)
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model, former in MOVED:
            drop_triggers(model._meta.db_table, editor)
            editor.alter_db_table(model, model._meta.db_table, former)
            recorder.record_unapplied(model._meta.app_label, "0001_initial")
        protect = refuse_changes("review_event")
        protect.code(None, editor)  # type: ignore[arg-type]  # the apps are not looked at


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_the_release_before_are_kept_and_protected() -> None:
    Scenario().at(State.RETURNED)
    before = [list(model._base_manager.order_by("pk").values()) for model, _ in MOVED]
    as_the_release_before_left_it()
    call_command("migrate", verbosity=0)
    assert [list(model._base_manager.order_by("pk").values()) for model, _ in MOVED] == before
    assert not {former for _, former in MOVED}.intersection(connection.introspection.table_names())
    assert unprotected() == []
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE history_event SET comment = ''")
