"""The number beside the first link: what a person is to fill in, confirm or review now."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.models import Membership
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear, FormEdition
from evaluations.home.waiting import waiting_for
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.factories import a_person, a_project, a_unit, a_year, an_evaluation, in_state

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


def test_what_is_not_begun_waits_for_the_preparer() -> None:
    preparer, head = a_person(Role.PREPARER), a_person(Role.UNIT_HEAD)
    year = a_year()
    assert waiting_for(actor_of(preparer)) == 1
    assert waiting_for(actor_of(head)) == 0
    an_evaluation(fiscal_year=year)
    assert waiting_for(actor_of(preparer)) == 1


def test_what_is_to_be_issued_closed_or_of_other_years_is_not_to_be_begun() -> None:
    preparer, year = actor_of(a_person(Role.PREPARER)), a_year()
    for changes in (
        {"needs_issuing": True},
        {"opens_at": timezone.now() + timedelta(hours=1)},
        {"deadline": timezone.now() - timedelta(hours=1)},
    ):
        before = {name: getattr(year, name) for name in changes}
        FiscalYear.objects.filter(pk=year.pk).update(**changes)
        assert waiting_for(preparer) == 0, changes
        FiscalYear.objects.filter(pk=year.pk).update(**before)
    Unit.objects.filter(pk=a_unit().pk).update(since_year=year.year + 1)
    assert waiting_for(preparer) == 0


def test_an_extended_year_is_to_be_begun() -> None:
    preparer, year = a_person(Role.PREPARER), a_year()
    now = timezone.now()
    FiscalYear.objects.filter(pk=year.pk).update(deadline=now - timedelta(hours=1))
    DeadlineExtension.objects.create(
        fiscal_year=year,
        unit=a_unit(),
        until=now + timedelta(hours=1),
        reason="补报",
        granted_by=preparer,
        granted_at=now,
    )
    assert waiting_for(actor_of(preparer)) == 1


def test_each_project_is_to_be_begun_in_the_years_in_which_it_runs() -> None:
    preparer = actor_of(a_person(Role.PREPARER))
    year = a_year(edition=FormEdition.objects.get(code="project-2022"))
    assert waiting_for(preparer) == 0
    running, over = a_project(a_unit()), a_project(a_unit(), "已完工的项目")
    Project.objects.filter(pk=over.pk).update(until_year=year.year - 1)
    assert waiting_for(preparer) == 1
    an_evaluation(fiscal_year=year, project=running)
    assert waiting_for(preparer) == 1


@pytest.mark.parametrize("begun", [0, 2])
def test_the_number_is_that_of_the_first_pages_lines(client: Client, begun: int) -> None:
    units = [a_unit(f"U{number}") for number in range(3)]
    preparer = a_person(Role.PREPARER, units[0])
    for unit in units[1:]:
        Membership.objects.create(user=preparer, role=Role.PREPARER, unit=unit)
    a_year()
    for unit in units[:begun]:
        an_evaluation(unit)
    client.force_login(preparer)
    page = client.get("/").content.decode()
    assert waiting_for(actor_of(preparer)) == 3
    assert page.count("可以开始填报") + page.count("继续填报") >= 3
