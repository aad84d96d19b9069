"""Signing in and out, the way on, and changing the password."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import AuditEvent, User
from accounts.roles import Role
from tests.factories import PASSWORD, a_person, a_region

pytestmark = pytest.mark.django_db
ADDRESS = "/sign-in/"


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(ADDRESS, {"username": user.username, "password": password} | more)


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_the_page_asks_for_name_and_password_without_script_or_style_in_it(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    assert "用户名" in page
    assert "密码" in page
    assert "<script>" not in page
    assert "style=" not in page


@pytest.mark.parametrize("address", [ADDRESS, "/password/"])
def test_a_form_carries_its_token_once(client: Client, address: str) -> None:
    if address != ADDRESS:
        client.force_login(a_person(Role.PREPARER))
    page = client.get(address).content.decode()
    form = next(each for each in page.split("<form ") if 'type="password"' in each).partition("</form>")[0]
    assert form.count('name="csrfmiddlewaretoken"') == 1


def test_the_right_password_opens_the_first_page_and_is_audited(client: Client) -> None:
    user = a_person(Role.PREPARER)
    response = sign_in(client, user)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert get_user(client) == user
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.region) == ("sign_in", user, a_region())


@pytest.mark.slow
def test_argon2_is_what_is_stored_and_checked(client: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [h for h in settings.PASSWORD_HASHERS if "MD5" not in h]
    user = a_person(Role.PREPARER)
    user.set_password(PASSWORD)
    user.save()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in(client, user).status_code == 302


def test_a_wrong_password_is_told_in_words_and_audited_without_the_password(client: Client) -> None:
    user = a_person(Role.PREPARER)
    response = sign_in(client, user, "wrong-one")
    assert "用户名或密码不正确" in response.content.decode()
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.result) == ("sign_in_failed", None, "failed")
    assert (event.subject, event.address, json.loads(event.detail)) == (user.username, "127.0.0.1", {})


def test_an_account_out_of_use_can_not_sign_in(client: Client) -> None:
    user = a_person(Role.PREPARER, is_active=False)
    assert sign_in(client, user).status_code == 200
    assert not get_user(client).is_authenticated


def test_an_account_put_out_of_use_is_signed_out(client: Client) -> None:
    user = a_person(Role.PREPARER)
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/password/").status_code == 302


@pytest.mark.parametrize("username", ["", "a\x00b", "长" * 300, "\ud800", "nobody"])
def test_an_impossible_name_is_no_fault_of_the_server(client: Client, username: str) -> None:
    body = urlencode({"username": username.encode(errors="surrogatepass"), "password": "x"})
    answer = client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert 'name="password"' in answer.content.decode()


def test_after_signing_in_the_page_that_was_asked_for_opens(client: Client) -> None:
    asked = client.get("/password/")
    assert asked["Location"] == "/sign-in/?next=/password/"
    assert 'name="next" value="/password/"' in client.get(asked["Location"]).content.decode()
    assert sign_in(client, a_person(Role.PREPARER), next="/password/")["Location"] == "/password/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "\\\\example.org", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_host(client: Client, elsewhere: str) -> None:
    assert sign_in(client, a_person(Role.PREPARER), next=elsewhere)["Location"] == "/"


def test_signing_out_is_a_post_and_audited(client: Client) -> None:
    client.force_login(a_person(Role.PREPARER))
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert not get_user(client).is_authenticated
    assert actions() == ["sign_out"]


@pytest.mark.parametrize("role", Role)
def test_a_page_costs_one_query_for_session_and_person_and_one_for_each_thing_that_it_shows(
    client: Client, role: Role, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(a_person(role))
    work = {Role.PREPARER: 1, Role.UNIT_HEAD: 1, Role.DEPARTMENT_REVIEWER: 1, Role.REVIEWER: 1, Role.MANAGER: 1}
    with django_assert_num_queries(1 + 2 + work.get(role, 0)):  # memberships, sessions, what waits
        assert client.get("/account/").status_code == 200


def change_password(client: Client, new: str, again: str | None = None, old: str = PASSWORD) -> Any:
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again or new})


def test_a_password_is_changed_and_the_person_stays_signed_in(client: Client) -> None:
    user = a_person(Role.PREPARER)
    client.force_login(user)
    assert change_password(client, "清风扬正气书香满机关")["Location"] == "/"
    user.refresh_from_db()
    assert user.check_password("清风扬正气书香满机关")
    assert get_user(client) == user
    assert actions() == ["change_password"]
