"""我的账号: one's own details, memberships, password and sessions on one page."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role
from accounts.services import Details
from accounts.trying import OLD_PASSWORD
from tests.factories import PASSWORD, a_person, a_unit
from tests.pages import Page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAIL = "zm@example.cn"


@pytest.fixture
def user(client: Client) -> User:
    """Somebody who is signed in."""
    person = a_person(Role.PREPARER, username="zhoumin", name="周敏", phone="28000001")
    client.force_login(person)
    return person


def change(client: Client, **typed: str) -> Any:
    return client.post("/account/", {"name": "周敏", "phone": "28000001", "email": ""} | typed)


def details(user: User) -> Details:
    user.refresh_from_db()
    return Details.of(user)


@pytest.mark.parametrize("address", ["/account/", "/password/"])
def test_everything_stands_on_one_page_under_both_addresses(client: Client, user: User, address: str) -> None:
    page = Page(client.get(address))
    assert {"资料", "任职", "修改密码", "登录情况"} <= set(page.headings)
    assert {"name", "phone", "email", "old_password", "new_password1"} <= page.fields.keys()
    for told in ("zhoumin", "测试单位U1", "填报本单位的自评，提交单位审核", "现在这里"):
        assert told in page.text


def test_one_changes_name_and_telephone_without_the_password(client: Client, user: User) -> None:
    assert change(client, name="周民", phone="28000002")["Location"] == "/account/"
    assert "资料已保存" in Page(client.get("/account/")).text
    assert details(user) == ("周民", "28000002", "")
    event = AuditEvent.objects.get(action="change_person")
    assert (event.actor, event.subject) == (user, "zhoumin")


@pytest.mark.slow
def test_another_mail_address_asks_for_the_password(client: Client, user: User) -> None:
    for password, told in (("", "请输入现在的密码"), ("guess", "密码不正确")):
        answer = change(client, email=MAIL, password=password)
        assert answer.status_code == 422
        assert told in Page(answer).text
    assert details(user).email == ""
    assert change(client, email=MAIL, password=PASSWORD).status_code == 302
    assert details(user).email == MAIL
    assert change(client, email=MAIL, phone="28000002").status_code == 302


@pytest.mark.slow
def test_wrong_passwords_are_limited_and_logged(client: Client, user: User) -> None:
    answers = [change(client, email=MAIL, password="guess").status_code for _ in range(OLD_PASSWORD + 1)]
    assert answers == [422] * OLD_PASSWORD + [429]
    assert change(client, email=MAIL, password=PASSWORD).status_code == 429
    assert AuditEvent.objects.filter(action="change_password_failed").count() == 1
    assert details(user).email == ""


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "\0"}, {"phone": "1" * 60}, {"name": "周" * 300}])
def test_what_can_not_be_stored_is_told_at_its_field(client: Client, user: User, typed: dict[str, str]) -> None:
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert Page(answer).texts("invalid-feedback", inside="mb-3")
    assert details(user) == ("周敏", "28000001", "")


def test_an_address_that_is_none_is_told(client: Client, user: User) -> None:
    assert change(client, email="at", password=PASSWORD).status_code == 422
    assert details(user).email == ""


def test_memberships_are_shown_with_their_days(client: Client, user: User) -> None:
    today = timezone.localdate()
    Membership.objects.create(user=user, role=Role.UNIT_HEAD, unit=a_unit("U2"), since=today + DAY)
    Membership.objects.create(user=user, role=Role.PREPARER, unit=a_unit("U3"), until=today - DAY)
    text = Page(client.get("/account/")).text
    for told in ("不限期", f"{today + DAY}", "还没有开始：确认上报", f"{today - DAY}", "已经结束"):
        assert told in text


def test_somebody_without_memberships_has_the_page_too(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", name="某人"))
    assert "您还没有任职" in Page(client.get("/account/")).text


def test_ending_other_sessions_leads_back_to_the_page(client: Client, user: User) -> None:
    Client().force_login(user)
    assert client.post("/sessions/end/")["Location"] == "/account/"


@pytest.mark.parametrize("role", Role)
def test_every_role_has_the_page(client: Client, role: Role) -> None:
    client.force_login(a_person(role))
    assert client.get("/account/").status_code == 200


def test_the_administrators_first_page_names_no_command(client: Client) -> None:
    client.force_login(a_person(Role.ADMINISTRATOR))
    text = Page(client.get("/", follow=True)).text
    assert "人员" in text
    assert "./run" not in text


def test_the_first_administrator_finds_the_list_empty(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", username="root", name="管理员", verbosity=0)
    client.force_login(User.objects.get(username="root"))
    assert "还没有您管理的人员" in Page(client.get("/administration/people/")).text
