"""How long a session lasts, and a person's own list of them."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import AuditEvent, Session, User
from accounts.roles import Role
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0"


@pytest.fixture
def user(client: Client) -> User:
    """Somebody who is signed in."""
    person = a_person(Role.PREPARER)
    client.force_login(person)
    return person


def pass_time(monkeypatch: pytest.MonkeyPatch, **past: int) -> None:
    now = timezone.now() + timedelta(**past)
    monkeypatch.setattr(timezone, "now", lambda: now)


def is_signed_in(client: Client) -> bool:
    """As the page's own script asks, which keeps nothing open."""
    return bool(client.get("/session/", headers={"X-Asked-By-Page": "1"}).json()["user"])


# Doing nothing


def test_a_session_ends_after_half_an_hour_without_an_act(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_time(monkeypatch, minutes=29)
    assert is_signed_in(client)
    pass_time(monkeypatch, minutes=2)
    assert not is_signed_in(client)
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_opening_a_page_keeps_it_and_what_pages_ask_by_themselves_does_not(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        pass_time(monkeypatch, minutes=20)
        assert client.get("/").status_code == 200
    for _ in range(2):
        pass_time(monkeypatch, minutes=14)
        assert is_signed_in(client)
    pass_time(monkeypatch, minutes=14)
    assert not is_signed_in(client)


def test_sending_something_keeps_it_also_by_script(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        pass_time(monkeypatch, minutes=20)
        client.post("/sessions/end/", headers={"X-Asked-By-Page": "1"})
    assert is_signed_in(client)


@pytest.mark.slow
def test_nothing_keeps_it_past_its_longest_time(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    for _ in range(settings.SESSION_COOKIE_AGE // 60 // 20 - 1):
        pass_time(monkeypatch, minutes=20)
        assert client.get("/").status_code == 200
    pass_time(monkeypatch, minutes=21)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("idle", "minutes", "open_still"), [(0, 600, True), (5, 6, False), (120, 110, True)])
def test_the_time_is_a_setting(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, idle: int, minutes: int, *, open_still: bool
) -> None:
    settings.IDLE_MINUTES = idle
    client.force_login(a_person(Role.PREPARER))
    pass_time(monkeypatch, minutes=minutes)
    assert is_signed_in(client) is open_still


def test_an_act_is_written_once_a_minute(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        client.get("/help/")
    pass_time(monkeypatch, seconds=61)
    with django_assert_num_queries(4):
        client.get("/help/")
    with django_assert_num_queries(3):
        client.get("/help/")


def test_what_ended_is_cleared(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    pass_time(monkeypatch, minutes=31)
    call_command("clearsessions")
    assert not Session.objects.exists()


# One's own list


def test_a_person_sees_where_they_are_signed_in(client: Client, user: User) -> None:
    form = {"username": user.username, "password": PASSWORD}
    Client().post("/sign-in/", form, headers={"User-Agent": EDGE}, REMOTE_ADDR="192.0.2.7")
    Client().force_login(a_person(Role.PREPARER))
    page = client.get("/password/").content.decode()
    assert page.count("退出这个登录") == 1
    assert page.count("现在这里") == 1
    for told in ("Edge（Windows）", "192.0.2.7", "退出其他全部登录"):
        assert told in page


def test_the_list_tells_no_session_s_key(client: Client, user: User) -> None:
    page = client.get("/password/").content.decode()
    assert not [key for key in Session.objects.values_list("pk", flat=True) if key in page]


@pytest.mark.slow
def test_one_of_the_others_is_ended(client: Client, user: User) -> None:
    second, third = Client(), Client()
    for one in (second, third):
        one.force_login(user)
    page = client.get("/password/").content.decode()
    name = page.split('name="session" value="')[1].split('"')[0]
    client.post("/sessions/end/", {"session": name})
    assert get_user(client) == user
    assert sorted(get_user(one).is_authenticated for one in (second, third)) == [False, True]
    event = AuditEvent.objects.latest("number")
    assert (event.action, event.actor, event.detail) == ("end_sessions", user, '{"count": 1}')


def test_all_others_are_ended_and_nobody_elses(client: Client, user: User) -> None:
    second, third, stranger = Client(), Client(), Client()
    for one in (second, third):
        one.force_login(user)
    stranger.force_login(a_person(Role.PREPARER))
    client.post("/sessions/end/")
    assert [get_user(one).is_authenticated for one in (client, second, third, stranger)] == [True, False, False, True]
    assert "已退出 2 处登录" in client.get("/password/").content.decode()


def test_the_name_of_somebody_elses_session_ends_nothing(client: Client, user: User) -> None:
    stranger, mine = Client(), Client()
    stranger.force_login(a_person(Role.PREPARER))
    mine.force_login(User.objects.latest("pk"))
    name = stranger.get("/password/").content.decode().split('name="session" value="')[1].split('"')[0]
    client.post("/sessions/end/", {"session": name})
    assert get_user(mine).is_authenticated
