"""Codes by mail, where a mail server is set up: the pages offer it only there, and never tell whose name somebody has."""

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from pytest_django import Settings

from accounts import mailing
from accounts.activation import activate, new_code
from accounts.models import ActivationCode, User
from accounts.roles import Role
from accounts.trying import MAILS_TO_NAME
from tests.factories import PASSWORD, a_person
from tests.pages import Page

GOOD = "清风扬正气书香满机关"
NEUTRAL = "如果有这个用户名，已经激活过，并且登记了电子邮箱，激活码已发往那个邮箱"


class Away(EmailBackend):
    """A mail server that nobody reaches."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def with_mail(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.DEFAULT_FROM_EMAIL = "jixiao@example.gov.cn"


@pytest.fixture
def with_mail_away(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Away"}}


@pytest.fixture
def person(db: None) -> User:
    return a_person(Role.PREPARER, username="zhoumin", name="周敏", email="zhoumin@example.gov.cn")


def ask(client: Client, username: str) -> Any:
    answer = client.post("/forgotten/", {"username": username})
    mailing.wait()
    return answer


def code_in(message: EmailMessage) -> str:
    found = re.search(r"\w{4}-\w{4}-\w{4}", str(message.body))
    assert found
    return found[0]


@pytest.mark.django_db
def test_without_a_mail_server_the_page_says_whom_to_ask(client: Client) -> None:
    page = Page(client.get("/forgotten/"))
    assert "单位填报人：本单位负责人，或绩效管理员" in page.text
    assert "username" not in page.fields


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_mailed(client: Client, person: User, mailoutbox: list[EmailMessage]) -> None:
    assert NEUTRAL not in Page(ask(client, "zhoumin")).text
    assert not mailoutbox
    assert not ActivationCode.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_password_is_replaced_by_a_mailed_code(
    client: Client, person: User, with_mail: None, mailoutbox: list[EmailMessage]
) -> None:
    assert NEUTRAL in Page(ask(client, "zhoumin")).text
    (message,) = mailoutbox
    assert (message.to, message.from_email) == (["zhoumin@example.gov.cn"], "jixiao@example.gov.cn")
    assert "http://testserver/activate/" in message.body
    activate("zhoumin", code_in(message), GOOD)


@pytest.mark.django_db(transaction=True)
def test_the_answer_is_the_same_for_a_name_that_nobody_has_and_for_people_without_mail(
    client: Client, with_mail: None, mailoutbox: list[EmailMessage]
) -> None:
    a_person(Role.PREPARER, username="no-mail")
    a_person(Role.PREPARER, username="inactive", email="a@example.gov.cn", is_active=False)
    waiting = a_person(Role.PREPARER, username="not-activated", email="b@example.gov.cn")
    waiting.set_unusable_password()
    waiting.save()
    pages = {Page(ask(client, name)).text for name in ("nobody", "no-mail", "inactive", "not-activated")}
    assert len(pages) == 1
    assert not mailoutbox


@pytest.mark.django_db(transaction=True)
def test_nobody_makes_the_slip_of_a_newcomer_void(client: Client, person: User, with_mail: None) -> None:
    person.set_unusable_password()
    person.save()
    code = new_code(person, None)
    ask(client, "zhoumin")
    activate("zhoumin", code, GOOD)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_mails_to_a_name_are_limited_whether_or_not_somebody_has_it(
    client: Client, person: User, with_mail: None, mailoutbox: list[EmailMessage]
) -> None:
    for name in ("zhoumin", "nobody"):
        answers = [ask(client, name) for _ in range(MAILS_TO_NAME + 2)]
        assert [answer.status_code for answer in answers] == [200] * MAILS_TO_NAME + [429] * 2
        assert "要发的邮件太多，请在 15 分钟后再试" in Page(answers[-1]).text
    assert len(mailoutbox) == MAILS_TO_NAME


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_keeps_the_answer_as_it_is(
    client: Client, person: User, with_mail_away: None, caplog: pytest.LogCaptureFixture
) -> None:
    assert NEUTRAL in Page(ask(client, "zhoumin")).text
    assert "could not be mailed" in caplog.text
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
def test_codes_are_mailed_to_those_with_an_address_and_printed_for_the_others(
    client: Client, person: User, with_mail: None, mailoutbox: list[EmailMessage]
) -> None:
    other = a_person(Role.PREPARER, username="lihua")
    client.force_login(a_person(Role.MANAGER))
    page = Page(client.post("/activation-codes/", {"person": [person.pk, other.pk], "by": "mail"}))
    assert "1 人的激活码已用邮件发出" in page.text
    assert "lihua" in page.text
    assert "zhoumin" not in page.text
    activate("zhoumin", code_in(mailoutbox[0]), GOOD)


@pytest.mark.django_db
def test_codes_that_could_not_be_mailed_are_printed(client: Client, person: User, with_mail_away: None) -> None:
    client.force_login(a_person(Role.MANAGER))
    page = Page(client.post("/activation-codes/", {"person": [person.pk], "by": "mail"}))
    assert "激活码没有用邮件发出" in page.text
    assert "zhoumin" in page.text


@pytest.mark.django_db
def test_without_a_mail_server_codes_are_printed_whatever_was_asked(client: Client, person: User) -> None:
    client.force_login(a_person(Role.MANAGER))
    assert "zhoumin" in Page(client.post("/activation-codes/", {"person": [person.pk], "by": "mail"})).text
