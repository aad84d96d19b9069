"""The bureau's list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.comments.services import open_comment
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extension
from evaluations.history.review_start import start_review
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.cast import a_person, a_region, a_unit, a_year, an_evaluation, in_state
from tests.stage import Stage, assign_to

pytestmark = pytest.mark.django_db

URL = reverse("desk:list")


def show(client: Client, person: User, query: str = "") -> str:
    client.force_login(person)
    response = client.get(URL + query)
    assert response.status_code == 200
    return response.text


def listed(client: Client, person: User, query: str = "") -> list[str]:
    """The codes of the units listed, in order."""
    return re.findall(r'<td class="fixed">(U\d+)</td>', show(client, person, query))


@pytest.fixture
def stage() -> Stage:
    """U1 submitted, with one open comment; U2 without an evaluation."""
    stage = Stage().at(State.SUBMITTED)
    open_comment(stage.pk, stage.reviewer, "filing_date", "请核对。")
    return stage


def test_the_manager_sees_all_units_also_those_that_have_not_begun(client: Client, stage: Stage) -> None:
    text = show(client, stage.manager)
    assert listed(client, stage.manager) == ["U1", "U2"]
    assert "未开始</span>" in text
    assert "审核中</span>" in text
    assert stage.reviewer.name in text


def test_a_reviewer_sees_the_units_assigned_to_them(client: Client, stage: Stage) -> None:
    assert listed(client, stage.reviewer) == ["U1"]
    assert listed(client, stage.strangers[2]) == []


def test_another_region_sees_none_of_it(client: Client, stage: Stage) -> None:
    a_year(region=a_region("430204"))
    assert listed(client, stage.strangers[-1]) == []


def test_only_what_was_handed_in_is_a_link(client: Client) -> None:
    stage = Stage().at(State.UNIT_CHECK)
    document = reverse("shared_pages:document", args=(stage.pk,))
    assert document not in show(client, stage.manager)
    stage.confirm()
    assert document in show(client, stage.manager)


def test_a_waiting_submission_is_not_yet_under_review(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    assert "待审核</span>" in show(client, stage.reviewer)
    start_review(stage.pk, stage.reviewer)
    assert "审核中</span>" in show(client, stage.reviewer)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=submitted", ["U1"]),
        ("?state=not_begun", ["U2"]),
        ("?state=approved", []),
        ("?state=nonsense", ["U1", "U2"]),
        ("?name=U2", ["U2"]),
        ("?name=%20单位u1%20", ["U1"]),
        ("?name=25%25", []),
        ("?name=%00", ["U1", "U2"]),
        ("?name=%ED%A0%80", []),
        ("?year=2023&state=submitted&name=U1", ["U1"]),
        ("?year=1999", ["U1", "U2"]),
        ("?year=abc&page=-1", ["U1", "U2"]),
        ("?page=abc", ["U1", "U2"]),
        ("?page=999999999999999999999", ["U1", "U2"]),
    ],
)
def test_the_list_is_narrowed_by_state_name_and_year(
    client: Client, stage: Stage, query: str, found: list[str]
) -> None:
    assert listed(client, stage.manager, query) == found


def test_each_year_has_its_own_list(client: Client, stage: Stage) -> None:
    a_year(2024)
    text = show(client, stage.manager)
    assert "2024年度自评审核列表" in text
    assert '<a href="?year=2023">2023</a>' in text
    assert "审核中</span>" not in text
    assert "审核中</span>" in show(client, stage.manager, "?year=2023")


def test_the_filter_counts_each_state(client: Client, stage: Stage) -> None:
    text = show(client, stage.manager)
    for words in ("全部（2）", "待审核（1）", "未开始（1）", "已通过（0）"):
        assert words in text


def test_units_out_of_use_show_only_with_an_evaluation(client: Client, stage: Stage) -> None:
    Unit.objects.update(is_active=False)
    assert listed(client, stage.manager) == ["U1"]


def test_open_comments_are_counted(client: Client, stage: Stage) -> None:
    assert '<td class="amount">1</td>' in show(client, stage.manager)


def test_an_extension_shows_as_the_units_deadline(client: Client, stage: Stage) -> None:
    until = stage.year.deadline + timedelta(days=9)
    grant_extension(stage.year, stage.unit, until, "系统故障", stage.manager)
    assert timezone.localtime(until).strftime("%Y-%m-%d %H:%M") in show(client, stage.manager)


def test_a_missed_deadline_is_marked_while_the_unit_has_it(client: Client, stage: Stage) -> None:
    assert "已过</span>" not in show(client, stage.manager)
    now = timezone.now()
    FiscalYear.objects.update(opens_at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    assert "已过</span>" in show(client, stage.manager, "?state=not_begun")
    assert "已过</span>" not in show(client, stage.manager, "?state=submitted")


def test_units_without_a_reviewer_are_pointed_out_to_the_manager(client: Client, stage: Stage) -> None:
    assert "还有 1 个单位没有分配审核员" in show(client, stage.manager)
    assign_to(stage.reviewer, a_unit("U2"), stage.manager)
    assert "没有分配审核员" not in show(client, stage.manager)


def test_an_empty_list_says_why(client: Client) -> None:
    assert "本地区还没有设定年度" in show(client, a_person(Role.MANAGER))
    a_year()
    assert "本地区还没有预算单位" in show(client, a_person(Role.MANAGER))
    assert "还没有分配给您的单位" in show(client, a_person(Role.REVIEWER))
    a_unit()
    assert "没有符合条件的单位" in show(client, a_person(Role.MANAGER), "?state=approved")


def many(stage: Stage, number: int) -> None:
    """Units with evaluations in turn in each state, with comments and extensions."""
    for place in range(number):
        unit = a_unit(f"U{100 + place}")
        assign_to(stage.reviewer, unit, stage.manager)
        state = list(State)[place % 6]
        an_evaluation(unit, stage.year, **in_state(state, unit))
        grant_extension(stage.year, unit, stage.year.deadline + timedelta(days=1), "理由", stage.manager)


def queries(client: Client, person: User, query: str = "") -> int:
    client.force_login(person)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL + query).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ["reviewer", "manager"])
@pytest.mark.parametrize("query", ["", "?state=submitted&name=U"])
def test_the_list_takes_as_many_queries_with_30_rows_as_with_one(
    client: Client, stage: Stage, role: str, query: str
) -> None:
    person = getattr(stage, role)
    few = queries(client, person, query)
    many(stage, 30)
    assert queries(client, person, query) == few <= 8


def test_50_units_make_a_page(client: Client, stage: Stage) -> None:
    Unit.objects.bulk_create(
        Unit(region=stage.unit.region, code=f"U{1000 + place}", name=f"单位{place}") for place in range(60)
    )
    first, second = listed(client, stage.manager), listed(client, stage.manager, "?page=2")
    assert (len(first), len(second)) == (50, 12)
    assert not set(first) & set(second)
    assert "共 62 条，第 1 / 2 页" in show(client, stage.manager)
