"""What the bureau reads of an evaluation depends on its state."""

from collections.abc import Iterator

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from evaluations.access.evaluations import document_for
from evaluations.records.states import State
from tests.access.visits import BUREAU, UNIT, reached_by
from tests.scenario import Scenario, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=State)
def scenario(request: pytest.FixtureRequest, standing: Standing) -> Iterator[Scenario]:
    """A scenario in each state, that is only looked at."""
    with standing():
        yield Scenario().at(request.param)


@pytest.mark.slow
def test_the_bureau_reads_only_what_was_handed_in(client: Client, scenario: Scenario) -> None:
    url = reverse("shared_pages:document", args=(scenario.pk,))
    handed_in = scenario.evaluation.stage not in (State.DRAFTING, State.UNIT_CHECK, State.DEPARTMENT_CHECK)
    department = {"department_reviewer"} if scenario.evaluation.stage == State.DEPARTMENT_CHECK else set()
    assert reached_by(client, scenario, "GET", url) == {*UNIT, *department, *(BUREAU if handed_in else ())}


def test_a_bureau_has_no_document_before_one_was_frozen(scenario: Scenario) -> None:
    evaluation = scenario.evaluation
    assert document_for(actor_of(scenario.preparer), evaluation).unit.code == scenario.unit.code
    if evaluation.state == State.DRAFTING:
        with pytest.raises(Http404):
            document_for(actor_of(scenario.manager), evaluation)
    else:
        assert document_for(actor_of(scenario.manager), evaluation).unit.code == scenario.unit.code
