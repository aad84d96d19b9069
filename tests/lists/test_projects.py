"""The list of projects: a project a row, found by its unit and its name."""

from io import StringIO
from pathlib import Path
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.projects.models import Project
from tests.factories import a_person, a_project, a_unit
from tests.lists.uploads import workbook
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

URL = "/lists/projects/"
HEADINGS = ("单位代码", "单位名称", "项目名称", "项目编码", "项目类别", "主管部门", "实施单位", "起始年度", "终止年度")


@pytest.fixture
def browser(client: Client) -> Client:
    for code in ("U1", "U2"):
        a_unit(code)
    manager = a_person(Role.MANAGER)
    client.force_login(manager)
    record("work", actor_of(manager))  # the first event of a chain takes more queries
    return client


def shown(browser: Client, *rows: tuple[str, ...]) -> Page:
    return Page(browser.post(URL, {"file": SimpleUploadedFile("项目.xlsx", workbook(HEADINGS, *rows))}))


def confirmed(browser: Client, page: Page) -> HttpResponse:
    return cast("HttpResponse", browser.post(URL, {"sealed": page.fields["sealed"], "action": "confirm"}))


def row(unit: str, name: str, code: str = "", until: str = "") -> tuple[str, ...]:
    return (unit, "", name, code, "特定目标类", "", "", "", until)


def stored() -> list[tuple[str, int, str, str]]:
    return list(Project.objects.order_by("unit__code", "number").values_list("unit__code", "number", "name", "code"))


def test_projects_are_added_and_changed(browser: Client) -> None:
    a_project(a_unit("U1"), "老项目", code="0001")
    rows = [row("U1", "免费开放", "0002"), row("U2", "送戏下乡"), row("U1", "老项目", "0003", "2024")]
    assert confirmed(browser, shown(browser, *rows)).status_code == 302
    assert stored() == [("U1", 1, "老项目", "0003"), ("U1", 2, "免费开放", "0002"), ("U2", 1, "送戏下乡", "")]
    assert Project.objects.get(name="老项目").until_year == 2024
    assert "不变3 行" in shown(browser, *rows).text
    assert AuditEvent.objects.filter(action="add_project").count() == 2
    assert AuditEvent.objects.filter(action="change_project", subject="U1").count() == 1


def test_codes_may_change_places(browser: Client) -> None:
    a_project(name="甲", code="0001"), a_project(name="乙", code="0002")
    confirmed(browser, shown(browser, row("U1", "甲", "0002"), row("U1", "乙", "0001")))
    assert stored() == [("U1", 1, "甲", "0002"), ("U1", 2, "乙", "0001")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("U9", "免费开放")], "本地区没有这个代码的在用单位"),
        ([row("U1", "")], "必填，不能空白"),
        ([row("U1", "甲", "0001")], "这个单位还有一个项目用这个编码"),
        ([row("U1", "甲"), row("U1", "甲")], "同一个项目只能有一行"),
        ([("U1", "", "甲", "", "", "", "", "2024", "2023")], "早于起始年度 2024"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_stored(browser: Client, rows: list[tuple[str, ...]], said: str) -> None:
    a_project(name="老项目", code="0001")
    page = shown(browser, *rows)
    assert said in page.text
    assert stored() == [("U1", 1, "老项目", "0001")]


@pytest.mark.parametrize("number", [2, 60])
def test_as_many_queries_for_many_projects(browser: Client, number: int) -> None:
    page = shown(browser, *(row("U1", f"第 {at} 个项目") for at in range(number)))
    with CaptureQueriesContext(connection) as queries:
        assert confirmed(browser, page).status_code == 302
    assert Project.objects.count() == number
    assert len(queries) <= 32


def test_the_operator_imports_them_at_the_console(tmp_path: Path) -> None:
    a_unit()
    file = tmp_path / "项目.xlsx"
    file.write_bytes(workbook(HEADINGS, row("U1", "免费开放")))
    told = StringIO()
    call_command("import_projects", str(file), region="430203", stdout=told)
    assert stored() == [("U1", 1, "免费开放", "")]


def test_the_list_can_be_taken_away_filled_in(browser: Client) -> None:
    a_project(code="0001")
    assert browser.get(URL).status_code == 200
    assert "项目清单" in browser.get("/administration/units/").text
