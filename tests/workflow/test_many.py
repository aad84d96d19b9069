"""Many evaluations taken through a transition at once: each as by itself, all of them or none, and the proof holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.auditing.reading import read_log
from evaluations.common.refusal import Refused
from evaluations.history.events import locked_all
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation
from evaluations.records.seals import seals_in
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from evaluations.workflow.guards import Attempt
from evaluations.workflow.transitions import perform, perform_all
from tests.factories import a_unit
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


def scenarios(number: int) -> list[Scenario]:
    """So many units, each of which has filled in its evaluation."""
    return [Scenario(a_unit(f"M{number}-{at}")).fill() for at in range(number)]


def attempts(made: list[Scenario]) -> list[Attempt]:
    """Of each unit's preparer."""
    people = {one.pk: one.preparer for one in made}
    return [Attempt(each, actor_of(people[each.pk])) for each in locked_all(list(people))]


def states() -> set[str]:
    return set(SelfEvaluation.objects.values_list("state", flat=True))


@pytest.mark.slow
def test_each_moves_and_leaves_what_it_leaves_by_itself() -> None:
    made = scenarios(3)
    perform_all("submit", attempts(made))
    assert states() == {State.UNIT_CHECK}
    for one in made:
        assert first_broken_version(one.evaluation) is None
        assert one.evaluation.sent_by == one.preparer
        event = Event.objects.get(evaluation=one.pk)
        assert (event.transition, event.source, event.actor) == ("submit", State.DRAFTING, one.preparer)
    assert read_log().broken == []


@pytest.mark.slow
def test_what_one_of_many_seals_is_what_it_seals_by_itself() -> None:
    together, alone = scenarios(2)
    perform_all("submit", attempts([together]))
    perform("submit", alone.pk, actor_of(alone.preparer))
    sealed = [
        [
            (seal.model, seal.columns, seal.rows)
            for seal in seals_in(AuditEvent.objects.get(action="submit", subject=str(one.pk)))
        ]
        for one in (together, alone)
    ]
    assert sealed[0] == sealed[1] != []


@pytest.mark.slow
def test_one_that_may_not_keeps_all_where_they_are() -> None:
    made = scenarios(3)
    perform("submit", made[1].pk, actor_of(made[1].preparer))
    with pytest.raises(Refused, match="已经是“待单位审核”"):
        perform_all("submit", attempts(made))
    assert Event.objects.count() == 1


@pytest.mark.slow
def test_many_share_most_queries() -> None:
    costs = []
    for number in (2, 12):
        tried = attempts(scenarios(number))
        with CaptureQueriesContext(connection) as captured:
            perform_all("submit", tried)
        costs.append(len(captured) / number)
    assert costs[1] < costs[0] / 1.5


def test_nobody_is_nobody() -> None:
    perform_all("submit", [])
    assert not Event.objects.exists()
