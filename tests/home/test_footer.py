"""The foot of every page: whose service it is, whom to ring, the version."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.actors import actor_of
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.registry.regions import change_contacts
from tests.factories import a_person, a_region

pytestmark = pytest.mark.django_db
CONTACTS = "/administration/contacts/"
SENT = {"consulting": "绩效股 0731-28000000", "support": "信息中心 0731-28000001"}


def foot(client: Client, address: str) -> str:
    return client.get(address).content.decode().partition('<footer class="foot">')[2]


def test_the_manager_says_whom_to_ring_and_every_page_of_the_region_shows_it(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    assert client.post(CONTACTS, SENT)["Location"] == CONTACTS
    client.force_login(a_person(Role.PREPARER))
    shown = foot(client, "/help/")
    for text in (f"主办：{a_region().bureau_name}", *SENT.values(), f"版本 {settings.VERSION}"):
        assert text in shown
    assert AuditEvent.objects.filter(action="change_contacts", region=a_region()).count() == 1


def test_what_is_blank_is_not_shown(client: Client) -> None:
    client.force_login(a_person(Role.PREPARER))
    assert "业务咨询" not in foot(client, "/help/")


def test_a_visitor_sees_the_only_bureau_and_with_several_none(client: Client) -> None:
    region = a_region()
    change_contacts(region, **SENT, actor=None)
    page = client.get("/sign-in/").content.decode()
    assert region.bureau_name in page
    assert SENT["support"] in page
    a_region("430299")
    assert region.bureau_name not in client.get("/sign-in/").content.decode()


def test_a_text_that_is_too_long_or_can_not_be_printed_is_refused_at_its_field(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    assert client.post(CONTACTS, {**SENT, "support": "长" * 61}).status_code == 422
    assert client.post(CONTACTS, {**SENT, "support": "信息\u202e中心"}).status_code in (409, 422)
    assert not a_region().support


def test_nobody_but_the_regions_manager_changes_it(client: Client) -> None:
    for role in set(Role) - {Role.MANAGER}:
        person = a_person(role)
        client.force_login(person)
        assert client.get(CONTACTS).status_code == 404
        with pytest.raises(Refused):
            change_contacts(a_region(), "", "", actor_of(person))
