"""A unit without a bureau opens its years itself; where there is a bureau, nobody but the bureau does."""

import pytest
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.self_use import editions_to_choose, open_own_year, usual_year, years_to_open
from evaluations.units.models import Unit
from evaluations.units.services import add_region, add_unit
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return add_unit(add_region("990101", "白石区", has_bureau=False), "101001", "白石区图书馆")


@pytest.fixture
def edition() -> FormEdition:
    return editions_to_choose()[0]


def test_a_year_opens_at_once_and_stays_open(unit: Unit, edition: FormEdition) -> None:
    clerk = a_person(Role.PREPARER, unit)
    year = open_own_year(unit, usual_year(), edition, actor_of(clerk))
    assert year.opens_at <= timezone.now()
    assert year.deadline.year > timezone.now().year + 50
    assert AuditEvent.objects.get(action="open_year").actor == clerk


def test_a_year_that_is_open_stays_as_it_is(unit: Unit, edition: FormEdition) -> None:
    first = open_own_year(unit, usual_year(), edition, None)
    assert open_own_year(unit, usual_year(), edition, None) == first
    assert FiscalYear.objects.count() == 1


def test_years_that_are_not_open_are_offered_the_latest_first(unit: Unit, edition: FormEdition) -> None:
    for each in editions_to_choose():
        open_own_year(unit, usual_year(), each, None)
    offered = years_to_open(unit.region)
    assert offered[:2] == [usual_year() + 1, usual_year() - 1]
    assert len(offered) == 10


@pytest.mark.parametrize("year", [1999, 2200, 0])
def test_other_years_are_refused(unit: Unit, edition: FormEdition, year: int) -> None:
    with pytest.raises(Refused, match=f"不能开始 {year} 年度"):
        open_own_year(unit, year, edition, None)


def test_where_there_is_a_bureau_no_unit_opens_a_year(edition: FormEdition) -> None:
    assert years_to_open(a_region()) == []
    with pytest.raises(Refused, match="年度由测试区430203财政局设定"):
        open_own_year(a_unit(), usual_year(), edition, actor_of(a_person(Role.PREPARER)))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PREPARER])
def test_nobody_but_the_units_preparer_opens_one(unit: Unit, edition: FormEdition, role: Role) -> None:
    for stranger in (a_person(role, unit), a_person(Role.PREPARER)):
        with pytest.raises(Refused, match="只有本单位的填报人"):
            open_own_year(unit, usual_year(), edition, actor_of(stranger))


def test_of_each_edition_the_latest_version_is_offered() -> None:
    stored = FormEdition.objects.get(code="lusong-2023")
    later = FormEdition.objects.create(
        code=stored.code, version=stored.version + 1, content=stored.content, sha256="0" * 64
    )
    assert [one.pk for one in editions_to_choose() if one.code == stored.code] == [later.pk]


def test_forms_of_whole_units_come_first() -> None:
    subjects = [one.subject for one in editions_to_choose()]
    assert subjects == sorted(subjects, reverse=True)
    assert subjects[0] == "unit"
    assert "project" in subjects
