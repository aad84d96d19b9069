"""What is kept when a hand-in arrives."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from evaluations.dossier.store import documents
from evaluations.hand_ins.models import HandIn, KindFigures
from evaluations.hand_ins.services import STALE_SHARE, Arrived, keep_all
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core.builders import document
from tests.factories import a_unit, a_year, an_evaluation, in_state
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OFFICE = "basic_data.expenditure.office.final"


def several(number: int) -> list[Arrived]:
    """Hand-ins of so many units."""
    year = a_year()
    for at in range(number):
        evaluation = an_evaluation(a_unit(f"K{at:02d}"), year)
        SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.SUBMITTED))
    return [
        Arrived(one, document({"office.final": str(at)}), [])
        for at, one in enumerate(documents().filter(fiscal_year=year).order_by("pk"))
    ]


def test_a_confirmation_keeps_what_was_handed_in() -> None:
    scenario = Scenario().fill().submit()
    assert not HandIn.objects.exists()
    scenario.confirm()
    kept = HandIn.objects.get(evaluation=scenario.pk)
    assert (kept.number, kept.fiscal_year_id, kept.grade) == (1, scenario.year.pk, "优")
    assert kept.figures[OFFICE]


def test_the_next_hand_in_replaces_it_and_counts() -> None:
    scenario = Scenario().at(State.RETURNED)
    scenario.fill(document({"office.final": "2.75"})).submit().confirm()
    kept = HandIn.objects.get()
    assert (kept.number, kept.figures[OFFICE]) == (2, "2.75")


def test_quartiles_are_those_of_the_kind() -> None:
    arrived = several(5)
    keep_all(arrived)
    kept = KindFigures.objects.get()
    assert (kept.count, kept.arrived) == (5, 0)
    assert kept.quartiles[OFFICE] == ["1", "2", "3"]


def test_quartiles_wait_until_enough_is_new() -> None:
    arrived = several(2 * STALE_SHARE + 1)
    keep_all(arrived[:-1])
    keep_all(arrived[-1:])
    kept = KindFigures.objects.get()
    assert (kept.count, kept.arrived) == (2 * STALE_SHARE, 1)
    keep_all(arrived[-1:])
    assert (KindFigures.objects.get().count, KindFigures.objects.get().arrived) == (2 * STALE_SHARE + 1, 0)


def test_many_cost_no_more_queries_than_few() -> None:
    arrived = several(12)
    with CaptureQueriesContext(
        connection,
    ) as few:
        keep_all(arrived[:2])
    with CaptureQueriesContext(connection) as many:
        keep_all(arrived[2:])
    assert len(many) == len(few) <= 8


def test_nothing_is_kept_of_what_was_taken_back() -> None:
    scenario = Scenario().fill().submit().confirm()
    perform("withdraw", scenario.pk, actor_of(scenario.head))
    assert not HandIn.objects.exists()
    scenario.submit().confirm()
    assert HandIn.objects.get().number == 2


def test_the_command_keeps_again_what_was_handed_in_before() -> None:
    scenario = Scenario().fill().submit().confirm()
    before = HandIn.objects.values().get()
    quartiles = KindFigures.objects.values().get()
    HandIn.objects.all().delete()
    KindFigures.objects.all().delete()
    Scenario(a_unit("U7")).fill()
    told = StringIO()
    call_command("recompute_hand_ins", stdout=told)
    assert "1 份" in told.getvalue()
    assert HandIn.objects.values().get() == before
    assert KindFigures.objects.values("count", "arrived", "quartiles").get().items() <= quartiles.items()
    assert HandIn.objects.get().evaluation_id == scenario.pk
