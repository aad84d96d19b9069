"""Memberships of a person: each role in the right place, each in its time; the database refuses the rest."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actors import actor_of
from accounts.models import AuditEvent, Membership, User
from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from accounts.separation import MIXED, TWICE, refuse_unseparated
from accounts.services import add_person
from tests.clock import Clock
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def impossible() -> Iterator[tuple[str, bool, bool]]:
    for role in UNIT_ROLES:
        yield from ((role, False, False), (role, False, True), (role, True, True))
    for role in BUREAU_ROLES:
        yield from ((role, False, False), (role, True, False), (role, True, True))
    for role in SYSTEM_ROLES:
        yield from ((role, True, False), (role, False, True))
    yield "emperor", False, False


@pytest.mark.parametrize(("role", "in_unit", "in_bureau"), list(impossible()))
def test_a_role_in_the_wrong_place_is_refused_by_the_database_and_in_words(
    role: str, *, in_unit: bool, in_bureau: bool
) -> None:
    user = User.objects.create_user("someone", name="某人")
    membership = Membership(
        user=user, role=role, unit=a_unit() if in_unit else None, region=a_region() if in_bureau else None
    )
    with pytest.raises(ValidationError) as fault:
        membership.full_clean()
    assert "Constraint" not in str(fault.value)
    assert "约束" not in str(fault.value)
    with pytest.raises(IntegrityError):
        membership.save()


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given_and_is_audited(role: str) -> None:
    unit = a_unit() if role in UNIT_ROLES else None
    region = a_region() if role in BUREAU_ROLES else None
    user = add_person(f"new-{role}", "新人", role, "a simple one", unit=unit, region=region)
    actor = actor_of(user)
    assert (actor.roles, actor.own_units, user.check_password("a simple one")) == (
        (role,),
        [unit] if unit else [],
        True,
    )
    assert actor.region == (a_region() if role not in SYSTEM_ROLES else None)
    assert AuditEvent.objects.get(action="add_person").subject == f"new-{role}"


def test_a_refused_role_leaves_no_user_behind() -> None:
    with pytest.raises(ValidationError):
        add_person("stray", "新人", Role.PREPARER, "password", region=a_region())
    assert not User.objects.filter(username="stray").exists()


def test_a_user_name_is_given_once() -> None:
    a_person(Role.AUDITOR, username="same")
    with pytest.raises(ValidationError, match="用户名“same”已有人用，请换一个，例如“same2”。"):
        add_person("same", "新人", Role.AUDITOR, "password")


def test_a_user_without_a_role_belongs_nowhere() -> None:
    actor = actor_of(User.objects.create_user("nobody", name="某人"))
    assert (actor.roles, actor.own_units, actor.own_bureaus, actor.region) == ((), [], [], None)


def test_djangos_own_command_makes_the_first_administrator() -> None:
    user = User.objects.create_superuser("root", "password", name="管理员")
    assert actor_of(user).roles == (Role.ADMINISTRATOR,)


# Times


TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, None, True),
        (None, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
    ],
)
def test_a_membership_holds_from_its_first_day_to_its_last(
    since: date | None, until: date | None, clock: Clock, *, holds: bool
) -> None:
    clock.at(datetime(2026, 3, 16, 15, 59, tzinfo=UTC))  # 23:59 in China
    user = User.objects.create_user("someone", name="某人")
    Membership.objects.create(user=user, role=Role.PREPARER, unit=a_unit(), since=since, until=until)
    assert actor_of(user).has(Role.PREPARER) is holds


def test_a_membership_that_ends_before_it_begins_is_refused() -> None:
    user = User.objects.create_user("someone", name="某人")
    backwards = Membership(user=user, role=Role.PREPARER, unit=a_unit(), since=TODAY, until=TODAY - DAY)
    with pytest.raises(ValidationError, match="截止日期不能早于起始日期"):
        backwards.full_clean()
    with pytest.raises(IntegrityError):
        backwards.save()


# Several memberships


def test_a_person_prepares_for_several_units_and_reviews_elsewhere() -> None:
    first, second = a_unit("U1"), a_unit("U2")
    user = a_person(Role.PREPARER, first)
    Membership.objects.create(user=user, role=Role.UNIT_HEAD, unit=second)
    Membership.objects.create(user=user, role=Role.REVIEWER, region=a_region())
    actor = actor_of(user)
    assert actor.units() == {first.pk, second.pk}
    assert actor.units(Role.UNIT_HEAD) == {second.pk}
    assert actor.regions(Role.REVIEWER) == {a_region().pk}
    assert (actor.regions(Role.MANAGER), actor.region) == (frozenset(), a_region())


def test_who_works_in_two_regions_is_of_neither() -> None:
    user = a_person(Role.REVIEWER)
    Membership.objects.create(user=user, role=Role.REVIEWER, region=a_region("430204"))
    assert actor_of(user).region is None
    assert [region.code for region in actor_of(user).own_bureaus] == ["430203", "430204"]


@pytest.mark.parametrize("first", [Role.PREPARER, Role.MANAGER])
@pytest.mark.parametrize("second", SYSTEM_ROLES)
def test_nobody_holds_system_and_other_roles_at_one_time(first: Role, second: Role) -> None:
    user = a_person(first)
    refused(Membership(user=user, role=second), MIXED)
    other_way_round = User.objects.create_user("other", name="某人")
    Membership.objects.create(user=other_way_round, role=second)
    place = Membership.objects.get(user=user)
    refused(Membership(user=other_way_round, role=first, unit=place.unit, region=place.region), MIXED)


def test_a_system_role_may_follow_when_the_other_has_ended() -> None:
    user = User.objects.create_user("someone", name="某人")
    Membership.objects.create(user=user, role=Role.PREPARER, unit=a_unit(), until=TODAY)
    after = Membership(user=user, role=Role.AUDITOR, since=TODAY + DAY)
    refuse_unseparated(after)
    after.save()
    after.since = TODAY
    refused(after, MIXED)


def test_nobody_has_the_same_membership_twice_at_one_time() -> None:
    user = a_person(Role.PREPARER)
    refused(Membership(user=user, role=Role.PREPARER, unit=a_unit(), since=TODAY), TWICE)
    Membership.objects.create(user=user, role=Role.PREPARER, unit=a_unit("U2"))
    Membership.objects.create(user=user, role=Role.UNIT_HEAD, unit=a_unit())


def refused(membership: Membership, why: str) -> None:
    with pytest.raises(ValidationError) as fault:
        refuse_unseparated(membership)
    assert fault.value.messages == [why]
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        membership.save()
