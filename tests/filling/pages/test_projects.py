"""A preparer registers the unit's projects, begins each, and sees them all on the first page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.self_use import usual_year
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.services import add_region, add_unit
from evaluations.workflow.submissions import number_of
from tests.factories import a_person, a_project, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    person = a_person(Role.PREPARER, name="周敏")
    client.force_login(person)
    return person


@pytest.fixture
def year() -> FiscalYear:
    return a_year(edition=FormEdition.objects.get(code="project-2022"))


def projects_page() -> str:
    return f"/units/{a_unit().pk}/projects/"


def test_a_unit_without_projects_is_told_to_register_them(client: Client, clerk: User, year: FiscalYear) -> None:
    page = client.get("/").text
    assert "2023年度项目支出自评按项目填报，还没有登记这一年度的项目" in page
    assert projects_page() in page
    assert "还没有登记项目" in client.get(projects_page()).text


def test_without_a_year_of_projects_nothing_is_said_of_them(client: Client, clerk: User) -> None:
    a_year()
    assert "projects" not in client.get("/").text


def test_a_project_is_registered_and_begun(client: Client, clerk: User, year: FiscalYear) -> None:
    typed = {"name": "免费开放", "code": "43020", "since_year": "2023"}
    answer = client.post(f"{projects_page()}new/", typed, follow=True)
    assert "已登记项目“免费开放”" in answer.text
    project = Project.objects.get()
    page = client.get("/").text
    begin = f"/years/{year.pk}/units/{a_unit().pk}/projects/{project.pk}/begin/"
    assert begin in page
    assert "2023年度项目支出自评：免费开放" in page
    assert client.post(begin).status_code == 302
    evaluation = SelfEvaluation.objects.get()
    assert evaluation.project == project
    tasks = client.get(f"/evaluations/{evaluation.pk}/").text
    assert "<h1>2023年度项目支出绩效自评：免费开放</h1>" in tasks


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "请填写项目名称"),
        ({"name": "老项目"}, "本单位已有这个名称的项目"),
        ({"name": "甲", "since_year": "二三年"}, "年度应为四位数字"),
        ({"name": "甲", "since_year": "2024", "until_year": "2023"}, "终止年度不能早于起始年度"),
        ({"name": "甲" * 201}, "200"),
        ({"name": "甲\x00"}, "不可显示|空字符"),
    ],
)
def test_what_cannot_be_registered_is_told(client: Client, clerk: User, typed: dict[str, str], said: str) -> None:
    a_project(name="老项目")
    answer = client.post(f"{projects_page()}new/", typed)
    assert answer.status_code == 422
    assert any(one in answer.text for one in said.split("|"))
    assert Project.objects.count() == 1


def test_all_that_is_wrong_is_told_at_once(client: Client, clerk: User) -> None:
    a_project(name="老项目")
    page = client.post(f"{projects_page()}new/", {"name": "老项目", "since_year": "2024", "until_year": "2023"}).text
    assert "本单位已有这个名称的项目" in page
    assert "终止年度不能早于起始年度" in page


def test_a_project_is_changed_and_removed(client: Client, clerk: User) -> None:
    project = a_project()
    here = f"/projects/{project.pk}/"
    assert 'value="免费开放"' in client.get(here).text
    client.post(here, {"name": "免费开放二期", "until_year": "2024"})
    project.refresh_from_db()
    assert (project.name, project.until_year) == ("免费开放二期", 2024)
    assert "已删除项目“免费开放二期”" in client.post(f"{here}remove/", follow=True).text
    assert not Project.objects.exists()


def test_an_evaluated_project_is_not_offered_for_removal(client: Client, clerk: User, year: FiscalYear) -> None:
    project = an_evaluation(fiscal_year=year).project
    assert project is not None
    assert "删除项目" not in client.get(f"/projects/{project.pk}/").text
    assert "已有自评，不能删除" in client.post(f"/projects/{project.pk}/remove/", follow=True).text


def test_another_units_project_is_not_begun(client: Client, clerk: User, year: FiscalYear) -> None:
    foreign = a_project(a_unit("U2"))
    assert client.post(f"/years/{year.pk}/units/{a_unit().pk}/projects/{foreign.pk}/begin/").status_code == 404
    assert not SelfEvaluation.objects.exists()


def test_the_years_of_the_header_are_those_of_the_same_project(client: Client, clerk: User, year: FiscalYear) -> None:
    before = an_evaluation(fiscal_year=a_year(2022, edition=year.edition))
    other = an_evaluation(fiscal_year=a_year(2022, edition=year.edition), project=a_project(name="送戏下乡"))
    whole = an_evaluation(fiscal_year=a_year(2022))
    page = client.get(f"/evaluations/{an_evaluation(fiscal_year=year).pk}/").text
    assert f"/evaluations/{before.pk}/" in page
    assert f"/evaluations/{other.pk}/" not in page
    assert f"/evaluations/{whole.pk}/" not in page


def test_each_handed_in_project_has_a_number_of_its_own(client: Client, clerk: User, year: FiscalYear) -> None:
    second = an_evaluation(fiscal_year=year, project=a_project(name="送戏下乡", number=2))
    assert number_of(second) == "U1-2-2023项目支出-0"


def test_a_unit_by_itself_is_led_to_its_projects(client: Client) -> None:
    unit = add_unit(add_region("990101", "白石区", has_bureau=False), "101001", "白石区图书馆")
    client.force_login(a_person(Role.PREPARER, unit))
    edition = FormEdition.objects.get(code="project-2022")
    answer = client.post("/years/begin/", {"year": str(usual_year()), "edition": str(edition.pk)})
    assert answer.headers["Location"] == f"/units/{unit.pk}/projects/"
    assert FiscalYear.objects.get().kind == "项目支出"


@pytest.mark.parametrize("number", [1, 30])
def test_the_pages_take_as_many_queries_for_many_projects(
    client: Client, clerk: User, year: FiscalYear, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at in range(number):
        project = a_project(name=f"第 {at} 个项目")
        if at % 2:
            an_evaluation(fiscal_year=year, project=project, **in_state(State.APPROVED))
    client.get("/")
    with django_assert_max_num_queries(13):
        client.get("/")
    with django_assert_max_num_queries(7):
        client.get(projects_page())
