"""The bureau's list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.comments.services import open_comment
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extension
from evaluations.history.review_start import start_review
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.registry.changes import Order, rename_unit
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation, in_state
from tests.scenario import Scenario, assign_to

pytestmark = pytest.mark.django_db

URL = reverse("desk:list")


def show(client: Client, person: User, query: str = "") -> str:
    client.force_login(person)
    response = client.get(URL + query)
    assert response.status_code == 200
    return response.text


def listed(client: Client, person: User, query: str = "") -> list[str]:
    """The codes of the units listed, in order."""
    return re.findall(r'<span class="code">(U\d+)</span>', show(client, person, query))


@pytest.fixture
def scenario() -> Scenario:
    """U1 submitted, with one open comment; U2 without an evaluation."""
    scenario = Scenario().at(State.SUBMITTED)
    open_comment(scenario.pk, actor_of(scenario.reviewer), "filing_date", "请核对。")
    return scenario


@pytest.mark.slow
def test_the_manager_sees_all_units_also_those_that_have_not_begun(client: Client, scenario: Scenario) -> None:
    text = show(client, scenario.manager)
    assert listed(client, scenario.manager) == ["U1", "U2"]
    assert "未开始</span>" in text
    assert "审核中</span>" in text
    assert scenario.reviewer.name in text


@pytest.mark.slow
def test_a_reviewer_sees_the_units_assigned_to_them(client: Client, scenario: Scenario) -> None:
    assert listed(client, scenario.reviewer) == ["U1"]
    assert listed(client, scenario.strangers[2]) == []


@pytest.mark.slow
def test_a_reviewer_begins_with_what_waits_for_them_the_longest_waiting_first(
    client: Client, scenario: Scenario
) -> None:
    for code in ("U3", "U4"):
        other = Scenario(a_unit(code))
        other.reviewer = scenario.reviewer
        assign_to(scenario.reviewer, other.unit, scenario.manager)
        other.at(State.SUBMITTED if code == "U3" else State.UNIT_CHECK)
    SelfEvaluation.objects.filter(unit__code="U3").update(state_since=timezone.now() - timedelta(days=3))
    text = show(client, scenario.reviewer)
    assert re.findall(r'<span class="code">(U\d+)</span>', text) == ["U3", "U1"]
    assert "3 天" in text
    assert listed(client, scenario.reviewer, "?state=") == ["U1", "U3", "U4"]


@pytest.mark.slow
def test_another_region_sees_none_of_it(client: Client, scenario: Scenario) -> None:
    a_year(region=a_region("430204"))
    assert listed(client, scenario.strangers[-1]) == []


@pytest.mark.slow
def test_only_what_was_handed_in_is_a_link(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    document = reverse("shared_pages:document", args=(scenario.pk,))
    assert document not in show(client, scenario.manager)
    scenario.confirm()
    assert document in show(client, scenario.manager)


@pytest.mark.slow
def test_a_waiting_submission_is_not_yet_under_review(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert "待审核</span>" in show(client, scenario.reviewer)
    start_review(scenario.pk, actor_of(scenario.reviewer))
    assert "审核中</span>" in show(client, scenario.reviewer)


@pytest.mark.slow
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
        ("?year=abc&after=nobody", ["U1", "U2"]),
        ("?after=U1", ["U2"]),
        ("?before=U2", ["U1"]),
        ("?sort=-code", ["U2", "U1"]),
        ("?sort=nonsense", ["U1", "U2"]),
        ("?sort=-score&after=U1", ["U2"]),
        ("?name=cSd", ["U1", "U2"]),
        ("?name=csdwu2", ["U2"]),
        ("?reviewer=none", ["U2"]),
        ("?section=none&grade=优", ["U1"]),
        ("?grade=差", []),
        ("?look=comments", ["U1"]),
        ("?look=plain&sort=rate", ["U1"]),
        ("?look=again", []),
        ("?reviewer=99999999999999999999&section=x", ["U1", "U2"]),
    ],
)
def test_the_list_is_narrowed_by_state_name_and_year(
    client: Client, scenario: Scenario, query: str, found: list[str]
) -> None:
    assert listed(client, scenario.manager, query) == found


@pytest.mark.slow
def test_each_year_has_its_own_list(client: Client, scenario: Scenario) -> None:
    a_year(2024)
    text = show(client, scenario.manager)
    assert "2024年度自评审核列表" in text
    assert '<a href="?year=2023">2023年度</a>' in text
    assert "审核中</span>" not in text
    assert "审核中</span>" in show(client, scenario.manager, "?year=2023")


@pytest.mark.slow
def test_each_state_has_a_tab_with_its_number(client: Client, scenario: Scenario) -> None:
    text = show(client, scenario.manager)
    for words, number in (("全部", 2), ("待审核", 1), ("未开始", 1), ("已通过", 0)):
        assert f'{words}<span class="number">{number}</span>' in text
    assert "免报<span" not in text, "there is none"


@pytest.mark.slow
def test_units_out_of_use_show_only_with_an_evaluation(client: Client, scenario: Scenario) -> None:
    Unit.objects.update(is_active=False)
    assert listed(client, scenario.manager) == ["U1"]


@pytest.mark.slow
def test_open_comments_are_counted(client: Client, scenario: Scenario) -> None:
    assert '<td class="amount">1</td>' in show(client, scenario.manager)


@pytest.mark.slow
def test_an_extension_shows_as_the_units_deadline(client: Client, scenario: Scenario) -> None:
    until = scenario.year.deadline + timedelta(days=9)
    grant_extension(scenario.year, scenario.unit, until, "系统故障", actor_of(scenario.manager))
    assert f"{timezone.localtime(until):%m-%d}" in show(client, scenario.manager)


@pytest.mark.slow
def test_a_missed_deadline_is_marked_while_the_unit_has_it(client: Client, scenario: Scenario) -> None:
    assert "已过</span>" not in show(client, scenario.manager)
    now = timezone.now()
    FiscalYear.objects.update(opens_at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    assert "已过</span>" in show(client, scenario.manager, "?state=not_begun")
    assert "已过</span>" not in show(client, scenario.manager, "?state=submitted")


@pytest.mark.slow
def test_units_without_a_reviewer_are_pointed_out_to_the_manager(client: Client, scenario: Scenario) -> None:
    assert "还有 1 个单位没有分配审核员" in show(client, scenario.manager)
    assign_to(scenario.reviewer, a_unit("U2"), scenario.manager)
    assert "没有分配审核员" not in show(client, scenario.manager)


def test_an_empty_list_says_why(client: Client) -> None:
    assert "本地区还没有设定年度" in show(client, a_person(Role.MANAGER))
    a_year()
    assert "本地区还没有预算单位" in show(client, a_person(Role.MANAGER))
    assert "还没有分配给您的单位" in show(client, a_person(Role.REVIEWER))
    a_unit()
    assert "没有符合条件的单位" in show(client, a_person(Role.MANAGER), "?state=approved")


def many(scenario: Scenario, number: int) -> None:
    """Units with evaluations in turn in each state, with comments and extensions."""
    for place in range(number):
        unit = a_unit(f"U{100 + place}")
        assign_to(scenario.reviewer, unit, scenario.manager)
        state = list(State)[place % 6]
        an_evaluation(unit, scenario.year, **in_state(state, unit))
        grant_extension(
            scenario.year, unit, scenario.year.deadline + timedelta(days=1), "理由", actor_of(scenario.manager)
        )


def queries(client: Client, person: User, query: str = "") -> int:
    client.force_login(person)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL + query).status_code == 200
    return len(captured)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["reviewer", "manager"])
@pytest.mark.parametrize(
    "query", ["", "?state=submitted&name=U", "?look=comments&sort=-score&grade=优", "?after=U100&sort=comments"]
)
def test_the_list_takes_no_more_queries_with_30_rows_than_with_one(
    client: Client, scenario: Scenario, role: str, query: str
) -> None:
    person = getattr(scenario, role)
    few = queries(client, person, query)
    many(scenario, 30)
    assert queries(client, person, query) <= few <= 10


@pytest.mark.slow
def test_50_units_make_a_page(client: Client, scenario: Scenario) -> None:
    Unit.objects.bulk_create(
        Unit(region=scenario.unit.region, code=f"U{1000 + place}", name=f"单位{place}") for place in range(60)
    )
    first = listed(client, scenario.manager)
    second = listed(client, scenario.manager, f"?after={first[-1]}")
    assert (len(first), len(second)) == (50, 12)
    assert not set(first) & set(second)
    assert "共 62 条" in show(client, scenario.manager)
    assert listed(client, scenario.manager, f"?before={second[0]}") == first


@pytest.mark.slow
def test_an_old_year_shows_the_names_it_had_and_is_searched_by_both(client: Client, scenario: Scenario) -> None:
    now = timezone.now()
    a_year(2022, opens_at=now - timedelta(days=60), deadline=now - timedelta(days=30))
    former = scenario.unit.name
    rename_unit(scenario.unit, "文旅中心", Order(timezone.localdate(), None))
    old, this = show(client, scenario.manager, "?year=2022"), show(client, scenario.manager, "?year=2023")
    assert (former in old, "文旅中心" in old) == (True, False)
    assert (former in this, "文旅中心" in this) == (False, True)
    assert listed(client, scenario.manager, f"?year=2022&name={former}") == ["U1"]
    assert listed(client, scenario.manager, "?year=2022&name=文旅") == ["U1"]
    assert listed(client, scenario.manager, f"?year=2023&name={former}") == []


@pytest.mark.slow
def test_a_unit_is_listed_in_the_years_that_it_evaluates(client: Client, scenario: Scenario) -> None:
    Unit.objects.update(since_year=2024)
    assert listed(client, scenario.manager) == ["U1"], "U1 has begun, U2 has not"
    Unit.objects.update(since_year=None, until_year=2023)
    assert listed(client, scenario.manager) == ["U1", "U2"]


@pytest.mark.slow
def test_a_reviewer_sees_what_is_newly_theirs_until_the_review_begins(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    new = f"{reverse('desk:list')}?state=new"
    client.force_login(scenario.reviewer)
    assert "1 个是最近 7 天新分配给您的" in client.get(reverse("desk:list")).text
    assert scenario.unit.name in client.get(new).text
    client.force_login(scenario.manager)
    assert "新分配" not in client.get(reverse("desk:list")).text
    start_review(scenario.pk, actor_of(scenario.reviewer))
    client.force_login(scenario.reviewer)
    assert "新分配给您" not in client.get(reverse("desk:list")).text
    assert "没有符合条件的单位" in client.get(new).text


@pytest.mark.slow
def test_what_was_given_long_ago_is_not_new(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    Assignment.objects.update(assigned_at=timezone.now() - timedelta(days=8))
    client.force_login(scenario.reviewer)
    assert "新分配" not in client.get(reverse("desk:list")).text
