"""Adding people, what is kept of them, accounts out of use and back in it."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.activation import WrongCode, activate, new_code
from accounts.actors import Actor, actor_of
from accounts.lasting import NOBODY_LEFT
from accounts.memberships import NOT_KEPT as MEMBERSHIP_NOT_KEPT
from accounts.models import AuditEvent, Membership, Session, User
from accounts.roles import Role
from accounts.services import (
    CHANGED,
    NOT_KEPT,
    Details,
    Newcomer,
    add_people,
    change_person,
    deactivate,
    reactivate,
)
from evaluations.common.refusal import Refused
from tests.factories import PASSWORD, a_person, a_region, a_unit

pytestmark = pytest.mark.django_db


def manager() -> Actor:
    return actor_of(a_person(Role.MANAGER))


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def newcomer(username: str = "zhoumin", name: str = "周敏", role: str = Role.PREPARER, **more: Any) -> Newcomer:
    values: dict[str, Any] = {"username": username, "name": name, "role": role, "password": None, "unit": a_unit()}
    return Newcomer(**values | more)


# Adding


def test_a_newcomer_has_no_password_and_the_days_of_the_first_membership() -> None:
    today = timezone.localdate()
    (user,) = add_people([newcomer(email="zm@example.cn", since=today, until=today)], manager())
    membership = Membership.objects.get(user=user)
    assert not user.has_usable_password()
    assert (user.email, membership.since, membership.until) == ("zm@example.cn", today, today)
    assert AuditEvent.objects.get().scope == a_region().code


def test_people_whom_the_actor_does_not_keep_are_not_added() -> None:
    far = a_unit("far", a_region("far"))
    bureau = newcomer("second", role=Role.MANAGER, unit=None, region=a_region())
    for second in (newcomer("second", unit=far), bureau):
        with pytest.raises(Refused, match=MEMBERSHIP_NOT_KEPT):
            add_people([newcomer(), second], manager())
    assert not User.objects.filter(username__in=["zhoumin", "second"]).exists()


def test_a_user_name_is_made_where_none_is_given() -> None:
    first, second = add_people([newcomer(""), newcomer("")])
    assert (first.username, second.username) == ("zhoumin", "zhoumin2")
    with pytest.raises(ValidationError, match="“李㬢”里有系统拼不出的字"):
        add_people([newcomer("", "李㬢")])


@pytest.mark.parametrize("username", ["周敏", "zhou min", "zhou@min", "zhou\0min", "a" * 65, "zhou/min"])
def test_a_user_name_of_other_characters_is_refused(username: str) -> None:
    with pytest.raises(ValidationError) as fault:
        add_people([newcomer(username)])
    assert list(fault.value.message_dict) == ["username"]


def test_a_user_name_is_kept_in_small_letters_so_that_no_two_differ_by_them_alone() -> None:
    (user,) = add_people([newcomer(" ＺhouMin ")])
    assert user.username == "zhoumin"
    with pytest.raises(ValidationError, match="用户名“zhoumin”已有人用，请换一个，例如“zhoumin2”"):
        add_people([newcomer("ZHOUMIN")])


@pytest.mark.parametrize(
    ("field", "text"), [("name", ""), ("name", "\x00"), ("name", "周" * 51), ("phone", "1" * 51), ("email", "at")]
)
def test_a_blank_or_unreadable_value_is_refused_by_its_field(field: str, text: str) -> None:
    with pytest.raises(ValidationError) as fault:
        add_people([newcomer(**{field: text})])
    assert list(fault.value.message_dict) == [field]


# What is kept


def test_the_keeper_changes_what_is_kept_and_the_log_names_no_telephone() -> None:
    person, actor = a_person(Role.PREPARER, name="周敏"), manager()
    change_person(person, Details("周 敏", "0731-28000001", "zm@example.cn"), actor)
    person.refresh_from_db()
    assert Details.of(person) == ("周 敏", "0731-28000001", "zm@example.cn")
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.actor) == ("change_person", person.username, actor.person)
    assert json.loads(event.detail) == {"fields": ["name", "phone", "email"], "from_name": "周敏", "to_name": "周 敏"}


def test_the_same_again_is_no_change() -> None:
    person = a_person(Role.PREPARER)
    change_person(person, Details.of(person), manager())
    assert actions() == []


def test_a_person_changes_their_own() -> None:
    person = a_person(Role.AUDITOR)
    change_person(person, Details(person.name, "28000001"), actor_of(person))
    person.refresh_from_db()
    assert person.phone == "28000001"


def test_what_somebody_else_changed_meanwhile_is_looked_at_again() -> None:
    person = a_person(Role.PREPARER)
    seen = Details.of(person)
    change_person(person, Details("周敏"), manager())
    with pytest.raises(Refused, match=CHANGED):
        change_person(person, Details("王敏"), manager(), seen=seen)
    person.refresh_from_db()
    assert person.name == "周敏"


@pytest.mark.parametrize(
    "act", [deactivate, reactivate, lambda person, actor: change_person(person, Details("甲"), actor)]
)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_who_does_not_keep_the_whole_account_does_nothing_to_it(act: Any, elsewhere: bool) -> None:  # noqa: FBT001
    person = a_person(Role.PREPARER) if elsewhere else a_person(Role.REVIEWER)
    if elsewhere:
        Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("far", a_region("far")))
    with pytest.raises(Refused, match=NOT_KEPT):
        act(person, manager())
    assert actions() == []


# Out of use


def test_an_account_out_of_use_is_signed_out_at_once_and_its_code_is_void() -> None:
    person, browser = a_person(Role.PREPARER), Client()
    browser.force_login(person)
    code = new_code(person, None)
    deactivate(person, manager())
    assert not get_user(browser).is_authenticated
    assert browser.get("/").status_code == 302
    reactivate(person, manager())
    assert not Session.objects.filter(user=person).exists()
    with pytest.raises(WrongCode):
        activate(person.username, code, "清风扬正气书香满机关")
    assert Membership.objects.filter(user=person).exists()
    assert actions()[-2:] == ["deactivate", "reactivate"]


def test_back_in_use_the_former_password_holds(client: Client) -> None:
    person = a_person(Role.PREPARER)
    form = {"username": person.username, "password": PASSWORD}
    deactivate(person, None)
    client.post("/sign-in/", form)
    assert not get_user(client).is_authenticated
    reactivate(person, None)
    client.post("/sign-in/", form)
    assert get_user(client).is_authenticated


def test_what_is_done_is_not_done_again() -> None:
    person = a_person(Role.PREPARER)
    with pytest.raises(Refused, match="已经启用，不用再办"):
        reactivate(person, manager())
    deactivate(person, manager())
    with pytest.raises(Refused, match="已经停用，不用再办"):
        deactivate(person, manager())


def test_the_last_administrator_stays_in_use() -> None:
    last = a_person(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match=NOBODY_LEFT):
        deactivate(last, None)
    a_person(Role.ADMINISTRATOR)
    deactivate(last, None)


def test_nobody_takes_their_own_account_out_of_use() -> None:
    actor = actor_of(a_person(Role.ADMINISTRATOR))
    with pytest.raises(Refused, match=NOT_KEPT):
        deactivate(actor.person, actor)
