"""The way to the next hand-in that waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.factories import a_unit, an_evaluation, in_state
from tests.scenario import Scenario, assign_to

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def waiting() -> tuple[Scenario, list[int]]:
    """Three hand-ins that wait for one reviewer, the longest waiting first, among others that do not."""
    scenario = Scenario()
    keys = []
    for at in range(5):
        unit = a_unit(f"W{at}")
        assign_to(scenario.reviewer, unit, scenario.manager)
        state = State.APPROVED if at == 4 else State.SUBMITTED
        since = timezone.now() - timedelta(days=9 - at)
        keys.append(an_evaluation(unit, scenario.year, **in_state(state, unit), state_since=since).pk)
    assign_to(scenario.strangers[2], a_unit("W3"), scenario.manager)
    return scenario, keys


def led_to(client: Client, query: str = "") -> str:
    response = client.get(reverse("home:next") + query)
    assert response.status_code == 302
    return str(response.headers["Location"])


def document(key: int) -> str:
    return reverse("shared_pages:document", args=(key,))


def test_it_leads_from_one_to_the_next_and_from_the_last_to_the_first(
    client: Client, waiting: tuple[Scenario, list[int]]
) -> None:
    scenario, (one, two, three, *_) = waiting
    client.force_login(scenario.reviewer)
    assert led_to(client) == document(one)
    assert led_to(client, f"?after={one}") == document(two)
    assert led_to(client, f"?after={two}") == document(three)
    assert led_to(client, f"?after={three}") == document(one)
    assert led_to(client, "?after=abc&sort=-score&state=approved") == document(one)


def test_after_one_was_decided_it_goes_on_with_the_longest_waiting(
    client: Client, waiting: tuple[Scenario, list[int]]
) -> None:
    scenario, (one, two, *_) = waiting
    client.force_login(scenario.reviewer)
    SelfEvaluation.objects.filter(pk=one).update(state=State.RETURNED, state_since=timezone.now())
    assert led_to(client, f"?after={one}") == document(two)


def test_it_keeps_to_what_is_asked_for(client: Client, waiting: tuple[Scenario, list[int]]) -> None:
    scenario, (one, _, three, *_) = waiting
    client.force_login(scenario.reviewer)
    assert led_to(client, f"?after={one}&name=W2") == document(three)


def test_without_any_it_leads_back_to_the_list_and_says_so(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.reviewer)
    assert "没有别的待审核的自评了" in client.get(reverse("home:next"), follow=True).text
