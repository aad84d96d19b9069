"""A unit that uses the program for itself: the clerk begins any year, fills in, checks and downloads; nothing is handed in."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.dossier.judging import previous_document
from evaluations.dossier.store import documents
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.self_use import open_own_year, usual_year
from evaluations.records.models import SelfEvaluation
from evaluations.units.services import add_region, add_unit
from tests.factories import a_person, a_year, an_evaluation
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    region = add_region("990101", "白石区", has_bureau=False)
    person = a_person(Role.PREPARER, add_unit(region, "101001", "白石区图书馆"), username="zhoumin")
    client.force_login(person)
    return person


def begin(client: Client, year: int | str, edition: int | None = None) -> Any:
    key = edition or FormEdition.objects.values_list("pk", flat=True).get(code="lusong-2023")
    return client.post("/years/begin/", {"year": year, "edition": key})


@pytest.mark.slow
def test_any_year_is_begun_by_the_clerk(client: Client, clerk: User) -> None:
    page = Page(client.get("/"))
    assert "另填一个年度" in page.text
    assert "填报截止" not in page.text
    for year in (usual_year(), usual_year() - 3):
        answer = begin(client, year)
        evaluation = SelfEvaluation.objects.get(fiscal_year__year=year)
        assert answer["Location"] == f"/evaluations/{evaluation.pk}/"
    assert f"{usual_year() - 3}年度自评" in Page(client.get("/")).text


@pytest.mark.parametrize("year", ["", "abc", "20233", "２０２３", "1999"])
def test_a_year_that_can_not_be_begun_is_refused_in_words(client: Client, clerk: User, year: str) -> None:
    answer = begin(client, year)
    assert answer.status_code == 409
    assert "列表里选择" in Page(answer).text or "不能开始 1999 年度" in Page(answer).text


def test_an_edition_that_is_not_there_is_refused_in_words(client: Client, clerk: User) -> None:
    assert begin(client, usual_year(), 999).status_code == 409


def test_where_there_is_a_bureau_nothing_is_offered(client: Client) -> None:
    client.force_login(a_person(Role.PREPARER))
    assert "另填一个年度" not in Page(client.get("/")).text
    answer = begin(client, usual_year())
    assert answer.status_code == 404


def test_who_is_of_no_unit_finds_nothing(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    assert begin(client, usual_year()).status_code == 404


@pytest.mark.slow
def test_nothing_is_handed_in_and_the_pages_say_what_to_do_instead(client: Client, clerk: User) -> None:
    begin(client, usual_year())
    pk = SelfEvaluation.objects.get().pk
    assert "本系统由单位自用，不在系统里提交" in Page(client.get(f"/evaluations/{pk}/")).text
    check, document = (Page(client.get(f"/evaluations/{pk}/{page}/")) for page in ("check", "document"))
    assert "检查与完成" in check.headings
    tasks = Page(client.get(f"/evaluations/{pk}/"))
    assert "检查与完成逐条处理检查结果，然后下载整份文件。" in tasks.text.replace(" ", "")
    for text in (check.text, document.text, tasks.text.replace("不在系统里提交", "")):
        assert not [word for word in ("检查与提交", "才能提交", "单位审核", "财政局审核", "提交过") if word in text]
    assert "截止时间" not in document.text
    refused = client.post(f"/evaluations/{pk}/transitions/submit/", follow=True)
    assert "不在系统里提交；请下载" in Page(refused).text
    assert SelfEvaluation.objects.get().state == "drafting"


def test_a_file_is_downloaded_at_any_time(client: Client, clerk: User) -> None:
    begin(client, usual_year())
    pk = SelfEvaluation.objects.get().pk
    assert client.post(f"/evaluations/{pk}/files/attachment2/").status_code == 200


def test_last_year_is_what_stands_there_since_nobody_approves_it(clerk: User) -> None:
    (unit,) = actor_of(clerk).own_units
    edition = FormEdition.objects.get(code="lusong-2023")
    before, here = (open_own_year(unit, year, edition, actor_of(clerk)) for year in (usual_year() - 1, usual_year()))
    an_evaluation(unit, before, preparer_name="周敏")
    document = previous_document(documents().get(pk=an_evaluation(unit, here).pk))
    assert document is not None
    assert document.preparer.name == "周敏"


@pytest.mark.parametrize("years", [1, 8])
def test_the_first_page_takes_as_many_queries_for_many_years(
    client: Client, clerk: User, years: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    (unit,) = actor_of(clerk).own_units
    for year in range(years):
        an_evaluation(unit, a_year(usual_year() - year, unit.region))
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")
