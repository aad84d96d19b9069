"""Every page that tells of no evaluation, for every role."""

from collections.abc import Iterator, Sequence

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.keeping import KEEPERS
from accounts.models import User
from accounts.roles import Role
from evaluations.administration.assignment_forms import WAYS
from evaluations.lists.catalogue import LISTS
from evaluations.units.models import Unit
from tests.scenario import Scenario

# That every page answers on PostgreSQL, too, is seen by the table of reach.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]


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


def of_no_state() -> Iterator[str]:
    """Every page that tells of no evaluation."""
    for name in (
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
    yield from (reverse("lists:list", args=[name]) for name in LISTS)
    yield from (reverse("administration:distribute", args=[way]) for way in WAYS)
    for unit in Unit.objects.all():
        yield reverse("administration:assignment_history", args=[unit.pk])


@pytest.mark.parametrize("role", Role)
def test_every_page_that_tells_of_no_evaluation_answers_every_role(client: Client, role: Role) -> None:
    scenario = Scenario()
    client.force_login(next(person for person in scenario.everybody if actor_of(person).has(role)))
    answers = {page: client.get(page, follow=True).status_code for page in of_no_state()}
    assert {page: status for page, status in answers.items() if status not in (200, 404, 409)} == {}
