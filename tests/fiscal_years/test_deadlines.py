"""The year's limits and the deadline of a unit, to the microsecond."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.deadlines import deadline_for, effective_deadline, refuse_unless_open, why_closed
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear, FormEdition
from evaluations.fiscal_years.services import grant_extension, open_year
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)
OPENS = datetime(2024, 3, 1, tzinfo=UTC)
DEADLINE = datetime(2024, 4, 30, 10, tzinfo=UTC)


@pytest.fixture
def year() -> FiscalYear:
    return a_year(opens_at=OPENS, deadline=DEADLINE)


@pytest.fixture
def open_now() -> FiscalYear:
    return a_year()


def extended(year: FiscalYear, until: datetime, unit: Unit | None = None) -> DeadlineExtension:
    return DeadlineExtension.objects.create(
        fiscal_year=year,
        unit=unit or a_unit(),
        until=until,
        reason="系统停电",
        granted_by=a_person(Role.MANAGER),
        granted_at=OPENS,
    )


@pytest.mark.parametrize(
    ("now", "is_open"),
    [(OPENS - MOMENT, False), (OPENS, True), (DEADLINE, True), (DEADLINE + MOMENT, False)],
)
def test_the_moments_of_opening_and_deadline_still_count(year: FiscalYear, now: datetime, *, is_open: bool) -> None:
    assert (why_closed(year, deadline_for(year, a_unit()), now) == "") is is_open


def test_an_extension_counts_to_its_own_moment_and_for_its_own_unit(year: FiscalYear) -> None:
    until = DEADLINE + timedelta(days=3)
    extended(year, until)
    assert not why_closed(year, deadline_for(year, a_unit()), until)
    assert why_closed(year, deadline_for(year, a_unit()), until + MOMENT)
    assert why_closed(year, deadline_for(year, a_unit("U2")), until)


def test_an_extension_never_shortens(year: FiscalYear) -> None:
    extended(year, DEADLINE - timedelta(days=1))
    assert deadline_for(year, a_unit()) == DEADLINE


def test_the_refusal_names_the_deadline_in_local_time_and_what_to_do(year: FiscalYear) -> None:
    with pytest.raises(Refused, match=r"2023年度自评已于 2024年4月30日 18:00 截止.*申请延期"):
        refuse_unless_open(year, DEADLINE, DEADLINE + MOMENT)


def test_the_refusal_before_the_opening_names_it(year: FiscalYear) -> None:
    with pytest.raises(Refused, match="2024年3月1日 08:00 开始填报"):
        refuse_unless_open(year, DEADLINE, OPENS - MOMENT)


def test_a_list_carries_the_same_deadlines_in_one_query(
    year: FiscalYear, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    extended(year, DEADLINE + timedelta(days=3), a_unit("U2"))
    extended(year, DEADLINE - timedelta(days=3), a_unit("U3"))
    for code in ("U1", "U2", "U3"):
        an_evaluation(a_unit(code), year)
    with django_assert_num_queries(1):
        rows = list(SelfEvaluation.objects.annotate(until=effective_deadline()).select_related("unit", "fiscal_year"))
    assert {row.unit.code: row.until for row in rows} == {
        row.unit.code: deadline_for(row.fiscal_year, row.unit) for row in rows
    }


def test_a_manager_grants_an_extension_and_it_is_audited(open_now: FiscalYear) -> None:
    manager, until = a_person(Role.MANAGER), open_now.deadline + timedelta(days=5)
    grant_extension(open_now, a_unit(), until, " 系统停电 ", actor_of(manager))
    assert deadline_for(open_now, a_unit()) == until
    event = AuditEvent.objects.get(action="grant_extension")
    assert (event.actor, event.subject) == (manager, "U1")


def test_a_second_extension_takes_the_first_ones_place(open_now: FiscalYear) -> None:
    manager = a_person(Role.MANAGER)
    for days in (9, 5):
        grant_extension(open_now, a_unit(), open_now.deadline + timedelta(days=days), "停电", actor_of(manager))
    assert deadline_for(open_now, a_unit()) == open_now.deadline + timedelta(days=5)
    assert AuditEvent.objects.filter(action="grant_extension").count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_a_manager_grants_one(open_now: FiscalYear, role: Role) -> None:
    with pytest.raises(Refused, match="绩效管理员"):
        grant_extension(open_now, a_unit(), open_now.deadline + timedelta(days=5), "停电", actor_of(a_person(role)))


def test_a_manager_reaches_no_other_region(open_now: FiscalYear) -> None:
    until = open_now.deadline + timedelta(days=5)
    elsewhere = a_region("elsewhere")
    with pytest.raises(Refused, match="本地区"):
        grant_extension(open_now, a_unit(), until, "停电", actor_of(a_person(Role.MANAGER, region=elsewhere)))
    with pytest.raises(Refused, match="本地区"):
        grant_extension(open_now, a_unit("far", elsewhere), until, "停电", actor_of(a_person(Role.MANAGER)))


@pytest.mark.parametrize("reason", ["", "  ", "带\x00零", "长" * 501])
def test_an_extension_needs_a_reason(open_now: FiscalYear, reason: str) -> None:
    with pytest.raises(Refused, match="延期原因"):
        grant_extension(
            open_now, a_unit(), open_now.deadline + timedelta(days=5), reason, actor_of(a_person(Role.MANAGER))
        )


def test_an_extension_ends_after_the_deadline_and_after_now(open_now: FiscalYear, year: FiscalYear) -> None:
    manager = a_person(Role.MANAGER)
    with pytest.raises(Refused, match="晚于"):
        grant_extension(open_now, a_unit(), open_now.deadline, "停电", actor_of(manager))
    past = a_year(2022, opens_at=OPENS, deadline=DEADLINE)
    with pytest.raises(Refused, match="晚于"):
        grant_extension(past, a_unit(), timezone.now() - MOMENT, "停电", actor_of(manager))


@pytest.mark.parametrize(
    "wrong",
    [{"year": 1999}, {"year": 2101}, {"deadline": OPENS}, {"deadline": OPENS - MOMENT}],
)
def test_an_impossible_year_is_refused_in_words_and_by_the_database(wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "region": a_region(),
        "year": 2023,
        "edition": FormEdition.objects.get(code="lusong-2023"),
        "opens_at": OPENS,
        "deadline": DEADLINE,
    }
    with pytest.raises(ValidationError):
        open_year(**values | wrong)
    with pytest.raises(IntegrityError):
        FiscalYear.objects.create(**values | wrong)


def test_a_region_opens_a_year_once() -> None:
    values: dict[str, Any] = {
        "region": a_region(),
        "year": 2023,
        "edition": FormEdition.objects.get(code="lusong-2023"),
        "opens_at": OPENS,
        "deadline": DEADLINE,
    }
    open_year(**values)
    with pytest.raises(ValidationError, match="该地区已有这个年度"):
        open_year(**values)
    assert AuditEvent.objects.filter(action="open_year").count() == 1
