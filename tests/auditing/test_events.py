"""What leaves an event in the log, and how many."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit.once import sum_up
from accounts.models import AuditEvent, AuditTally, User
from config.uploads import REQUEST_LIMIT
from evaluations.records.states import State
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


def events(action: str) -> list[tuple[User | None, str, dict[str, object]]]:
    found = AuditEvent.objects.filter(action=action).order_by("number")
    return [(event.actor, event.subject, json.loads(event.detail)) for event in found]


def signed_in(person: User, **more: bool) -> Client:
    browser = Client(**more)  # type: ignore[arg-type]
    browser.force_login(person)
    return browser


def save_a_cell(scenario: Scenario) -> int:
    address = reverse("filling:cells", args=[scenario.pk, "basic-data"])
    body = {"revision": scenario.evaluation.revision, "cells": {}}
    return signed_in(scenario.preparer).post(address, json.dumps(body), content_type="application/json").status_code


def save_a_step(scenario: Scenario) -> int:
    form = {"revision": scenario.evaluation.revision, "action": "save"}
    return (
        signed_in(scenario.preparer).post(reverse("filling:step", args=[scenario.pk, "basic-data"]), form).status_code
    )


def save_explanations(scenario: Scenario) -> int:
    form = {"revision": scenario.evaluation.revision, "action": "save"}
    return signed_in(scenario.preparer).post(reverse("filling:check", args=[scenario.pk]), form).status_code


@pytest.mark.slow
@pytest.mark.parametrize(("save", "status"), [(save_a_cell, 403), (save_a_step, 409), (save_explanations, 409)])
def test_a_save_that_a_closed_evaluation_refuses_is_told_once_an_hour(
    save: Callable[[Scenario], int], status: int
) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    assert [save(scenario) for _ in range(3)] == [status] * 3
    ((actor, subject, detail),) = events("save_refused")
    assert (actor, subject) == (scenario.preparer, str(scenario.pk))
    assert "等待单位负责人确认" in str(detail["reason"])


def test_a_save_that_somebody_elses_save_crossed_is_no_refusal() -> None:
    scenario = Scenario()
    form = {"revision": 99, "action": "save"}
    signed_in(scenario.preparer).post(reverse("filling:step", args=[scenario.pk, "basic-data"]), form)
    assert events("save_refused") == []


@pytest.mark.slow
def test_a_transition_by_the_wrong_role_is_told() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    address = reverse("shared_pages:transition", args=[scenario.pk, "confirm"])
    assert signed_in(scenario.preparer).post(address).status_code == 409
    ((actor, subject, detail),) = events("transition_refused")
    assert (actor, subject, detail["transition"]) == (scenario.preparer, str(scenario.pk), "confirm")
    assert "只能由本单位的负责人办理" in str(detail["reason"])


def test_a_guard_that_is_not_met_yet_is_no_refusal() -> None:
    scenario = Scenario()
    signed_in(scenario.preparer).post(reverse("shared_pages:transition", args=[scenario.pk, "submit"]))
    assert events("transition_refused") == []


def test_starting_a_review_of_what_is_not_submitted_is_told() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    signed_in(scenario.reviewer).post(reverse("shared_pages:start_review", args=[scenario.pk]))
    ((actor, _, detail),) = events("transition_refused")
    assert (actor, detail["transition"]) == (scenario.reviewer, "start_review")


def test_a_form_without_its_token_is_told_of_whoever_is_signed_in() -> None:
    scenario = Scenario()
    browser = signed_in(scenario.preparer, enforce_csrf_checks=True)
    assert browser.post(reverse("accounts:change_password")).status_code == 403
    assert [(actor, subject) for actor, subject, _ in events("csrf_failed")] == [(scenario.preparer, "/password/")]
    Client(enforce_csrf_checks=True).post(reverse("accounts:change_password"))
    assert len(events("csrf_failed")) == 1


def test_a_refused_upload_is_told_with_its_name() -> None:
    scenario = Scenario()
    file = SimpleUploadedFile("附件2.xlsx", b"no workbook")
    address = reverse("filling:upload", args=[scenario.pk])
    assert signed_in(scenario.preparer).post(address, {"files": [file]}).status_code == 422
    ((actor, subject, detail),) = events("upload_refused")
    assert (actor, subject) == (scenario.preparer, str(scenario.pk))
    assert "附件2.xlsx" in str(detail["reason"])


@pytest.mark.slow
def test_an_upload_that_is_too_large_is_told() -> None:
    scenario = Scenario()
    file = SimpleUploadedFile("附件2.xlsx", bytes(REQUEST_LIMIT + 1))
    address = reverse("filling:upload", args=[scenario.pk])
    assert signed_in(scenario.preparer).post(address, {"files": [file]}).status_code == 413
    ((actor, subject, detail),) = events("upload_refused")
    assert (actor, subject) == (scenario.preparer, "/evaluations/<int:evaluation_id>/upload/")
    assert detail["path"] == address


def test_an_upload_into_a_closed_evaluation_is_told() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    assert signed_in(scenario.preparer).post(reverse("filling:upload", args=[scenario.pk])).status_code == 409
    assert len(events("upload_refused")) == 1


@pytest.mark.slow
def test_the_bureau_reading_a_document_is_told_once_a_day_and_the_unit_never() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    address = reverse("shared_pages:document", args=[scenario.pk])
    for person in (scenario.reviewer, scenario.manager, scenario.preparer, scenario.reviewer):
        assert signed_in(person).get(address).status_code == 200
    assert [(actor, subject) for actor, subject, _ in events("read")] == [
        (scenario.reviewer, str(scenario.pk)),
        (scenario.manager, str(scenario.pk)),
    ]


@pytest.mark.slow
def test_what_is_out_of_reach_is_told_once_an_hour_and_the_rest_is_counted() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    stranger = signed_in(scenario.strangers[0])
    for _ in range(5):
        assert stranger.get(reverse("shared_pages:document", args=[scenario.pk])).status_code == 404
        assert stranger.get(reverse("desk:list")).status_code == 404
    assert [subject for _, subject, _ in events("refused")] == [str(scenario.pk), "/review/"]
    assert set(AuditTally.objects.values_list("count", flat=True)) == {5}


def test_many_addresses_of_one_page_are_one_event() -> None:
    scenario = Scenario()
    browser = signed_in(scenario.preparer)
    for unit in range(5):
        browser.get(reverse("desk:extension", args=[1, unit]))
    assert len(events("refused")) == 1


def an_hour_ago() -> None:
    for tally in AuditTally.objects.all():
        AuditTally.objects.filter(pk=tally.pk).update(since=tally.since - timedelta(hours=1))


def test_how_often_it_was_is_told_when_the_hour_is_over_and_only_once() -> None:
    scenario = Scenario()
    browser = signed_in(scenario.preparer)
    for _ in range(3):
        browser.get(reverse("desk:list"))
    sum_up()
    assert events("repeated") == []
    an_hour_ago()
    sum_up()
    sum_up()
    ((actor, subject, detail),) = events("repeated")
    assert (actor, subject, detail["action"], detail["more"]) == (scenario.preparer, "/review/", "refused", 2)
    browser.get(reverse("desk:list"))
    assert len(events("refused")) == 2


def test_old_counts_are_forgotten() -> None:
    scenario = Scenario()
    signed_in(scenario.preparer).get(reverse("desk:list"))
    AuditTally.objects.update(since=timezone.now() - timedelta(days=3))
    sum_up()
    assert not AuditTally.objects.exists()
