"""Who keeps whom: an account is kept by who keeps all that its person can do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import actor_of
from accounts.keeping import accounts_kept_by, memberships_kept_by, people_seen_by
from accounts.models import Membership, User
from accounts.roles import Role
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db


def keeps(keeper: User, person: User) -> bool:
    """Whether the keeper may open the person's account again."""
    return accounts_kept_by(actor_of(keeper)).filter(pk=person.pk).exists()


def keeps_membership(keeper: User, membership: Membership) -> bool:
    """Whether the keeper may change or end the membership."""
    return Membership.objects.filter(memberships_kept_by(actor_of(keeper)), pk=membership.pk).exists()


PEOPLE: dict[str, Callable[[], User]] = {
    "preparer": lambda: a_person(Role.PREPARER),
    "head": lambda: a_person(Role.UNIT_HEAD),
    "foreign preparer": lambda: a_person(Role.PREPARER, a_unit("far", a_region("far"))),
    "reviewer": lambda: a_person(Role.REVIEWER),
    "manager": lambda: a_person(Role.MANAGER),
    "auditor": lambda: a_person(Role.AUDITOR),
    "nobody": lambda: User.objects.create_user("nobody", name="某人"),
}


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        (Role.ADMINISTRATOR, {"reviewer", "manager", "auditor", "nobody"}),
        (Role.MANAGER, {"preparer", "head"}),
        (Role.UNIT_HEAD, {"preparer"}),
        (Role.PREPARER, set()),
        (Role.REVIEWER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_each_keeper_keeps_the_people_of_their_places(role: Role, kept: set[str]) -> None:
    keeper = a_person(role)
    people = {name: made() for name, made in PEOPLE.items()}
    assert {name for name, person in people.items() if keeps(keeper, person)} == kept


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MANAGER])
def test_who_keeps_a_part_of_a_person_does_not_become_them(role: Role) -> None:
    person = a_person(Role.PREPARER)
    elsewhere = Membership.objects.create(user=person, role=role, region=a_region())
    head, manager, administrator = (a_person(role) for role in (Role.UNIT_HEAD, Role.MANAGER, Role.ADMINISTRATOR))
    assert not keeps(head, person)
    assert not keeps(manager, person)
    assert keeps(administrator, person)
    assert not keeps_membership(head, elsewhere)
    assert keeps_membership(head, Membership.objects.get(user=person, role=Role.PREPARER))


def test_the_administrator_keeps_who_works_for_units_of_several_regions() -> None:
    person = a_person(Role.PREPARER)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("far", a_region("far")))
    assert not keeps(a_person(Role.MANAGER), person)
    assert keeps(a_person(Role.ADMINISTRATOR), person)


def test_nobody_keeps_their_own_account_or_memberships() -> None:
    both = a_person(Role.UNIT_HEAD)
    own = Membership.objects.create(user=both, role=Role.PREPARER, unit=a_unit())
    assert not keeps(both, both)
    assert not keeps_membership(both, own)


def test_an_account_out_of_use_is_kept_by_the_same_people() -> None:
    assert keeps(a_person(Role.MANAGER), a_person(Role.PREPARER, is_active=False))


def test_an_account_is_kept_before_its_first_membership_begins() -> None:
    person = a_person(Role.PREPARER)
    person.memberships.update(since=timezone.localdate() + timedelta(days=7))
    assert keeps(a_person(Role.MANAGER), person)
    assert keeps(a_person(Role.UNIT_HEAD), person)


def test_a_membership_elsewhere_that_will_begin_counts_as_one_that_has() -> None:
    person = a_person(Role.PREPARER)
    tomorrow = timezone.localdate() + timedelta(days=1)
    Membership.objects.create(user=person, role=Role.REVIEWER, region=a_region(), since=tomorrow)
    assert not keeps(a_person(Role.MANAGER), person)


def test_who_kept_a_part_of_a_person_still_sees_them() -> None:
    person, manager = a_person(Role.PREPARER), actor_of(a_person(Role.MANAGER))
    person.memberships.update(until=timezone.localdate() - timedelta(days=1))
    assert not keeps(manager.person, person)
    assert people_seen_by(manager).get() == person
    far = actor_of(a_person(Role.MANAGER, region=a_region("far")))
    assert not people_seen_by(far).exists()
