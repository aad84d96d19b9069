"""Every page for every role in every state: a page without words for one of them would fail here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.filling.steps import CHECK, STEPS
from evaluations.records.states import State
from evaluations.workflow.signing import SIGNED
from evaluations.workflow.transitions import TRANSITIONS
from tests.scenario import Scenario, Standing

# That every page answers on PostgreSQL, too, is seen by the table of reach.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]


def pages(pk: int) -> Iterator[str]:
    """Every page about an evaluation, and those that lead to it."""
    yield from (reverse(name) for name in ("home:home", "desk:list", "desk:subordinates"))
    yield f"{reverse('auditing:story')}?kind=evaluation&key={pk}"
    for name in (
        "shared_pages:document",
        "home:evaluation",
        "filling:tasks",
        "filling:check",
        "filling:upload",
        "filling:library",
    ):
        yield reverse(name, args=[pk])
    yield f"{reverse('shared_pages:cell_history', args=[pk])}?path=basic_data.expenditure.office.final"
    yield from (reverse("filling:step", args=[pk, step.code]) for step in STEPS if step is not CHECK)
    yield from (reverse("shared_pages:transition", args=[pk, name]) for name in TRANSITIONS)
    yield from (reverse("shared_pages:done", args=[pk, name]) for name in SIGNED)


@pytest.fixture(scope="module", params=State)
def scenario(request: pytest.FixtureRequest, standing: Standing) -> Iterator[Scenario]:
    """A scenario in each state, that is only looked at."""
    with standing():
        yield Scenario().at(request.param)


@pytest.mark.parametrize("role", Role)
def test_every_page_answers_every_role_in_every_state(client: Client, role: Role, scenario: Scenario) -> None:
    state = scenario.evaluation.stage
    client.force_login(next(person for person in scenario.everybody if actor_of(person).has(role)))
    answers = {page: client.get(page, follow=True).status_code for page in pages(scenario.pk)}
    assert {page: status for page, status in answers.items() if status not in (200, 404, 409)} == {}
    assert (answers[reverse("shared_pages:document", args=[scenario.pk])] == 200) == is_reader(role, state)


def is_reader(role: Role, state: State) -> bool:
    """Whether somebody in this role may read an evaluation in this state, which came to a department only if it waits there."""
    if role == Role.DEPARTMENT_REVIEWER:
        return state == State.DEPARTMENT_CHECK
    return role in UNIT_ROLES or (role in BUREAU_ROLES and state.facts.seen_by_bureau)
