"""Activation codes: used once, within seven days, by the right person alone; the page leads from a code to being signed in."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.activation import ALPHABET, LENGTH, GivenCode, WrongCode, activate, new_code, new_codes, void_codes
from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import ActivationCode, AuditEvent, Session, User
from accounts.roles import Role
from accounts.trying import ADDRESS, NAME_AT_ADDRESS
from evaluations.common.refusal import Refused
from tests.factories import PASSWORD, a_person, a_region, a_unit
from tests.pages import Page

pytestmark = pytest.mark.django_db
GOOD = "清风扬正气书香满机关"
REFUSAL = "用户名或激活码不正确，或者激活码已经用过、作废、过期"


@pytest.fixture
def person() -> User:
    """Somebody who was added a moment ago and has no password."""
    newcomer = a_person(Role.PREPARER, username="zhoumin", name="周敏")
    newcomer.set_unusable_password()
    newcomer.save()
    return newcomer


def later(monkeypatch: pytest.MonkeyPatch, past: timedelta) -> None:
    now: datetime = timezone.now() + past
    monkeypatch.setattr(timezone, "now", lambda: now)


def enter(client: Client, code: str, username: str = "zhoumin", **more: str) -> Any:
    return client.post("/activate/", {"username": username, "code": code} | more)


def set_password(client: Client, code: str, password: str = GOOD, again: str | None = None) -> Any:
    return enter(client, code, new_password1=password, new_password2=again or password)


# The code


def test_a_code_has_more_than_55_bits_and_nothing_that_is_read_for_something_else(person: User) -> None:
    assert len(set(ALPHABET)) ** LENGTH > 2**55
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")
    assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", new_code(person, None))


def test_the_code_is_stored_nowhere_in_clear(person: User) -> None:
    code = new_code(person, None)
    stored = ActivationCode.objects.values_list().get()
    told = list(AuditEvent.objects.values_list("subject", "detail"))
    for text in (code, code.replace("-", "")):
        assert text not in f"{stored} {told}"


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f" {code.replace('-', ' ')} ",
        lambda code: code.replace("-", "—"),
        lambda code: "".join(chr(ord(one) + 0xFEE0) for one in code),
    ],
    ids=["small", "no hyphens", "spaces", "dashes", "full width"],
)
def test_a_code_is_typed_as_people_type(person: User, typed: Callable[[str], str]) -> None:
    activate("zhoumin", typed(new_code(person, None)), GOOD)
    person.refresh_from_db()
    assert person.check_password(GOOD)


def test_a_code_is_used_once(person: User) -> None:
    code = new_code(person, None)
    activate("zhoumin", code, GOOD)
    with pytest.raises(WrongCode):
        activate("zhoumin", code, "另一句不相干的话也很长")


def test_a_code_lasts_seven_days(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    code = new_code(person, None)
    later(monkeypatch, timedelta(days=7, seconds=1))
    with pytest.raises(WrongCode):
        activate("zhoumin", code, GOOD)


def test_a_new_code_makes_the_former_void(person: User) -> None:
    former, code = new_code(person, None), new_code(person, None)
    with pytest.raises(WrongCode):
        activate("zhoumin", former, GOOD)
    activate("zhoumin", code, GOOD)


def test_a_code_is_its_persons_alone(person: User) -> None:
    code = new_code(person, None)
    other = a_person(Role.UNIT_HEAD)
    new_code(other, None)
    with pytest.raises(WrongCode):
        activate(other.username, code, GOOD)


def test_who_is_out_of_use_can_not_use_a_code_and_gets_none(person: User) -> None:
    code = new_code(person, None)
    person.is_active = False
    person.save()
    with pytest.raises(WrongCode):
        activate("zhoumin", code, GOOD)
    with pytest.raises(Refused, match="周敏（zhoumin）的账号已停用"):
        new_code(person, None)


def test_a_void_code_stays_void_when_its_person_is_back_in_use(person: User) -> None:
    code = new_code(person, None)
    void_codes([person])
    with pytest.raises(WrongCode):
        activate("zhoumin", code, GOOD)


def test_a_password_that_is_not_good_enough_does_not_use_the_code_up(person: User) -> None:
    code = new_code(person, None)
    with pytest.raises(ValidationError, match="容易被猜到"):
        activate("zhoumin", code, "1234567890")
    activate("zhoumin", code, GOOD)


def test_a_new_password_ends_all_sessions_of_the_person(person: User) -> None:
    elsewhere, others = Client(), Client()
    elsewhere.force_login(person)
    others.force_login(a_person(Role.UNIT_HEAD))
    activate("zhoumin", new_code(person, None), GOOD)
    assert not get_user(elsewhere).is_authenticated
    assert get_user(others).is_authenticated
    assert not Session.objects.filter(user=person).exists()


def test_until_the_code_is_used_the_old_password_holds() -> None:
    person = a_person(Role.PREPARER)
    new_code(person, None)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_the_log_tells_who_made_a_code_for_whom_and_that_it_was_used(person: User) -> None:
    manager = a_person(Role.MANAGER)
    activate("zhoumin", new_code(person, actor_of(manager)), GOOD)
    made, used = AuditEvent.objects.order_by("pk")
    assert (made.action, made.actor, made.subject) == ("make_code", manager, "zhoumin")
    assert (used.action, used.actor, used.subject) == ("activate", person, "zhoumin")


@pytest.mark.parametrize("number", [2, 40])
def test_codes_for_many_take_as_many_queries_as_for_two(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [a_person(Role.PREPARER) for _ in range(number)]
    manager = actor_of(a_person(Role.MANAGER))
    with django_assert_max_num_queries(12):
        given = new_codes(people, manager)
    assert [one.person for one in given] == people
    assert len({one.code for one in given}) == number


# The page


def test_from_the_code_to_being_signed_in(client: Client, person: User) -> None:
    code = new_code(person, None)
    asked = Page(enter(client, code))
    assert "周敏，激活码正确" in asked.text
    assert asked.fields["code"] == code
    assert {"new_password1", "new_password2"} <= asked.fields.keys()
    answer = set_password(client, asked.fields["code"])
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert get_user(client) == person
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == ["make_code", "activate", "sign_in"]
    assert "密码已设置，您已登录" in Page(client.get("/help/")).text


def test_the_page_of_signing_in_leads_to_both_pages(client: Client) -> None:
    assert {"/activate/", "/forgotten/"} <= Page(client.get("/sign-in/")).addresses


def test_whose_name_somebody_has_is_not_told(client: Client, person: User) -> None:
    code = new_code(person, None)
    activate("zhoumin", code, GOOD)
    a_person(Role.PREPARER, username="no-code")
    pages = [Page(enter(client, code, name)) for name in ("zhoumin", "no-code", "nobody")]
    assert all(REFUSAL in page.text for page in pages)
    assert len({page.text for page in pages}) == 1


def test_a_weak_password_is_told_by_the_rules_and_can_be_typed_anew(client: Client, person: User) -> None:
    code = new_code(person, None)
    page = Page(set_password(client, code, "zhoumin-2024"))
    assert "容易被猜到" in page.text
    assert page.fields["code"] == code
    assert "输入的两个密码不一致" in Page(set_password(client, code, GOOD, "别的")).text
    assert set_password(client, code).status_code == 302


def test_the_rules_stand_on_the_page_before_one_types(client: Client, person: User) -> None:
    assert "至少 10 个字符" in Page(enter(client, new_code(person, None))).text


@pytest.mark.slow
def test_wrong_codes_are_limited_and_the_log_tells_of_it_once(client: Client, person: User) -> None:
    code = new_code(person, None)
    answers = [enter(client, "KKKK-KKKK-KKKK").status_code for _ in range(NAME_AT_ADDRESS + 3)]
    assert answers == [200] * NAME_AT_ADDRESS + [429] * 3
    assert enter(client, code).status_code == 429
    told = AuditEvent.objects.filter(action__startswith="activate_")
    assert [event.action for event in told.order_by("pk")] == ["activate_failed", "activate_paused"]
    assert (told[0].subject, told[0].address) == ("zhoumin", "127.0.0.1")


@pytest.mark.slow
def test_an_address_tries_so_many_names(client: Client) -> None:
    answers = [enter(client, "KKKK", f"name{number}").status_code for number in range(ADDRESS + 1)]
    assert answers == [200] * ADDRESS + [429]


@pytest.mark.slow
def test_strangers_elsewhere_keep_nobody_from_activating(client: Client, person: User) -> None:
    code = new_code(person, None)
    for number in range(60):
        client.post("/activate/", {"username": "zhoumin", "code": "x"}, REMOTE_ADDR=f"192.0.2.{number}")
    assert enter(client, code).status_code == 200
    assert AuditEvent.objects.filter(action__startswith="activate_").count() == 1


@pytest.mark.slow
def test_wrong_passwords_before_do_not_count(client: Client, person: User) -> None:
    for _ in range(NAME_AT_ADDRESS):
        client.post("/sign-in/", {"username": "zhoumin", "password": "wrong-one"})
    assert "激活码正确" in Page(enter(client, new_code(person, None))).text


def test_a_code_that_was_used_meanwhile_is_refused_in_words(client: Client, person: User) -> None:
    code = new_code(person, None)
    enter(client, code)
    activate("zhoumin", code, "另一句不相干的话也很长")
    page = Page(set_password(client, code))
    assert REFUSAL in page.text
    assert not get_user(client).is_authenticated


def test_a_browser_keeps_nothing_of_the_page(client: Client, person: User) -> None:
    assert "no-store" in enter(client, new_code(person, None))["Cache-Control"]


def test_whatever_a_browser_sends_is_answered(client: Client, person: User) -> None:
    for typed in ("", "\0", "周" * 500, "%s'\""):
        assert enter(client, typed).status_code == 200
        assert enter(client, new_code(person, None), typed).status_code == 200
    assert client.put("/activate/").status_code == 405


# Slips


def slips(client: Client, *people: User, **more: str) -> Any:
    return client.post("/activation-codes/", {"person": [person.pk for person in people]} | more)


def test_slips_carry_all_that_a_person_needs(client: Client, person: User) -> None:
    client.force_login(a_person(Role.MANAGER))
    answer = slips(client, person)
    text = Page(answer).text
    code = re.search(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", text)
    assert code
    for part in ("周敏", "测试单位U1", "填报人", "zhoumin", "http://testserver/activate/", "只能用一次"):
        assert part in text
    assert "no-store" in answer["Cache-Control"]
    activate("zhoumin", code[0], GOOD)


def test_slips_are_shown_in_the_answer_alone(client: Client, person: User) -> None:
    client.force_login(a_person(Role.MANAGER))
    assert client.get("/activation-codes/").status_code == 405


@pytest.mark.parametrize("number", [1, 30])
def test_the_slips_of_many_take_no_more_queries(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [a_person(Role.PREPARER) for _ in range(number)]
    manager = a_person(Role.MANAGER)
    client.force_login(manager)
    record("work", actor_of(manager))  # the first event of a chain takes more
    with django_assert_max_num_queries(13):
        answer = slips(client, *people)
    assert answer.content.decode().count("激活码</dt>") == number


@pytest.mark.slow
@pytest.mark.parametrize(
    ("actor", "kept"),
    [
        (Role.ADMINISTRATOR, {Role.REVIEWER, Role.MANAGER, Role.AUDITOR}),
        (Role.MANAGER, {Role.PREPARER, Role.UNIT_HEAD, Role.DEPARTMENT_REVIEWER}),
        (Role.UNIT_HEAD, {Role.PREPARER}),
        (Role.PREPARER, set()),
        (Role.REVIEWER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_who_gives_codes_to_whom(client: Client, actor: Role, kept: set[Role]) -> None:
    client.force_login(a_person(actor))
    given = {role for role in set(Role) - {Role.ADMINISTRATOR} if slips(client, a_person(role)).status_code == 200}
    assert given == kept
    assert AuditEvent.objects.filter(action="refused").exists()


def test_nobody_gives_a_code_to_people_elsewhere_or_to_themselves(client: Client) -> None:
    elsewhere = a_person(Role.PREPARER, a_unit("U9", a_region("430999")))
    manager, head = a_person(Role.MANAGER), a_person(Role.UNIT_HEAD)
    client.force_login(manager)
    assert slips(client, elsewhere).status_code == 404
    assert slips(client, manager).status_code == 404
    client.force_login(head)
    assert slips(client, a_person(Role.PREPARER, a_unit("U8"))).status_code == 404


@pytest.mark.parametrize("chosen", [[], ["x"], ["-1"], ["9" * 30], ["１"]])
def test_without_people_one_is_told_to_choose_some(client: Client, chosen: list[str]) -> None:
    client.force_login(a_person(Role.MANAGER))
    answer = client.post("/activation-codes/", {"person": chosen}, follow=True)
    assert "请先勾选要发激活码的人员" in Page(answer).text


# The command


def test_the_operator_gives_codes_at_the_console(person: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("activation_code", "zhoumin")
    printed = capsys.readouterr().out
    code = re.search(r"zhoumin +(\S+) +周敏", printed)
    assert code
    assert "/activate/" in printed
    activate("zhoumin", code[1], GOOD)
    assert check_password(GOOD, User.objects.get(username="zhoumin").password)


def test_the_command_names_who_is_not_there(person: User) -> None:
    with pytest.raises(CommandError, match="没有这样的用户名：nobody"):
        call_command("activation_code", "zhoumin", "nobody")
    assert not ActivationCode.objects.exists()


def test_a_given_code_knows_until_when(person: User) -> None:
    (given,) = new_codes([person], None)
    assert isinstance(given, GivenCode)
    assert timedelta(days=6, hours=23) < given.until - timezone.now() <= timedelta(days=7)
