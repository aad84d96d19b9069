"""What a new password has to be, how old it may become, and what its change does."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEvent, FormerPassword, User
from accounts.roles import Role
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
GOOD = "清风扬正气书香满机关"


@pytest.fixture
def user(client: Client) -> User:
    """Somebody who is signed in."""
    person = a_person(Role.PREPARER, username="zhoumin", name="周敏", phone="13812345678")
    client.force_login(person)
    return person


def change(client: Client, new: str, again: str | None = None, old: str = PASSWORD) -> Any:
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again or new})


def test_a_password_is_changed_and_the_person_stays_signed_in(client: Client, user: User) -> None:
    assert change(client, GOOD)["Location"] == "/"
    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert get_user(client) == user
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["change_password"]


def test_the_rules_stand_on_the_page_before_one_types(client: Client, user: User) -> None:
    page = client.get("/password/").content.decode()
    for rule in ("至少 10 个字符", "不要用姓名、用户名、电话", "不能与最近用过的 5 个密码相同"):
        assert rule in page


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("kurz-9zeh", "至少 10 个字符"),
        ("1029384756", "容易被猜到"),
        ("password123", "容易被猜到"),
        ("wenlianwenlian", "容易被猜到"),
        ("aaaaaaaaaaa1", "容易被猜到"),
        (" " * 10, "容易被猜到"),
        ("zhoumin-2024", "容易被猜到"),
        ("周敏" * 5, "容易被猜到"),
        ("13812345678", "容易被猜到"),
        ("qwertyuiop12", "容易被猜到"),
        (PASSWORD, "最近用过"),
    ],
)
def test_a_poor_password_is_refused_in_words(client: Client, user: User, new: str, told: str) -> None:
    response = change(client, new)
    assert response.status_code == 200
    assert told in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("new", [GOOD, "Jixiao-2024-ok", "correct horse battery", "kdfu38djw2"])
def test_a_password_of_any_kind_of_characters_will_do_if_it_is_hard_to_guess(
    client: Client, user: User, new: str
) -> None:
    assert change(client, new).status_code == 302


def test_a_very_long_password_is_judged_and_taken(client: Client, user: User) -> None:
    assert change(client, GOOD * 500).status_code == 302


def test_two_that_differ_are_refused(client: Client, user: User) -> None:
    assert "不一致" in change(client, GOOD, GOOD + "!").content.decode()


def test_the_old_password_is_asked_for(client: Client, user: User) -> None:
    assert "旧密码" in change(client, GOOD, old="guess").content.decode()


@pytest.mark.slow
def test_the_last_five_are_not_taken_again_and_no_more_are_kept(client: Client, user: User) -> None:
    used = [f"{GOOD}第{number}次" for number in range(6)]
    for old, new in zip([PASSWORD, *used], used, strict=False):
        assert change(client, new, old=old).status_code == 302
    for former in used[1:]:
        assert "最近用过" in change(client, former, old=used[-1]).content.decode()
    assert change(client, used[0], old=used[-1]).status_code == 302
    assert FormerPassword.objects.filter(user=user).count() == 5


def test_changing_the_password_ends_the_other_sessions(client: Client, user: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(user)
    change(client, GOOD)
    assert get_user(client) == user
    assert elsewhere.get("/password/").status_code == 302


# Its age


def grow_old(user: User, days: int) -> None:
    User.objects.filter(pk=user.pk).update(password_changed_at=timezone.now() - timedelta(days=days))


@pytest.mark.slow
def test_a_password_that_is_too_old_is_changed_before_anything_else(
    client: Client, user: User, settings: Settings
) -> None:
    settings.PASSWORD_DAYS = 90
    grow_old(user, 91)
    assert client.get("/")["Location"] == "/password/"
    assert "密码已使用超过 90 天，请先换一个新密码" in client.get("/password/").content.decode()
    assert client.get("/help/").status_code == 200
    assert client.get("/session/").json()["user"] == user.username
    change(client, GOOD)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("allowed", "age"), [(0, 5000), (90, 89)])
def test_a_password_may_become_as_old_as_the_setting_says(
    client: Client, user: User, settings: Settings, allowed: int, age: int
) -> None:
    settings.PASSWORD_DAYS = allowed
    grow_old(user, age)
    assert client.get("/").status_code == 200


@pytest.mark.slow
def test_a_better_hash_is_no_new_password(client: Client, user: User, settings: Settings) -> None:
    grow_old(user, 91)
    hashers = list(settings.PASSWORD_HASHERS)
    settings.PASSWORD_HASHERS = [hashers[1], hashers[0], *hashers[2:]]
    Client().post("/sign-in/", {"username": user.username, "password": PASSWORD})
    user.refresh_from_db()
    assert user.password.startswith("argon2")
    assert timezone.now() - user.password_changed_at > timedelta(days=90)


def test_what_is_sent_with_an_old_password_is_taken(client: Client, user: User, settings: Settings) -> None:
    settings.PASSWORD_DAYS = 90
    grow_old(user, 91)
    assert client.post("/sessions/end/").status_code == 302
