"""Who holds which right over an evaluation, in which state."""

from collections.abc import Mapping

import pytest

from accounts.actors import actor_of
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.rights import MANAGER, PREPARER, REVIEWER, SENDER, UNIT_HEAD, Right
from evaluations.history.review_start import start_review
from evaluations.records.states import State
from tests.factories import a_person
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db

HOLDERS: Mapping[str, tuple[Right, str]] = {
    "preparer": (PREPARER, "preparer"),
    "head": (UNIT_HEAD, "head"),
    "reviewer": (REVIEWER, "reviewer"),
    "manager": (MANAGER, "manager"),
}


def holders(scenario: Scenario, right: Right, *more: User) -> set[User]:
    evaluation = scenario.evaluation
    return {person for person in (*scenario.everybody, *more) if right.held(evaluation, actor_of(person))}


@pytest.mark.parametrize(("right", "name"), HOLDERS.values(), ids=HOLDERS)
def test_a_right_is_held_by_one_role_of_the_own_unit_or_bureau_alone(right: Right, name: str) -> None:
    scenario = Scenario()
    assert holders(scenario, right, User.objects.create_user("nobody", name="某人")) == {getattr(scenario, name)}


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (State.DRAFTING, {"preparer", "head"}),
        (State.UNIT_CHECK, {"preparer"}),
        (State.SUBMITTED, {"head"}),
        (State.RETURNED, {"preparer", "head"}),
    ],
)
def test_taking_back_is_for_who_sent_it_on(state: State, names: set[str]) -> None:
    scenario = Scenario().at(state)
    colleagues = [a_person(role, scenario.unit) for role in (Role.PREPARER, Role.UNIT_HEAD)]
    expected = {getattr(scenario, name) for name in names}
    if state in (State.DRAFTING, State.RETURNED):
        expected |= set(colleagues)
    assert holders(scenario, SENDER, *colleagues) == expected


@pytest.mark.slow
def test_nobody_takes_back_what_is_being_reviewed() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    start_review(scenario.pk, actor_of(scenario.reviewer))
    assert holders(scenario, SENDER) == set()


@pytest.mark.parametrize(
    ("state", "name", "role"),
    [(State.UNIT_CHECK, "preparer", Role.UNIT_HEAD), (State.SUBMITTED, "head", Role.PREPARER)],
)
def test_who_sent_it_on_and_has_another_role_now_does_not_take_it_back(state: State, name: str, role: Role) -> None:
    scenario = Scenario().at(state)
    sender = getattr(scenario, name)
    Membership.objects.filter(user=sender).update(role=role)
    assert not SENDER.held(scenario.evaluation, actor_of(User.objects.get(pk=sender.pk)))
