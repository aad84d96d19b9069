"""What becomes of a unit on a day, and what follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import Membership
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.common.moments import day_text
from evaluations.common.refusal import Refused
from evaluations.dossier.store import documents, load
from evaluations.records.services import begin
from evaluations.records.states import State
from evaluations.registry.changes import (
    Order,
    close_unit,
    correct_department,
    correct_name,
    merge_unit,
    move_unit,
    rename_unit,
    reopen_unit,
    split_unit,
    withdraw_change,
)
from evaluations.registry.consequences import consequences_of_end
from evaluations.registry.units import NewUnit
from evaluations.units.models import ChangeKind, Unit, UnitChange
from evaluations.units.names import department_on, name_on
from evaluations.units.services import Particulars
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation, in_state
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def on(day: date) -> Order:
    return Order(day, None)


def today() -> date:
    return timezone.localdate()


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


# Names and departments


def test_a_renamed_unit_keeps_its_name_of_before() -> None:
    unit = a_unit()
    before = unit.name
    rename_unit(unit, " 文旅中心 ", Order(today() - DAY, None, "芦编〔2024〕3 号"))
    renamed = fresh(unit)
    assert (renamed.name, name_on(renamed, today()), name_on(renamed, today() - 2 * DAY)) == (
        "文旅中心",
        "文旅中心",
        before,
    )
    assert renamed.changes.get().basis == "芦编〔2024〕3 号"


def test_a_moved_unit_keeps_its_department_of_before() -> None:
    unit, first, second = a_unit(), a_unit("D1"), a_unit("D2")
    correct_department(unit, first, None)
    move_unit(unit, second, on(today()))
    moved = fresh(unit)
    assert (moved.department, department_on(moved, today() - DAY)) == (second, first)
    move_unit(unit, None, on(today()))
    assert (fresh(unit).department, department_on(fresh(unit), today() - DAY)) == (None, first)


def test_a_correction_holds_for_all_time() -> None:
    unit = a_unit()
    correct_name(unit, "正确的名称", None)
    assert name_on(fresh(unit), date(2000, 1, 1)) == "正确的名称"


def test_what_stays_the_same_is_no_change() -> None:
    unit = a_unit()
    with pytest.raises(Refused, match=f"单位现在就叫“{unit.name}”，没有改名"):
        rename_unit(unit, f"{unit.name} ", on(today()))
    with pytest.raises(Refused, match="现在就是这个主管部门"):
        move_unit(unit, None, on(today()))
    assert not UnitChange.objects.exists()


def test_a_change_is_dated_neither_ahead_nor_before_the_last_one() -> None:
    unit = a_unit()
    with pytest.raises(Refused, match="还没有到，请到那一天再登记"):
        rename_unit(unit, "新名称", on(today() + DAY))
    rename_unit(unit, "新名称", on(today() - DAY))
    with pytest.raises(Refused, match=rf"在{day_text(today() - DAY)}已有一次变更（改名），这一次不能早于那一天"):
        close_unit(unit, on(today() - 2 * DAY))
    rename_unit(unit, "更新的名称", on(today() - DAY))


def test_a_basis_that_can_not_be_printed_is_refused() -> None:
    for basis in ("长" * 201, "带\x00零"):
        with pytest.raises(Refused, match="依据："):
            rename_unit(a_unit(), "新名称", Order(today(), None, basis))


def test_the_last_renaming_can_be_withdrawn_and_registered_again() -> None:
    unit = a_unit()
    before = unit.name
    rename_unit(unit, "甲", on(today() - DAY))
    rename_unit(unit, "乙", on(today()))
    first, last = unit.changes.order_by("pk")
    with pytest.raises(Refused, match="只能撤回最近一次"):
        withdraw_change(first, None)
    withdraw_change(last, None)
    assert (fresh(unit).name, name_on(fresh(unit), today() - 2 * DAY)) == ("甲", before)
    withdraw_change(first, None)
    assert (fresh(unit).name, unit.changes.count()) == (before, 0)


def test_the_end_of_a_unit_can_not_be_withdrawn() -> None:
    unit = a_unit()
    close_unit(unit, on(today()))
    with pytest.raises(Refused, match="只能撤回最近一次的改名或者换主管部门"):
        withdraw_change(unit.changes.get(), None)


# Merging, splitting, closing, reopening


def test_a_merged_unit_is_closed_and_what_stood_under_it_comes_under_the_other() -> None:
    unit, into, below, closed = a_unit(), a_unit("U2"), a_unit("U3"), a_unit("U4")
    for each in (into, below, closed):
        correct_department(each, unit, None)
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    merge_unit(unit, into, on(today()))
    assert not fresh(unit).is_active
    assert [fresh(each).department for each in (into, below, closed)] == [None, into, unit]
    assert department_on(fresh(below), today() - DAY) == unit
    assert [(change.kind, change.other) for change in unit.changes.all()] == [(ChangeKind.MERGED, into)]


def test_a_unit_is_merged_into_one_in_use_of_its_region() -> None:
    unit, closed, foreign = a_unit(), a_unit("U2"), a_unit("F1", a_region("430204"))
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    for other in (unit, foreign, closed):
        with pytest.raises(Refused, match=f"{other.name}不能作并入的单位，请选择本地区另一个在用的单位"):
            merge_unit(unit, other, on(today()))
    assert fresh(unit).is_active


@pytest.mark.slow
def test_the_people_of_a_closed_unit_keep_its_old_years_and_its_reviewer_leaves() -> None:
    scenario = Scenario().at(State.APPROVED)
    memberships = list(Membership.objects.order_by("pk"))
    close_unit(scenario.unit, on(today()))
    assert list(Membership.objects.order_by("pk")) == memberships
    assert not Assignment.objects.exists()


def test_the_reviewer_of_a_closed_unit_stays_until_its_evaluations_are_finished() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    merge_unit(scenario.unit, a_unit("U2"), on(today()))
    assert Assignment.objects.get().reviewer == scenario.reviewer


def test_a_closed_unit_begins_no_year_and_changes_no_more() -> None:
    unit = a_unit()
    preparer = a_person(Role.PREPARER, unit)
    close_unit(unit, on(today()))
    with pytest.raises(Refused, match="已撤销，不能填报"):
        begin(fresh(unit), a_year(), actor_of(preparer))
    for act in (
        close_unit,
        lambda *_: rename_unit(unit, "新", on(today())),
        lambda *_: split_unit(unit, NewUnit("N", "新"), on(today())),
    ):
        with pytest.raises(Refused, match="已撤销，不能再变更；确需变更的，请先恢复"):
            act(unit, on(today()))


def test_a_unit_with_others_under_it_is_not_closed() -> None:
    unit = a_unit()
    for number in range(2, 9):
        correct_department(a_unit(f"U{number}"), unit, None)
    with pytest.raises(Refused, match="（测试单位U2、测试单位U3、测试单位U4、测试单位U5、测试单位U6 等）"):
        close_unit(unit, on(today()))
    assert fresh(unit).is_active


def test_a_reopened_unit_is_in_use_again() -> None:
    unit = a_unit()
    with pytest.raises(Refused, match="现在就在用"):
        reopen_unit(unit, on(today()))
    close_unit(unit, on(today()))
    reopen_unit(unit, on(today()))
    assert fresh(unit).is_active
    assert [change.kind for change in unit.changes.all()] == [ChangeKind.CLOSED, ChangeKind.REOPENED]


def test_a_unit_is_not_reopened_under_a_closed_department() -> None:
    unit, department = a_unit(), a_unit("D1")
    correct_department(unit, department, None)
    close_unit(unit, on(today()))
    close_unit(department, on(today()))
    with pytest.raises(Refused, match="它的主管部门测试单位D1已撤销"):
        reopen_unit(unit, on(today()))


def test_a_split_off_unit_says_where_it_came_from() -> None:
    unit = a_unit()
    added = split_unit(unit, NewUnit("U9", "新设单位", Particulars(since_year=2024), unit), on(today()))
    assert (added.region, added.department, added.since_year) == (unit.region, unit, 2024)
    assert [(change.kind, change.other) for change in added.changes.all()] == [(ChangeKind.SPLIT_OFF, unit)]
    assert name_on(added, date(2000, 1, 1)) == "新设单位"
    with pytest.raises(ValidationError):
        split_unit(unit, NewUnit("U9", "又一个"), on(today()))


def test_a_unit_evaluates_the_years_from_its_first_to_its_last() -> None:
    unit = a_unit()
    preparer = actor_of(a_person(Role.PREPARER, unit))
    Unit.objects.filter(pk=unit.pk).update(since_year=2023, until_year=2024)
    for year in (2022, 2025):
        with pytest.raises(Refused, match=f"自 2023 年度起到 2024 年度止填报，不填 {year}年度自评"):
            begin(fresh(unit), a_year(year), preparer)
    for year in (2023, 2024):
        begin(fresh(unit), a_year(year), preparer)


# Foreseen


@pytest.mark.slow
def test_what_follows_from_the_end_of_a_unit_is_told_before() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    below = a_unit("U3")
    correct_department(below, scenario.unit, None)
    an_evaluation(scenario.unit, a_year(2022), **in_state(State.APPROVED))
    not_begun = a_year(2024)
    a_year(2021, deadline=timezone.now() - DAY)
    told = consequences_of_end(scenario.unit)
    assert {*told.people} >= {scenario.preparer, scenario.head}
    assert (told.subordinates, told.unfinished, told.not_begun) == ([below], [scenario.evaluation], [not_begun])
    assert (told.reviewer, told.is_assignment_ended) == (scenario.reviewer, False)


# Old years


def test_an_old_year_keeps_the_name_that_it_had_at_its_deadline() -> None:
    unit, now = a_unit(), timezone.now()
    old = an_evaluation(unit, a_year(2022, opens_at=now - 60 * DAY, deadline=now - 30 * DAY))
    this = an_evaluation(unit, a_year(2023))
    before = unit.name
    rename_unit(unit, "文旅中心", on(today() - 29 * DAY))
    rename_unit(unit, "文旅局", on(today()))
    names = [load(documents().get(pk=each.pk)).unit.name for each in (old, this)]
    assert names == [before, "文旅局"]


def test_on_the_day_of_the_deadline_the_new_name_counts_already() -> None:
    unit, now = a_unit(), timezone.now()
    evaluation = an_evaluation(unit, a_year(2022, opens_at=now - 60 * DAY, deadline=now - 30 * DAY))
    rename_unit(unit, "文旅中心", on(timezone.localdate(now - 30 * DAY)))
    assert documents().get(pk=evaluation.pk).unit_name == "文旅中心"
    assert type(evaluation).objects.get(pk=evaluation.pk).unit_name == "文旅中心"
