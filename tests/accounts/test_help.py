"""The help page."""

import pytest
from django.test import Client

from accounts.roles import Role
from tests.cast import a_person, a_region

pytestmark = pytest.mark.django_db


def test_every_role_has_help() -> None:
    assert all(role.facts.help for role in Role)


def test_a_visitor_who_can_not_sign_in_may_read_it_but_sees_no_telephone(client: Client) -> None:
    a_person(Role.MANAGER, phone="0731-28000009")
    page = client.get("/help/").content.decode()
    assert "使用说明" in page
    assert "0731-28000009" not in page


def test_a_person_reads_their_own_role_first_and_whom_to_call(client: Client) -> None:
    a_person(Role.MANAGER, phone="0731-28000009")
    a_person(Role.MANAGER, region=a_region("other"), phone="0731-28000001")
    client.force_login(a_person(Role.UNIT_HEAD))
    page = client.get("/help/").content.decode()
    assert page.index("单位负责人（您）") < page.index("<h2>填报人")
    assert "0731-28000009" in page
    assert "0731-28000001" not in page
