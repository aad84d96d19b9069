"""Two who keep the same people, at the same moment."""

from functools import partial

import pytest

from accounts.actors import actor_of
from accounts.lasting import NOBODY_LEFT
from accounts.memberships import end_membership, give_membership
from accounts.models import Membership
from accounts.roles import Role
from accounts.services import Details, Newcomer, add_people, change_person, deactivate
from evaluations.common.refusal import Refused
from tests.acting_together import together
from tests.factories import a_person, a_unit

pytestmark = pytest.mark.django_db(transaction=True)


def refused(results: list[object]) -> list[str]:
    return sorted(str(each) for each in results if isinstance(each, Exception))


def test_two_administrators_who_take_each_other_away_do_not_both_succeed() -> None:
    one, other = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    results = together(
        partial(deactivate, one, actor_of(other)),
        partial(end_membership, Membership.objects.get(user=other), actor_of(one)),
    )
    assert refused(results) == [NOBODY_LEFT]


def test_a_membership_is_ended_once() -> None:
    membership = Membership.objects.get(user=a_person(Role.PREPARER))
    keepers = [actor_of(a_person(role)) for role in (Role.MANAGER, Role.UNIT_HEAD)]
    results = together(*[partial(end_membership, membership, keeper) for keeper in keepers])
    (refusal,) = refused(results)
    assert "就已经结束" in refusal


def test_the_same_membership_is_given_once() -> None:
    person, manager = a_person(Role.PREPARER, a_unit("U2")), actor_of(a_person(Role.MANAGER))
    results = together(*[partial(give_membership, person, Role.PREPARER, manager, unit=a_unit())] * 3)
    assert len(refused(results)) == 2
    assert Membership.objects.filter(user=person).count() == 2


def test_the_same_user_name_is_given_once() -> None:
    newcomer = Newcomer("zhoumin", "周敏", Role.PREPARER, None, a_unit())
    results = together(*[partial(add_people, [newcomer])] * 3)
    told = refused(results)
    assert len(told) == 2
    assert all("用户名“zhoumin”已有人用" in each for each in told)


def test_of_two_changes_that_saw_the_same_one_is_refused() -> None:
    person, manager = a_person(Role.PREPARER), actor_of(a_person(Role.MANAGER))
    seen = Details.of(person)
    results = together(*[partial(change_person, person, Details(name), manager, seen=seen) for name in ("甲", "乙")])
    assert [type(each) for each in results if isinstance(each, Exception)] == [Refused]
