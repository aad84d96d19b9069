"""Which reviewer reviews which unit, and who decides it."""

import json

import pytest

from accounts.actors import actor_of
from accounts.models import AuditEvent
from accounts.people import people_of_bureau
from accounts.roles import Role
from evaluations.access.assignment import NONE, Wanted, assign, units_to_assign
from evaluations.access.models import Assignment
from evaluations.common.refusal import Refused
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def assigned() -> dict[str, int]:
    return dict(Assignment.objects.values_list("unit__code", "reviewer"))


def test_the_manager_gives_takes_and_changes_and_the_log_says_what() -> None:
    scenario = Scenario()
    second, other = a_unit("U2"), a_person(Role.REVIEWER)
    own = scenario.reviewer
    assert assign(a_region(), {scenario.unit.pk: other.pk, second.pk: own.pk}, actor_of(scenario.manager)) == 2
    assert assigned() == {"U1": other.pk, "U2": own.pk}
    assert assign(a_region(), {scenario.unit.pk: other.pk, second.pk: None}, actor_of(scenario.manager)) == 1
    assert assigned() == {"U1": other.pk}
    assert Assignment.objects.get().assigned_by == scenario.manager
    events = AuditEvent.objects.filter(action="assign", actor=scenario.manager).order_by("number")
    assert [(event.subject, json.loads(event.detail)) for event in events] == [
        ("U1", {"reviewer": other.username}),
        ("U2", {"reviewer": own.username}),
        ("U2", {"reviewer": ""}),
    ]


def test_the_same_choice_again_changes_nothing() -> None:
    scenario = Scenario()
    free = a_unit("U2")
    assert assign(a_region(), {scenario.unit.pk: scenario.reviewer.pk, free.pk: None}, actor_of(scenario.manager)) == 0
    assert not AuditEvent.objects.filter(action="assign").exists()


def test_nobody_else_assigns() -> None:
    scenario = Scenario()
    for person in scenario.everybody:
        if not actor_of(person).has(Role.MANAGER):
            with pytest.raises(Refused):
                assign(a_region(), {scenario.unit.pk: None}, actor_of(person))
    assert Assignment.objects.exists()


def test_units_and_reviewers_of_another_region_are_refused() -> None:
    scenario = Scenario()
    elsewhere = a_unit("U9", a_region("430204"))
    for unit, reviewer in (
        (elsewhere, scenario.reviewer),
        (scenario.unit, scenario.strangers[3]),
        (scenario.unit, scenario.manager),
    ):
        with pytest.raises(Refused, match="刷新"):
            assign(a_region(), {unit.pk: reviewer.pk}, actor_of(scenario.manager))
    assert Assignment.objects.get().reviewer == scenario.reviewer


def test_the_regions_active_units_are_listed_by_code_with_their_reviewers() -> None:
    scenario = Scenario()
    Unit.objects.filter(code="U2").update(is_active=False)
    a_unit("U9", a_region("430204"))
    a_unit("U0")
    found = units_to_assign(scenario.unit.region)
    assert [unit.code for unit in found] == ["U0", "U1"]
    assert found[1].assignment.reviewer == scenario.reviewer


def test_the_list_is_narrowed_by_name_or_code_and_to_units_without_reviewer() -> None:
    scenario = Scenario()
    region = scenario.unit.region
    Unit.objects.filter(code="U2").update(name="档案馆")
    assert [unit.code for unit in units_to_assign(region, Wanted(name="档案"))] == ["U2"]
    assert [unit.code for unit in units_to_assign(region, Wanted(name="u1"))] == ["U1"]
    assert [unit.code for unit in units_to_assign(region, Wanted(reviewer=NONE))] == ["U2"]


def test_the_reviewers_of_a_bureau_who_can_sign_in_are_listed_by_name() -> None:
    own = [a_person(Role.REVIEWER, name=name) for name in ("乙", "丁")]
    a_person(Role.REVIEWER, is_active=False)
    a_person(Role.REVIEWER, region=a_region("430204"))
    a_person(Role.MANAGER)
    assert list(people_of_bureau(a_region(), Role.REVIEWER)) == sorted(own, key=lambda person: person.name)
