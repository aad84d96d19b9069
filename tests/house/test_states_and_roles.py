"""Every page for every role in every state: a page without words for one of them would fail here."""

from collections.abc import Iterator, Sequence

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.keeping import KEEPERS
from accounts.models import User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.administration.assignment_forms import WAYS
from evaluations.filling.steps import CHECK, STEP_BY_CODE
from evaluations.lists.catalogue import LISTS
from evaluations.records.states import State
from evaluations.units.models import Unit
from evaluations.workflow.signing import SIGNED
from evaluations.workflow.transitions import TRANSITIONS
from tests.scenario import Scenario, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def pages_about(people: Sequence[User]) -> Iterator[str]:
    """Every page about these people and what they are."""
    for person in people:
        for name in ("person", "change_person", "deactivate", "give_membership"):
            yield reverse(f"administration:{name}", args=[person.pk])
        for membership in person.memberships.all():
            for name in ("change_membership", "end_membership", "replace"):
                yield reverse(f"administration:{name}", args=[person.pk, membership.pk])


@pytest.mark.parametrize("role", Role)
def test_every_page_about_people_answers_every_role(client: Client, role: Role) -> None:
    scenario = Scenario()
    client.force_login(next(person for person in scenario.everybody if actor_of(person).has(role)))
    answers = {page: client.get(page, follow=True).status_code for page in pages_about(scenario.everybody)}
    assert set(answers.values()) <= {200, 404}
    assert (200 in answers.values()) == (role in KEEPERS)


def pages(pk: int) -> Iterator[str]:
    """Every page about an evaluation, and those that lead to it."""
    for name in (
        "home:home",
        "desk:list",
        "desk:subordinates",
        "administration:assignments",
        "administration:units",
        "administration:add_unit",
        "administration:sections",
        "administration:regions",
        "administration:add_region",
        "accounts:help",
        "shared_pages:definitions",
        "accounts:activate",
        "accounts:forgotten",
        "auditing:log",
        "auditing:failures",
        "auditing:chains",
        "accounts:own_account",
        "accounts:change_password",
        "administration:people",
        "administration:add_person",
    ):
        yield reverse(name)
    yield f"{reverse('auditing:story')}?kind=evaluation&key={pk}"
    yield from (reverse("lists:list", args=[name]) for name in LISTS)
    yield from (reverse("administration:distribute", args=[way]) for way in WAYS)
    for unit in Unit.objects.all():
        yield reverse("administration:assignment_history", args=[unit.pk])
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
    yield from (reverse("filling:step", args=[pk, code]) for code in STEP_BY_CODE if code != CHECK.code)
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
