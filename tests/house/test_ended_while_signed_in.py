"""Somebody is put out of use, or their membership ends, while they are signed in: their next click says so and changes nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import AuditEvent, Membership, User
from accounts.own_memberships import NONE
from accounts.roles import Role
from evaluations.dossier.store import load
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.factories import PASSWORD, a_unit
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
DEACTIVATED, NOWHERE = "这个账号已停用", NONE
OFFICE = "basic_data.expenditure.office.final"
DAY = timedelta(days=1)
End = Callable[[User], object]


def deactivate(person: User) -> None:
    services.deactivate(person, None)


def end_memberships(person: User) -> None:
    Membership.objects.filter(user=person).update(until=timezone.localdate() - DAY)


WAYS = pytest.mark.parametrize(("end", "words"), [(deactivate, DEACTIVATED), (end_memberships, NOWHERE)])


@pytest.fixture
def scenario() -> Scenario:
    return Scenario().fill()


def words_of(client: Client, answer: Any) -> str:
    """What the person reads in the end."""
    shown = client.get(answer["Location"]) if answer.status_code in (302, 303) else answer
    return str(shown.content.decode())


def stored(scenario: Scenario) -> tuple[object, ...]:
    evaluation = scenario.evaluation
    return load(evaluation), evaluation.state, evaluation.revision, SelfEvaluation.objects.count()


@WAYS
@pytest.mark.parametrize("name", ["home:home", "filling:tasks", "filling:check", "shared_pages:document"])
def test_the_next_page_says_so(client: Client, scenario: Scenario, end: End, words: str, name: str) -> None:
    client.force_login(scenario.preparer)
    url = reverse(name, args=() if name == "home:home" else (scenario.pk,))
    assert client.get(url).status_code == 200
    end(scenario.preparer)
    assert words in words_of(client, client.get(url))


@WAYS
def test_a_posted_step_says_so_keeps_what_was_typed_and_stores_nothing(
    client: Client, scenario: Scenario, end: End, words: str
) -> None:
    client.force_login(scenario.preparer)
    before = stored(scenario)
    end(scenario.preparer)
    form = {"revision": str(scenario.evaluation.revision), "action": "save", "preparer.name": "另一个填表人"}
    said = words_of(client, client.post(reverse("filling:step", args=(scenario.pk, "details")), form))
    assert words in said
    assert "另一个填表人" in said or "%E5%8F%A6" in said
    assert stored(scenario) == before


@pytest.mark.slow
@WAYS
def test_a_transition_says_so_and_does_nothing(client: Client, end: End, words: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    for person, name in ((scenario.head, "withdraw"), (scenario.reviewer, "approve"), (scenario.manager, "publish")):
        client.force_login(person)
        before = stored(scenario)
        end(person)
        url = reverse("shared_pages:transition", args=(scenario.pk, name))
        assert words in words_of(client, client.post(url, {"comment": "原因"}))
        assert stored(scenario) == before


@pytest.mark.parametrize(("end", "status", "kind"), [(deactivate, 401, "signed_out"), (end_memberships, 404, "gone")])
def test_autosave_is_told_in_json_and_stores_nothing(
    client: Client, scenario: Scenario, end: End, status: int, kind: str
) -> None:
    client.force_login(scenario.preparer)
    before, url = stored(scenario), reverse("filling:cells", args=(scenario.pk, "basic-data"))
    end(scenario.preparer)
    body = json.dumps({"revision": scenario.evaluation.revision, "cells": {OFFICE: "8"}})
    for answer in (
        client.post(url, body, content_type="application/json"),
        client.get(f"{url}?revision=0"),
    ):
        assert (answer.status_code, answer.json()["kind"]) == (status, kind)
        assert kind == "signed_out" or "任职已结束" in answer.json()["message"]
    assert stored(scenario) == before


def test_whoever_is_left_with_another_membership_keeps_that_alone(client: Client, scenario: Scenario) -> None:
    preparer = scenario.preparer
    Membership.objects.create(user=preparer, role=Role.PREPARER, unit=a_unit("U2"))
    client.force_login(preparer)
    Membership.objects.filter(user=preparer, unit=scenario.unit).update(until=timezone.localdate() - DAY)
    assert client.get(reverse("filling:tasks", args=(scenario.pk,))).status_code == 404
    assert NOWHERE not in words_of(client, client.get(reverse("home:home")))


def test_what_somebody_without_a_membership_tries_stays_in_the_log(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.preparer)
    end_memberships(scenario.preparer)
    client.get(reverse("filling:tasks", args=(scenario.pk,)))
    event = AuditEvent.objects.get(action="refused")
    assert (event.actor, event.subject) == (scenario.preparer, str(scenario.pk))


def test_signing_in_again_says_so_to_whoever_knows_the_password_only(client: Client, scenario: Scenario) -> None:
    deactivate(scenario.preparer)
    for password, is_told in ((PASSWORD, True), ("a wrong one", False)):
        form = {"username": scenario.preparer.username, "password": password}
        assert (DEACTIVATED in words_of(client, client.post(reverse("accounts:sign_in"), form))) is is_told
    assert not client.session.get("_auth_user_id")


def test_sessions_from_before_do_not_come_back_with_the_account(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.preparer)
    deactivate(scenario.preparer)
    client.get(reverse("home:home"))
    services.reactivate(scenario.preparer, None)
    assert client.get(reverse("home:home")).status_code == 302


def test_a_visitor_is_not_told_of_anybody(client: Client) -> None:
    assert DEACTIVATED not in words_of(client, client.get(reverse("home:home")))
