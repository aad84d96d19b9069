"""Every page for every role in every state: a page without words for one of them would fail here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.filling.steps import CHECK, STEP_BY_CODE
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS
from tests.stage import Stage

pytestmark = pytest.mark.django_db


def pages(pk: int) -> Iterator[str]:
    """Every page about an evaluation, and those that lead to it."""
    for name in ("home:home", "desk:list", "desk:assignments", "auditing:log", "accounts:help"):
        yield reverse(name)
    for name in (
        "shared_pages:document",
        "home:evaluation",
        "filling:tasks",
        "filling:check",
        "filling:upload",
        "filling:library",
    ):
        yield reverse(name, args=[pk])
    yield from (reverse("filling:step", args=[pk, code]) for code in STEP_BY_CODE if code != CHECK.code)
    yield from (reverse("shared_pages:transition", args=[pk, name]) for name in TRANSITIONS)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", Role)
def test_every_page_answers_every_role_in_every_state(client: Client, role: Role, state: State) -> None:
    stage = Stage().at(state)
    client.force_login(next(person for person in stage.everybody if person.role == role))
    answers = {page: client.get(page, follow=True).status_code for page in pages(stage.pk)}
    assert {page: status for page, status in answers.items() if status not in (200, 404, 409)} == {}
    assert (answers[reverse("shared_pages:document", args=[stage.pk])] == 200) == is_reader(role, state)


def is_reader(role: Role, state: State) -> bool:
    """Whether somebody in this role may read an evaluation in this state."""
    return role in UNIT_ROLES or (role in BUREAU_ROLES and state.facts.seen_by_bureau)
