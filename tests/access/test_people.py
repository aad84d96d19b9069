"""Who is signed in, and which pages are not for their role."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.access.people import bureau_person, current_actor, person_in_role
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


def request_of(person: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/some/page/")
    request.user = person
    return request


def refused() -> list[tuple[User | None, str]]:
    return [(event.actor, event.subject) for event in AuditEvent.objects.filter(action="refused")]


def test_nobody_is_signed_in_is_not_found_and_leaves_no_event() -> None:
    with pytest.raises(Http404):
        current_actor(request_of(AnonymousUser()))
    assert refused() == []


def test_a_page_of_other_roles_is_not_found_and_audited() -> None:
    scenario = Scenario()
    assert person_in_role(request_of(scenario.auditor), Role.AUDITOR).person == scenario.auditor
    assert refused() == []
    with pytest.raises(Http404):
        person_in_role(request_of(scenario.preparer), Role.AUDITOR)
    assert refused() == [(scenario.preparer, "/some/page/")]


def test_a_bureaus_page_is_for_its_people_or_for_those_in_the_roles_asked_for() -> None:
    scenario = Scenario()
    assert bureau_person(request_of(scenario.reviewer)).person == scenario.reviewer
    assert bureau_person(request_of(scenario.manager), Role.MANAGER).person == scenario.manager
    for person, roles in ((scenario.head, ()), (scenario.reviewer, (Role.MANAGER,))):
        with pytest.raises(Http404):
            bureau_person(request_of(person), *roles)
