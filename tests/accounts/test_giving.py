"""Giving, changing, ending and handing over memberships: by who keeps them, in words, with an event each."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actors import Actor, actor_of
from accounts.lasting import NOBODY_LEFT
from accounts.memberships import (
    CHANGED,
    GONE,
    change_membership,
    end_membership,
    give_membership,
    hand_over,
)
from accounts.models import AuditEvent, Membership, User
from accounts.roles import SYSTEM_ROLES, UNIT_ROLES, Role
from accounts.separation import MIXED, TWICE
from accounts.services import Newcomer, replace_person
from evaluations.common.refusal import Refused
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def manager() -> Actor:
    return actor_of(a_person(Role.MANAGER))


def only(person: User) -> Membership:
    return Membership.objects.get(user=person)


def place_of(role: Role) -> dict[str, Any]:
    if role in SYSTEM_ROLES:
        return {}
    return {"unit": a_unit()} if role in UNIT_ROLES else {"region": a_region()}


def told(action: str) -> dict[str, Any]:
    event = AuditEvent.objects.get(action=action)
    detail: dict[str, Any] = json.loads(event.detail)
    return {"subject": event.subject, "actor": event.actor, "scope": event.scope} | detail


# Giving


def is_given(person: User, role: Role, actor: Actor) -> bool:
    """Whether the actor may; nothing stays of it."""
    try:
        give_membership(person, role, actor, **place_of(role)).delete()
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("keeper", "given"),
    [
        (Role.ADMINISTRATOR, {Role.REVIEWER, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR}),
        (Role.MANAGER, {Role.PREPARER, Role.UNIT_HEAD, Role.DEPARTMENT_REVIEWER}),
        (Role.UNIT_HEAD, {Role.PREPARER}),
        (Role.PREPARER, set()),
        (Role.REVIEWER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_each_keeper_gives_the_roles_that_they_keep(keeper: Role, given: set[Role]) -> None:
    actor = actor_of(a_person(keeper))
    nobody = User.objects.create_user("nobody", name="某人")
    taken = {role for role in Role if is_given(nobody, role, actor)}
    assert taken == given


def test_a_membership_is_given_from_one_day_to_another_and_told() -> None:
    actor, person = manager(), a_person(Role.PREPARER)
    given = give_membership(person, Role.UNIT_HEAD, actor, unit=a_unit("U2"), since=today(), until=today() + DAY)
    assert (given.since, given.until, given.place) == (today(), today() + DAY, a_unit("U2").name)
    assert told("give_membership") == {
        "subject": person.username,
        "actor": actor.person,
        "scope": a_region().code,
        "role": "unit_head",
        "unit": "U2",
        "region": None,
        "first_day": today().isoformat(),
        "last_day": (today() + DAY).isoformat(),
    }


def test_the_operator_at_the_console_gives_whatever_fits() -> None:
    give_membership(a_person(Role.PREPARER), Role.MANAGER, None, region=a_region())
    assert told("give_membership")["actor"] is None


def test_places_of_another_region_and_units_of_others_are_refused() -> None:
    person, far = a_person(Role.PREPARER), a_unit("far", a_region("far"))
    for keeper, unit in ((Role.MANAGER, far), (Role.UNIT_HEAD, a_unit("U2"))):
        with pytest.raises(Refused, match="不归您管理"):
            give_membership(person, Role.PREPARER, actor_of(a_person(keeper)), unit=unit)
    assert only(person).unit == a_unit()


def test_nobody_gives_themselves_anything() -> None:
    actor = manager()
    with pytest.raises(Refused, match="不归您管理"):
        give_membership(actor.person, Role.PREPARER, actor, unit=a_unit())


@pytest.mark.parametrize(("role", "why"), [(Role.PREPARER, TWICE), (Role.AUDITOR, MIXED)])
def test_what_a_person_can_not_have_besides_is_refused(role: Role, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        give_membership(a_person(Role.PREPARER), role, None, **place_of(role))


def test_an_account_out_of_use_is_given_nothing() -> None:
    person = a_person(Role.PREPARER, is_active=False)
    with pytest.raises(Refused, match="账号已停用：请先启用账号"):
        give_membership(person, Role.UNIT_HEAD, manager(), unit=a_unit())


def test_a_membership_that_is_over_before_it_is_given_is_refused() -> None:
    with pytest.raises(ValidationError, match="截止日期最早是今天"):
        give_membership(a_person(Role.PREPARER), Role.UNIT_HEAD, manager(), unit=a_unit(), until=today() - DAY)


# Changing


def test_other_days_hold_from_now_on_and_are_told() -> None:
    person, actor = a_person(Role.PREPARER), manager()
    change_membership(only(person), today() - DAY, today() + DAY, actor)
    assert (only(person).since, only(person).until) == (today() - DAY, today() + DAY)
    assert told("change_membership")["last_day"] == (today() + DAY).isoformat()


def test_the_same_days_again_are_no_change() -> None:
    change_membership(only(a_person(Role.PREPARER)), None, None, manager())
    assert not AuditEvent.objects.exists()


def test_days_that_do_not_fit_are_refused() -> None:
    membership, actor = only(a_person(Role.PREPARER)), manager()
    with pytest.raises(ValidationError, match="截止日期不能早于起始日期"):
        change_membership(membership, today() + 2 * DAY, today() + DAY, actor)
    with pytest.raises(ValidationError, match="截止日期最早是今天"):
        change_membership(membership, None, today() - DAY, actor)


def test_a_membership_that_somebody_else_changed_meanwhile_is_looked_at_again() -> None:
    membership = only(a_person(Role.PREPARER))
    change_membership(membership, None, today() + DAY, manager())
    with pytest.raises(Refused, match=CHANGED):
        change_membership(membership, today(), None, manager(), seen=(None, None))


def test_who_does_not_keep_it_changes_and_ends_nothing() -> None:
    membership = only(a_person(Role.UNIT_HEAD))
    head = actor_of(a_person(Role.UNIT_HEAD))
    with pytest.raises(Refused, match="不归您管理"):
        change_membership(membership, None, today(), head)
    with pytest.raises(Refused, match="不归您管理"):
        end_membership(membership, head)


# Ending


def test_an_ended_membership_held_until_yesterday() -> None:
    person = a_person(Role.PREPARER)
    end_membership(only(person), manager())
    assert only(person).until == today() - DAY
    assert not actor_of(User.objects.get(pk=person.pk)).roles
    assert told("end_membership")["subject"] == person.username


@pytest.mark.parametrize("since", [0, 1, 100])
def test_what_began_today_or_has_not_begun_goes_but_for_the_log(since: int) -> None:
    person = a_person(Role.PREPARER)
    Membership.objects.filter(user=person).update(since=today() + since * DAY)
    end_membership(only(person), manager())
    assert not Membership.objects.filter(user=person).exists()
    assert told("end_membership")["unit"] == "U1"


def test_what_has_ended_is_ended_once() -> None:
    membership = only(a_person(Role.PREPARER))
    end_membership(membership, manager())
    for act in (
        lambda: end_membership(membership, manager()),
        lambda: change_membership(membership, None, None, manager()),
    ):
        with pytest.raises(Refused, match="就已经结束，不能再改"):
            act()


def test_what_somebody_else_took_away_meanwhile_is_told_of() -> None:
    membership = only(a_person(Role.PREPARER))
    Membership.objects.all().delete()
    with pytest.raises(Refused, match=GONE):
        end_membership(membership, None)


# The last administrator


def ended(membership: Membership) -> None:
    end_membership(membership, None)


def begins_later(membership: Membership) -> None:
    change_membership(membership, today() + DAY, None, None)


def has_a_last_day(membership: Membership) -> None:
    change_membership(membership, None, today() + DAY, None)


@pytest.mark.parametrize("act", [ended, begins_later, has_a_last_day])
def test_the_last_administrator_stays(act: Callable[[Membership], None]) -> None:
    last = a_person(Role.ADMINISTRATOR)
    a_person(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Refused, match=NOBODY_LEFT):
        act(only(last))
    a_person(Role.ADMINISTRATOR)
    act(only(last))


def test_an_administrator_with_a_last_day_does_not_stand_in_for_one_without() -> None:
    last, other = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    change_membership(only(other), None, today() + DAY, None)
    with pytest.raises(Refused, match=NOBODY_LEFT):
        end_membership(only(last), actor_of(other))


# Handing over


@pytest.mark.parametrize(("days", "last"), [(0, -1), (7, 6)])
def test_a_successor_begins_on_the_day_after_the_former_ends(days: int, last: int) -> None:
    former, successor = a_person(Role.PREPARER), a_person(Role.PREPARER, a_unit("U2"))
    given = hand_over(only(former), successor, today() + days * DAY, actor_of(a_person(Role.UNIT_HEAD)))
    assert only(former).until == today() + last * DAY
    assert (given.user, given.role, given.unit, given.since) == (
        successor,
        "preparer",
        a_unit(),
        today() + days * DAY,
    )


def test_a_newcomer_takes_over_in_one_go_or_not_at_all() -> None:
    former, head = a_person(Role.PREPARER), actor_of(a_person(Role.UNIT_HEAD))
    added = replace_person(only(former), Newcomer("", "周敏", "", None), today(), head)
    assert (added.username, added.has_usable_password()) == ("zhoumin", False)
    assert only(added).unit == a_unit()
    with pytest.raises(ValidationError, match="有系统拼不出的字"):
        replace_person(only(added), Newcomer("", "李㬢", "", None), today(), head)
    assert only(added).until is None


@pytest.mark.parametrize("days", [-1, 12])
def test_a_successor_begins_neither_in_the_past_nor_after_a_gap(days: int) -> None:
    former = a_person(Role.PREPARER)
    Membership.objects.filter(user=former).update(until=today() + 10 * DAY)
    with pytest.raises(ValidationError, match="日期"):
        hand_over(only(former), a_person(Role.PREPARER, a_unit("U2")), today() + days * DAY, None)
