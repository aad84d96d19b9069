"""Whose word counts about where a request comes from."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.addresses import address_of, site_of
from accounts.models import AuditEvent
from accounts.roles import Role
from config.environment import read_trusted_proxies
from config.proxies import TrustProxies
from tests.factories import PASSWORD, a_person

PERSON = "198.51.100.7"


@pytest.fixture
def trusted(settings: Settings) -> None:
    """Two proxies behind one another."""
    settings.TRUSTED_PROXIES = read_trusted_proxies({"TRUSTED_PROXIES": "127.0.0.1,10.1.2.0/24,fd00::1"})
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def seen(peer: str, **said: str) -> tuple[str, bool]:
    """The address and whether it is HTTPS, as a view sees them."""
    found: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append(request)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.META |= {"REMOTE_ADDR": peer, **said}
    TrustProxies(view)(request)
    return address_of(found[0]), found[0].is_secure()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", PERSON, PERSON),
        ("127.0.0.1", f"made-up, 203.0.113.9, {PERSON}", PERSON),
        ("127.0.0.1", f"{PERSON}, 10.1.2.9", PERSON),
        ("127.0.0.1", "10.1.2.8,10.1.2.9", "10.1.2.8"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", f"{PERSON}, unknown, 10.1.2.9", "10.1.2.9"),
        ("::ffff:127.0.0.1", f"::ffff:{PERSON}", PERSON),
        ("fd00::1", "2001:DB8::7", "2001:db8::7"),
        (PERSON, "192.0.2.1", PERSON),
        ("10.1.3.1", "192.0.2.1", "10.1.3.1"),
    ],
)
def test_the_person_is_the_first_from_the_right_that_is_no_proxy(peer: str, forwarded: str, address: str) -> None:
    assert seen(peer, HTTP_X_FORWARDED_FOR=forwarded) == (address, False)


@pytest.mark.usefixtures("trusted")
def test_only_a_trusted_proxy_says_that_it_was_https() -> None:
    assert seen("127.0.0.1", HTTP_X_FORWARDED_PROTO="https") == ("127.0.0.1", True)
    assert seen(PERSON, HTTP_X_FORWARDED_PROTO="https") == (PERSON, False)


def test_without_the_setting_nobody_is_believed_about_the_address() -> None:
    assert seen("127.0.0.1", HTTP_X_FORWARDED_FOR=PERSON) == ("127.0.0.1", False)


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
def test_the_audit_log_names_the_person_s_address(client: Client) -> None:
    form = {"username": a_person(Role.PREPARER).username, "password": PASSWORD}
    client.post("/sign-in/", form, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=PERSON, HTTP_X_FORWARDED_PROTO="https")
    assert AuditEvent.objects.get().address == PERSON


@pytest.mark.parametrize(
    ("address", "site"),
    [(PERSON, PERSON), ("2001:db8:0:1:aaaa::7", "2001:db8:0:1::/64"), ("", ""), ("unix:", "unix:")],
)
def test_a_site_is_an_address_or_a_network_of_ipv6(address: str, site: str) -> None:
    assert site_of(address) == site
