"""Nobody guesses in, and nobody keeps another out: what is limited, what is not, and what the audit log says of it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import limits
from accounts.limits import Limit, Paused
from accounts.models import AuditEvent, Tries, User
from accounts.roles import Role
from accounts.trying import ADDRESS, DEVICE, NAME, NAME_AT_ADDRESS, OLD_PASSWORD
from tests.factories import PASSWORD, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WRONG = "wrong-one"


@pytest.fixture
def user() -> User:
    return a_person(Role.PREPARER)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed to be compared."""
    seen: list[str] = []
    check = User.check_password

    def watched(self: User, password: str) -> bool:
        seen.append(password)
        return check(self, password)

    monkeypatch.setattr(User, "check_password", watched)
    return seen


def sign_in(username: str, password: str = WRONG, address: str = "192.0.2.1", browser: Client | None = None) -> Any:
    """Try from a browser that nobody knows, or from this one."""
    form = {"username": username, "password": password}
    return (browser or Client()).post("/sign-in/", form, REMOTE_ADDR=address)


def events(*actions: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Whose name was tried, from where, how it ended, and the rest."""
    found = AuditEvent.objects.filter(action__in=actions)
    return [(event.subject, event.address, event.result, json.loads(event.detail)) for event in found]


def later(monkeypatch: pytest.MonkeyPatch, past: timedelta) -> None:
    now: datetime = timezone.now() + past
    monkeypatch.setattr(timezone, "now", lambda: now)


# A name at an address


def test_a_stranger_tries_a_name_five_times(user: User, hashed: list[str]) -> None:
    answers = [sign_in(user.username).status_code for _ in range(NAME_AT_ADDRESS + 1)]
    assert answers == [200] * NAME_AT_ADDRESS + [429]
    assert len(hashed) == NAME_AT_ADDRESS


def test_the_right_password_is_not_looked_at_in_a_pause_and_the_page_says_how_long(
    user: User, hashed: list[str]
) -> None:
    for _ in range(NAME_AT_ADDRESS):
        sign_in(user.username)
    answer = sign_in(user.username, PASSWORD)
    assert answer.status_code == 429
    assert "请在 15 分钟后再试，期间再试不会延长等待" in answer.content.decode()
    assert PASSWORD not in hashed


def test_what_the_page_of_signing_in_carries_outlives_a_pause(user: User) -> None:
    carried = {"sent_address": "/x/", "sent_body": f"typed_by={user.username}&text=请核对", "sent_page": "/help/"}
    for _ in range(NAME_AT_ADDRESS):
        sign_in(user.username)
    answer = Client().post(
        "/sign-in/", {"username": user.username, "password": "x", **carried}, REMOTE_ADDR="192.0.2.1"
    )
    assert answer.status_code == 429
    assert 'name="sent_page" value="/help/"' in answer.content.decode()


def test_tries_in_a_pause_do_not_put_it_off(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(NAME_AT_ADDRESS):
        sign_in(user.username)
    for _ in range(3):
        later(monkeypatch, timedelta(minutes=4))
        assert sign_in(user.username, PASSWORD).status_code == 429
    later(monkeypatch, timedelta(minutes=4))
    assert sign_in(user.username, PASSWORD).status_code == 302


def test_a_name_that_nobody_has_is_answered_alike(user: User) -> None:
    def told(name: str, address: str) -> list[tuple[int, bool]]:
        answers = [sign_in(name, address=address) for _ in range(NAME_AT_ADDRESS + 1)]
        return [(answer.status_code, "用户名或密码不正确" in answer.content.decode()) for answer in answers]

    assert told("nobody", "192.0.2.1") == told(user.username, "192.0.2.2")


def test_a_success_forgets_the_failures(user: User) -> None:
    for _ in range(3):
        for _ in range(NAME_AT_ADDRESS - 1):
            sign_in(user.username)
        assert sign_in(user.username, PASSWORD).status_code == 302


# A name from everywhere, an address over many names


def test_a_name_is_tried_so_often_from_all_addresses_together(user: User, hashed: list[str]) -> None:
    answers = [sign_in(user.username, address=f"192.0.2.{number}").status_code for number in range(NAME + 5)]
    assert answers == [200] * NAME + [429] * 5
    assert len(hashed) == NAME


def test_an_address_tries_so_many_passwords_over_all_names(user: User) -> None:
    answers = [sign_in(f"name-{number}").status_code for number in range(ADDRESS)]
    assert set(answers) == {200}
    assert sign_in(user.username, PASSWORD).status_code == 429
    assert sign_in(user.username, PASSWORD, address="192.0.2.2").status_code == 302


def test_the_addresses_of_one_ipv6_network_are_one_place() -> None:
    for number in range(ADDRESS):
        sign_in(f"name-{number}", address=f"2001:db8::{number + 1:x}")
    assert sign_in("another", address="2001:db8::ffff").status_code == 429
    assert sign_in("another", address="2001:db8:0:1::1").status_code == 200


def test_an_own_account_does_not_buy_new_tries_at_an_address(user: User) -> None:
    own = a_person(Role.PREPARER)
    for number in range(ADDRESS):
        sign_in(f"name-{number}") if number % 5 else sign_in(own.username, PASSWORD)
    assert Tries.objects.get(key=Limit("address", "192.0.2.1", ADDRESS).key).count == ADDRESS - ADDRESS // 5


# The person's own device


def test_from_their_own_device_a_person_gets_in_whatever_strangers_do(user: User) -> None:
    own = Client()
    assert sign_in(user.username, PASSWORD, browser=own).status_code == 302
    own.post("/sign-out/")
    for number in range(NAME):
        sign_in(user.username, address=f"192.0.2.{number}")
    for number in range(ADDRESS):
        sign_in(f"name-{number}")
    assert sign_in(user.username, PASSWORD).status_code == 429
    assert sign_in(user.username, PASSWORD, browser=own).status_code == 302


def test_an_own_device_is_limited_for_itself_and_keeps_no_other_out(user: User) -> None:
    own = Client()
    sign_in(user.username, PASSWORD, browser=own)
    answers = [sign_in(user.username, browser=own).status_code for _ in range(DEVICE + 1)]
    assert answers == [200] * DEVICE + [429]
    assert sign_in(user.username, PASSWORD).status_code == 302


def test_a_device_is_known_for_its_person_only_and_until_the_password_changes(user: User) -> None:
    other = a_person(Role.PREPARER)
    own = Client()
    sign_in(user.username, PASSWORD, browser=own)
    for number in range(NAME):
        for name in (user.username, other.username):
            sign_in(name, address=f"192.0.2.{number + 10}")
    assert sign_in(other.username, PASSWORD, browser=own).status_code == 429
    user.set_password("another-password-of-theirs")
    user.save()
    assert sign_in(user.username, "another-password-of-theirs", browser=own).status_code == 429


def test_a_device_that_changes_the_password_stays_known(user: User) -> None:
    own = Client()
    sign_in(user.username, PASSWORD, browser=own)
    new = "清风扬正气书香满机关"
    own.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    for number in range(NAME):
        sign_in(user.username, address=f"192.0.2.{number}")
    assert sign_in(user.username, new, browser=own).status_code == 302


def test_the_device_cookie_is_no_script_s_and_no_sign_in(user: User) -> None:
    own = Client()
    sign_in(user.username, PASSWORD, browser=own)
    (name,) = (name for name in own.cookies if name.startswith("device."))
    assert own.cookies[name]["httponly"]
    assert user.username not in own.cookies[name].value
    del own.cookies["sessionid"]
    assert not get_user(own).is_authenticated


# The old password


def test_the_old_password_is_limited_too(user: User, hashed: list[str]) -> None:
    client = Client()
    client.force_login(user)
    form = {"old_password": WRONG, "new_password1": "清风扬正气书香满机关", "new_password2": "清风扬正气书香满机关"}
    answers = [client.post("/password/", form).status_code for _ in range(OLD_PASSWORD + 3)]
    assert answers == [200] * OLD_PASSWORD + [429] * 3
    assert len(hashed) == OLD_PASSWORD
    failed, paused = AuditEvent.objects.exclude(action="sign_in")
    assert (failed.action, failed.actor, paused.action) == ("change_password_failed", user, "change_password_paused")
    assert json.loads(paused.detail)["count"] == OLD_PASSWORD


# What is recorded


def test_the_first_wrong_password_and_each_limit_are_one_event(user: User) -> None:
    for _ in range(NAME_AT_ADDRESS + 3):
        sign_in(user.username)
    at = (user.username, "192.0.2.1")
    assert events("sign_in_failed") == [(*at, "failed", {})]
    paused = {"limit": "name at address", "count": NAME_AT_ADDRESS}
    assert events("sign_in_paused") == [(*at, "refused", paused)]


def test_spraying_is_one_event_with_its_count() -> None:
    for number in range(ADDRESS + 3):
        sign_in(f"name-{number}")
    assert events("sign_in_failed", "sign_in_paused") == [
        ("", "192.0.2.1", "refused", {"limit": "address", "count": ADDRESS})
    ]


def test_a_password_typed_as_the_name_is_written_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    secret = "Geheim-4711-秘密"
    for _ in range(NAME_AT_ADDRESS + 2):
        sign_in(secret)
    assert secret not in caplog.text
    assert not AuditEvent.objects.filter(detail__contains="4711").exists()
    assert not [row for row in Tries.objects.values_list() if secret in str(row)]


# The table


def test_the_table_forgets_what_is_long_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(ADDRESS):
        sign_in(f"name-{number}")
    assert Tries.objects.count() == 2 * ADDRESS + 1
    later(monkeypatch, 2 * limits.WINDOW + timedelta(seconds=1))
    sign_in("another")
    assert Tries.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_that_begin_at_the_same_time_no_more_pass_than_the_limit() -> None:
    limit = Limit("test", "one", 5)

    def try_once(_: int) -> bool:
        try:
            limits.begin([limit])
        except Paused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_once, range(20))) == 5
