"""The events of an evaluation stay as they were written."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from evaluations.common.append_only import AppendOnlyError
from evaluations.history.models import Event
from evaluations.records.states import State
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


def test_the_program_changes_and_deletes_none() -> None:
    Scenario().at(State.RETURNED)
    event = Event.objects.latest("pk")
    event.comment = "另一个原因"
    for change in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(comment="")):
        with pytest.raises(AppendOnlyError):
            change()


def test_the_database_changes_none() -> None:
    Scenario().at(State.RETURNED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE history_event SET comment = ''")


def test_the_database_knows_no_other_states() -> None:
    scenario = Scenario()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            evaluation=scenario.evaluation,
            transition="submit",
            source="drafting",
            target="lost",
            actor=scenario.preparer,
            at=scenario.year.opens_at,
        )
