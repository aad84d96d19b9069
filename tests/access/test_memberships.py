"""What somebody with several memberships reaches: each evaluation in the role that fits it, and never their own unit's as the bureau."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.access.evaluations import document_for, evaluation_for_edit, evaluation_for_review, evaluation_for_view
from evaluations.access.models import Assignment
from evaluations.access.separation import OWN_UNIT
from evaluations.common.refusal import Refused
from evaluations.records.states import State
from evaluations.workflow.transitions import perform, possible
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation
from tests.scenario import Scenario, assign_to

pytestmark = pytest.mark.django_db


def with_membership(user: User, role: Role, **where: object) -> User:
    """The person as the next request knows them, with one more membership."""
    Membership.objects.create(user=user, role=role, **where)
    return User.objects.get(pk=user.pk)


def test_an_accountant_fills_in_for_each_of_their_units() -> None:
    mine = [an_evaluation(a_unit(f"M{number}")) for number in range(3)]
    user = a_person(Role.PREPARER, mine[0].unit)
    for evaluation in mine[1:]:
        user = with_membership(user, Role.PREPARER, unit=evaluation.unit)
    assert [evaluation_for_edit(actor_of(user), each.pk) for each in mine] == mine
    with pytest.raises(Http404):
        evaluation_for_edit(actor_of(user), an_evaluation(a_unit("foreign")).pk)


@pytest.mark.slow
def test_who_prepares_for_one_unit_and_heads_another_confirms_only_there() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    user = with_membership(a_person(Role.PREPARER, scenario.unit), Role.UNIT_HEAD, unit=a_unit("U2"))
    assert "confirm" not in [step.name for step in possible(scenario.evaluation, actor_of(user))]
    head = with_membership(a_person(Role.PREPARER, a_unit("U2")), Role.UNIT_HEAD, unit=scenario.unit)
    perform("confirm", scenario.pk, actor_of(head))
    assert scenario.evaluation.state == State.SUBMITTED


def test_nobody_confirms_what_they_submitted_whatever_their_memberships() -> None:
    scenario = Scenario().fill()
    both = actor_of(with_membership(scenario.preparer, Role.UNIT_HEAD, unit=scenario.unit))
    perform("submit", scenario.pk, both)
    with pytest.raises(Refused, match="不能自己确认上报"):
        perform("confirm", scenario.pk, both)


def test_a_membership_that_has_ended_reaches_nothing() -> None:
    scenario = Scenario()
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=scenario.preparer).update(until=yesterday)
    with pytest.raises(Http404):
        evaluation_for_view(actor_of(User.objects.get(pk=scenario.preparer.pk)), scenario.pk)


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MANAGER])
def test_the_bureaus_own_people_meet_their_own_unit_as_its_people(role: Role, client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    user = with_membership(a_person(role), Role.PREPARER, unit=scenario.unit)
    actor = actor_of(user)
    with pytest.raises(Http404):
        evaluation_for_review(actor, scenario.pk)
    assert evaluation_for_view(actor, scenario.pk).pk == scenario.pk
    assert possible(scenario.evaluation, actor) == []
    client.force_login(user)
    page = client.get(reverse("shared_pages:document", args=[scenario.pk]))
    assert State.SUBMITTED.for_unit in page.text
    assert reverse("desk:list") in page.text


@pytest.mark.slow
def test_a_manager_meets_other_units_as_the_bureau() -> None:
    scenario = Scenario().at(State.APPROVED)
    manager = actor_of(with_membership(a_person(Role.MANAGER), Role.PREPARER, unit=a_unit("U2")))
    assert evaluation_for_review(manager, scenario.pk).pk == scenario.pk
    assert {step.name for step in possible(scenario.evaluation, manager)} == {"reopen", "publish"}


def test_no_unit_is_assigned_to_one_of_its_people() -> None:
    unit, manager = a_unit(), actor_of(a_person(Role.MANAGER))
    reviewer = with_membership(a_person(Role.REVIEWER), Role.PREPARER, unit=unit)
    with pytest.raises(Refused, match=f"{reviewer.name}是{unit.name}的人，不能审核本单位的自评"):
        assign(a_region(), {unit.pk: reviewer.pk}, manager)
    with pytest.raises(IntegrityError, match=OWN_UNIT), transaction.atomic():
        assign_to(reviewer, unit, manager.person)
    assert not Assignment.objects.exists()


def test_nobody_joins_a_unit_that_they_review() -> None:
    scenario = Scenario()
    with pytest.raises(IntegrityError, match=OWN_UNIT), transaction.atomic():
        Membership.objects.create(user=scenario.reviewer, role=Role.PREPARER, unit=scenario.unit)
    past = timezone.localdate() - timedelta(days=1)
    Membership.objects.create(user=scenario.reviewer, role=Role.PREPARER, unit=scenario.unit, until=past)


@pytest.mark.slow
def test_the_first_page_lists_all_units_of_a_person_at_the_cost_of_one(
    client: Client, django_assert_max_num_queries: object
) -> None:
    user = a_person(Role.PREPARER, a_unit("M0"))
    for number in range(1, 12):
        user = with_membership(user, Role.PREPARER, unit=a_unit(f"M{number}"))
    for number in range(6):
        an_evaluation(a_unit(f"M{number}"), a_year())
    client.force_login(user)
    with django_assert_max_num_queries(7):  # type: ignore[operator]  # session, person, evaluations, years, extensions, what waits
        page = client.get("/").text
    for number in range(12):
        assert a_unit(f"M{number}").name in page
    assert "待办 12 项" in page
    assert page.count('/begin/"') == 6


def test_a_bureau_has_no_document_before_one_was_handed_in() -> None:
    evaluation = (scenario := Scenario()).evaluation
    assert document_for(actor_of(scenario.preparer), evaluation).unit.code == scenario.unit.code
    with pytest.raises(Http404):
        document_for(actor_of(scenario.manager), evaluation)
