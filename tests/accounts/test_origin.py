"""From where an act comes, as the log tells it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.audit import record
from accounts.audit.once import note_refusal, sum_up
from accounts.audit.operators import record_command
from accounts.audit.origin import coming_from
from accounts.models import AuditEvent, AuditTally
from accounts.roles import Role
from evaluations.records.states import State
from tests.factories import PASSWORD, a_person
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0 Safari/537.36"
AT: dict[str, Any] = {"REMOTE_ADDR": "10.1.2.3", "HTTP_USER_AGENT": WINDOWS}


def told(action: str) -> tuple[str, str, str]:
    event = AuditEvent.objects.get(action=action)
    return event.address, event.device, event.result


def test_signing_in_tells_address_and_browser() -> None:
    form = {"username": a_person(Role.PREPARER).username, "password": PASSWORD}
    Client().post("/sign-in/", form, **AT)
    assert told("sign_in") == ("10.1.2.3", "Chrome（Windows）", "done")


def test_a_wrong_password_does_too_though_nobody_acts() -> None:
    form = {"username": a_person(Role.PREPARER).username, "password": "wrong"}
    Client().post("/sign-in/", form, **AT)
    assert told("sign_in_failed") == ("10.1.2.3", "Chrome（Windows）", "failed")


@pytest.mark.slow
def test_what_a_service_records_for_a_view_does_without_being_told() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    browser = Client()
    browser.force_login(scenario.head)
    browser.post(reverse("shared_pages:transition", args=[scenario.pk, "confirm"]), **AT)
    assert told("confirm") == ("10.1.2.3", "Chrome（Windows）", "done")


def test_a_refusal_does_too() -> None:
    browser = Client()
    browser.force_login(a_person(Role.PREPARER))
    browser.get(reverse("desk:list"), **AT)
    assert told("refused") == ("10.1.2.3", "Chrome（Windows）", "refused")


def test_after_the_answer_nothing_is_left_of_it() -> None:
    Client().get("/sign-in/", **AT)
    record("work")
    assert told("work") == ("", "", "done")


def test_what_the_server_does_by_itself_comes_from_nowhere() -> None:
    person = actor_of(a_person(Role.PREPARER))
    with coming_from("10.1.2.3", "Chrome（Windows）"):
        for _ in range(2):
            note_refusal(person, "/x/")
    AuditTally.objects.update(since="2024-01-01T00:00Z")
    sum_up()
    assert told("repeated") == ("", "", "refused")


@pytest.mark.parametrize(("has_failed", "result"), [(True, "failed"), (False, "done")])
def test_a_command_tells_how_it_ended(has_failed: bool, result: str) -> None:  # noqa: FBT001
    record_command(["manage.py", "changepassword", "li"], has_failed=has_failed)
    assert told("command") == ("", "", result)


def test_an_odd_address_is_cut_off() -> None:
    with coming_from("x" * 500, ""):
        assert len(record("work").address) == 64
