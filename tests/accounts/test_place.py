"""What the head of a page knows about the person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from accounts.actors import actor_of
from accounts.context_processors import Whereabouts, place, place_of
from accounts.models import User
from accounts.roles import Role
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db


def test_a_unit_person_sees_bureau_unit_and_role() -> None:
    user = a_person(Role.PREPARER, name="王小文")
    assert place_of(actor_of(user)) == Whereabouts(a_region().bureau_name, a_unit().name, "王小文", "填报人")


def test_a_bureau_person_sees_the_bureau_alone() -> None:
    shown = place_of(actor_of(a_person(Role.REVIEWER)))
    assert (shown.bureau_name, shown.unit_name, shown.role) == (a_region().bureau_name, "", "审核员")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_system_person_belongs_to_no_bureau(role: Role) -> None:
    assert place_of(actor_of(a_person(role))).bureau_name == ""


def test_a_person_without_a_role_has_a_place_without_one() -> None:
    assert place_of(actor_of(User.objects.create_user("nobody", name="某人"))) == Whereabouts("", "", "某人", "")


def test_a_visitor_has_no_place() -> None:
    request = RequestFactory().get("/")
    assert place(request) == {"place": None}
    request.user = AnonymousUser()
    assert place(request) == {"place": None}


def test_the_head_of_a_page_shows_the_place(client: Client) -> None:
    user = a_person(Role.PREPARER)
    client.force_login(user)
    page = client.get("/help/").content.decode()
    assert all(text in page for text in (user.name, "填报人", a_unit().name, a_region().bureau_name))
