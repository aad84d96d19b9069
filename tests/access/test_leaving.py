"""A reviewer who leaves: the units are free for another one, and the log says so."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import actor_of
from accounts.memberships import change_membership, end_membership, give_membership
from accounts.models import AuditEvent, Membership
from accounts.roles import Role
from accounts.services import deactivate
from evaluations.access.leaving import free_lapsed_units, units_reviewed_by
from evaluations.access.models import Assignment
from evaluations.access.separation import OWN_UNIT
from evaluations.common.refusal import Refused
from tests.factories import a_region, a_unit
from tests.scenario import Scenario, assign_to

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reviewing(scenario: Scenario) -> Membership:
    return Membership.objects.get(user=scenario.reviewer, role=Role.REVIEWER)


def test_the_units_that_a_person_reviews_are_told_before() -> None:
    scenario = Scenario()
    assert list(units_reviewed_by(scenario.reviewer)) == [scenario.unit]
    assert list(units_reviewed_by(scenario.reviewer, [a_region()])) == [scenario.unit]
    assert not units_reviewed_by(scenario.reviewer, [a_region("far")]).exists()


def test_a_reviewer_whose_membership_ends_reviews_nothing_any_more() -> None:
    scenario = Scenario()
    end_membership(reviewing(scenario), actor_of(scenario.administrator))
    assert not Assignment.objects.exists()
    event = AuditEvent.objects.get(action="assign")
    assert (event.actor, event.region) == (scenario.administrator, a_region())
    assert (event.subject, json.loads(event.detail)) == ("U1", {"reviewer": ""})


def test_a_reviewer_out_of_use_reviews_nothing_any_more() -> None:
    scenario = Scenario()
    deactivate(scenario.reviewer, actor_of(scenario.administrator))
    assert not Assignment.objects.exists()


def test_who_stays_a_reviewer_of_the_region_keeps_the_units() -> None:
    scenario = Scenario()
    Membership.objects.create(user=scenario.reviewer, role=Role.MANAGER, region=a_region())
    end_membership(Membership.objects.get(user=scenario.reviewer, role=Role.MANAGER), None)
    change_membership(reviewing(scenario), None, timezone.localdate(), None)
    assert Assignment.objects.exists()


def test_only_the_units_of_the_region_that_is_left_are_free() -> None:
    scenario = Scenario()
    far = a_unit("far", a_region("far"))
    elsewhere = give_membership(scenario.reviewer, Role.REVIEWER, None, region=a_region("far"))
    assign_to(scenario.reviewer, far, scenario.manager)
    end_membership(elsewhere, None)
    assert [each.unit for each in Assignment.objects.all()] == [scenario.unit]


def test_the_maintenance_of_the_day_frees_the_units_of_those_whose_time_is_over() -> None:
    scenario = Scenario()
    assert free_lapsed_units() == 0
    Membership.objects.filter(user=scenario.reviewer).update(until=timezone.localdate() - DAY)
    assert free_lapsed_units() == 1
    assert not Assignment.objects.exists()
    assert AuditEvent.objects.get(action="assign").actor is None
    (change,) = scenario.unit.assignment_changes.all()
    assert (change.reviewer, change.given_by) == (None, None)


def test_a_place_in_a_unit_that_the_person_reviews_is_refused_in_words() -> None:
    scenario = Scenario()
    with pytest.raises(Refused, match=OWN_UNIT):
        give_membership(scenario.reviewer, Role.PREPARER, actor_of(scenario.manager), unit=scenario.unit)
    assert Membership.objects.filter(user=scenario.reviewer).count() == 1
