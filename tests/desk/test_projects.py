"""The bureau's list of a year of projects: a line a project, found by either name, beside the list of the units."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.records.states import State
from tests.factories import a_person, a_project, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.django_db
HERE = "/review/?year=2023项目支出"


@pytest.fixture
def year() -> FiscalYear:
    return a_year(edition=FormEdition.objects.get(code="project-2022"))


@pytest.fixture
def manager(client: Client) -> User:
    person = a_person(Role.MANAGER)
    client.force_login(person)
    return person


def test_each_project_has_a_line(client: Client, manager: User, year: FiscalYear) -> None:
    a_project(), a_project(name="送戏下乡"), a_project(a_unit("U2"), "古籍修复"), a_unit("U3")
    page = client.get(HERE).text
    assert "2023年度项目支出自评审核列表" in page
    for name, code in (
        ("免费开放｜测试单位U1", "U1-1"),
        ("送戏下乡｜测试单位U1", "U1-2"),
        ("古籍修复｜测试单位U2", "U2-1"),
    ):
        assert name in page
        assert code in page
    assert "测试单位U3" not in page


@pytest.mark.parametrize("name", ["送戏", "单位U1", "U1-2"])
def test_a_project_is_found_by_its_name_its_units_and_its_code(
    client: Client, manager: User, year: FiscalYear, name: str
) -> None:
    a_project(), a_project(name="送戏下乡"), a_project(a_unit("U2"), "古籍修复")
    page = client.get(f"{HERE}&name={name}").text
    assert "送戏下乡" in page
    assert "古籍修复" not in page


def test_the_years_of_both_kinds_are_offered(client: Client, manager: User, year: FiscalYear) -> None:
    a_year(), a_project()
    page = client.get("/review/").text
    assert "<h1>2023年度自评审核列表</h1>" in page
    assert "免费开放" not in page
    assert "2023%E9%A1%B9%E7%9B%AE%E6%94%AF%E5%87%BA" in page


def test_the_next_one_is_of_the_same_kind(client: Client, manager: User, year: FiscalYear) -> None:
    an_evaluation(fiscal_year=a_year(), **in_state(State.SUBMITTED))
    first = an_evaluation(fiscal_year=year, **in_state(State.SUBMITTED))
    second = an_evaluation(fiscal_year=year, project=a_project(name="送戏下乡"), **in_state(State.SUBMITTED))
    assert client.get("/review/next/?year=2023项目支出").headers["Location"] == f"/evaluations/{first.pk}/document/"
    leads = client.get(f"/review/next/?year=2023项目支出&after={first.pk}")
    assert leads.headers["Location"] == f"/evaluations/{second.pk}/document/"


def test_a_later_deadline_holds_for_all_projects_of_a_unit(client: Client, manager: User, year: FiscalYear) -> None:
    for project in (a_project(), a_project(name="送戏下乡")):
        an_evaluation(fiscal_year=year, project=project)
    until = f"{year.deadline:%Y}-12-31T18:00"
    answer = client.post(
        f"/years/{year.pk}/units/{a_unit().pk}/extension/", {"until": until, "reason": "系统故障"}, follow=True
    )
    assert answer.text.count("12-31") >= 2
