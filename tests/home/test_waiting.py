"""The number beside the first link: what a person is to fill in, confirm or review now."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.fiscal_years.models import FiscalYear
from evaluations.home.waiting import waiting_for
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.factories import a_person, a_unit, an_evaluation, in_state

pytestmark = pytest.mark.django_db
WHO = {
    Role.PREPARER: {State.DRAFTING, State.RETURNED},
    Role.UNIT_HEAD: {State.UNIT_CHECK},
    Role.REVIEWER: {State.SUBMITTED},
    Role.DEPARTMENT_REVIEWER: {State.DEPARTMENT_CHECK},
    Role.MANAGER: {State.SECOND_REVIEW},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_an_evaluation_waits_for_whoever_acts_in_its_state(role: Role, state: State) -> None:
    person, evaluation = a_person(role, a_unit("U0") if role == Role.DEPARTMENT_REVIEWER else None), an_evaluation()
    if role == Role.DEPARTMENT_REVIEWER:
        Unit.objects.filter(pk=evaluation.unit_id).update(department=Unit.objects.get(code="U0"))
    if role == Role.REVIEWER:
        Assignment.objects.create(unit=evaluation.unit, reviewer=person, assigned_by=person, assigned_at=timezone.now())
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(state))
    assert waiting_for(actor_of(person)) == (state in WHO.get(role, ()))


def test_nothing_waits_after_the_deadline_or_for_other_units() -> None:
    preparer, evaluation = a_person(Role.PREPARER), an_evaluation()
    an_evaluation(a_unit("U2"))
    assert waiting_for(actor_of(preparer)) == 1
    FiscalYear.objects.filter(pk=evaluation.fiscal_year_id).update(deadline=timezone.now() - timedelta(hours=1))
    assert waiting_for(actor_of(preparer)) == 0


def test_it_takes_one_query_or_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    preparer, auditor = (actor_of(a_person(role)) for role in (Role.PREPARER, Role.AUDITOR))
    for actor, count in ((preparer, 1), (auditor, 0)):
        with django_assert_num_queries(count):
            waiting_for(actor)


def test_the_number_stands_in_the_bar(client: Client) -> None:
    preparer = a_person(Role.PREPARER)
    an_evaluation()
    client.force_login(preparer)
    assert "待办</span> 1<span" in client.get("/help/").content.decode()
