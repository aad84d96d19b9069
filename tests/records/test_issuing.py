"""下达: a year's evaluations are made for the units that shall fill them in, once; a unit can be excused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor, actor_of
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.dossier.prefill import begin
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.issuing import end_excuse, excuse, issue, issued_to_all
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> FiscalYear:
    """A year that is not issued yet."""
    return a_year(needs_issuing=True)


@pytest.fixture
def manager() -> Actor:
    """A manager of the year's region."""
    return actor_of(a_person(Role.MANAGER))


def some_units(number: int) -> list[Unit]:
    return [a_unit(f"N{place}") for place in range(number)]


def test_a_year_is_issued_to_every_unit_in_use_of_its_region_once(year: FiscalYear, manager: Actor) -> None:
    units = some_units(3)
    a_unit("far", a_region("430204"))
    Unit.objects.create(region=a_region(), code="closed", name="已停用", is_active=False)
    assert issue(year, issued_to_all(year), manager) == 3
    assert {one.unit for one in SelfEvaluation.objects.filter(fiscal_year=year)} == set(units)
    assert year.issued_at is not None
    assert issue(year, issued_to_all(year), manager) == 0
    event = AuditEvent.objects.get(action="issue_year")
    assert (event.region, event.actor) == (a_region(), manager.person)
    assert all(unit.code in event.detail for unit in units)


def test_a_later_unit_is_added_and_what_is_there_stays(year: FiscalYear, manager: Actor) -> None:
    issue(year, Unit.objects.filter(pk__in=[unit.pk for unit in some_units(2)]), manager)
    before = set(SelfEvaluation.objects.values_list("pk", flat=True))
    first_issued = year.issued_at
    later = a_unit("later")
    assert issue(year, issued_to_all(year), manager) == 1
    assert set(SelfEvaluation.objects.exclude(unit=later).values_list("pk", flat=True)) == before
    assert FiscalYear.objects.get(pk=year.pk).issued_at == first_issued


@pytest.mark.parametrize("number", [2, 60])
def test_issuing_to_many_units_takes_as_many_queries_as_to_few(
    number: int, year: FiscalYear, manager: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    some_units(number)
    with django_assert_max_num_queries(15):
        assert issue(year, issued_to_all(year), manager) == number


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_a_manager_issues(role: Role, year: FiscalYear) -> None:
    with pytest.raises(Refused, match="绩效管理员"):
        issue(year, issued_to_all(year), actor_of(a_person(role)))


def test_nor_does_the_manager_of_another_region(year: FiscalYear) -> None:
    stranger = actor_of(a_person(Role.MANAGER, region=a_region("430204")))
    with pytest.raises(Refused, match="本地区"):
        issue(year, issued_to_all(year), stranger)


def test_a_year_that_units_begin_by_themselves_is_not_issued(manager: Actor) -> None:
    with pytest.raises(Refused, match="自行开始填报"):
        issue(a_year(), Unit.objects.all(), manager)


def test_a_unit_begins_only_what_was_issued_to_it(year: FiscalYear, manager: Actor) -> None:
    unit, other = some_units(2)
    preparer = actor_of(a_person(Role.PREPARER, unit))
    with pytest.raises(Refused, match=f"没有下达给{unit.name}"):
        begin(unit, year, preparer)
    issue(year, Unit.objects.filter(pk=unit.pk), manager)
    evaluation, _ = begin(unit, year, preparer)
    assert evaluation.revision == 1
    with pytest.raises(Refused, match="没有下达"):
        begin(other, year, actor_of(a_person(Role.PREPARER, other)))


# Excused


@pytest.mark.slow
def test_an_excused_unit_fills_in_nothing_until_the_excuse_ends(manager: Actor) -> None:
    scenario = Scenario()
    assert excuse([scenario.evaluation], " 当年新设，无支出 ", manager) == 1
    with pytest.raises(Refused, match="已免报（当年新设，无支出），不用填写"):
        scenario.fill()
    end_excuse(scenario.evaluation, manager)
    scenario.fill().submit()
    assert scenario.evaluation.state == State.UNIT_CHECK
    assert list(AuditEvent.objects.filter(action__contains="excuse").values_list("action", flat=True)) == [
        "excuse",
        "end_excuse",
    ]


def test_an_excused_unit_submits_nothing(manager: Actor) -> None:
    scenario = Scenario().fill()
    excuse([scenario.evaluation], "并入其他单位", manager)
    with pytest.raises(Refused, match="已免报"):
        scenario.submit()


def test_who_is_excused_already_stays_so(manager: Actor) -> None:
    scenario = Scenario()
    excuse([scenario.evaluation], "当年新设", manager)
    assert excuse([scenario.evaluation], "另一个原因", manager) == 0
    assert scenario.evaluation.excuse == "当年新设"


def test_nobody_is_excused_from_what_was_handed_in(manager: Actor) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    with pytest.raises(Refused, match="请先退回单位"):
        excuse([scenario.evaluation], "无支出", manager)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_excuse_has_a_reason(text: str, manager: Actor) -> None:
    with pytest.raises(Refused, match="请填写免报的原因"):
        excuse([an_evaluation()], text, manager)


def test_nobody_but_a_manager_excuses() -> None:
    scenario = Scenario()
    for person in (scenario.preparer, scenario.reviewer, scenario.strangers[4]):
        with pytest.raises(Refused, match="绩效管理员"):
            excuse([scenario.evaluation], "无支出", actor_of(person))
        with pytest.raises(Refused, match="绩效管理员"):
            end_excuse(scenario.evaluation, actor_of(person))


def test_the_database_refuses_half_an_excuse() -> None:
    evaluation = an_evaluation()
    with pytest.raises(IntegrityError):
        SelfEvaluation.objects.filter(pk=evaluation.pk).update(excused_at=timezone.now() - timedelta(days=1))
