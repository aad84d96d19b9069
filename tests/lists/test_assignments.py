"""The list of assignments: a unit a row, with its reviewer."""

from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit
from tests.lists.uploads import workbook
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

URL = "/lists/assignments/"
HEADINGS = ("单位代码", "单位名称", "审核员用户名", "审核员姓名")


@pytest.fixture
def browser(client: Client) -> Client:
    for code in ("U1", "U2"):
        a_unit(code)
    a_person(Role.REVIEWER, username="shen", name="沈审")
    a_person(Role.REVIEWER, username="he", name="何审")
    manager = a_person(Role.MANAGER)
    client.force_login(manager)
    record("work", actor_of(manager))  # the first event of a chain takes more queries
    return client


def shown(browser: Client, *rows: tuple[str, ...]) -> Page:
    file = SimpleUploadedFile("分工.xlsx", workbook(HEADINGS, *rows))
    return Page(browser.post(URL, {"file": file}))


def confirmed(browser: Client, page: Page) -> HttpResponse:
    return cast("HttpResponse", browser.post(URL, {"sealed": page.fields["sealed"], "action": "confirm"}))


def assigned() -> dict[str, str]:
    return dict(Assignment.objects.order_by("unit__code").values_list("unit__code", "reviewer__username"))


def test_units_get_and_lose_their_reviewers(browser: Client) -> None:
    rows = ("U1", "随便什么", "shen", "也随便"), ("U2", "", "he", "")
    assert confirmed(browser, shown(browser, *rows)).status_code == 302
    assert assigned() == {"U1": "shen", "U2": "he"}
    assert "不变2 行" in shown(browser, *rows).text
    page = shown(browser, ("U1", "", "无", ""), ("U2", "", "", ""))
    assert "审核员用户名shen" in page.text
    confirmed(browser, page)
    assert assigned() == {"U2": "he"}
    assert AuditEvent.objects.filter(action="assign").count() == 3


def test_the_file_shows_the_names_that_belong_to_the_codes(browser: Client) -> None:
    confirmed(browser, shown(browser, ("U1", "", "shen", "")))
    present = SimpleUploadedFile("分工.xlsx", browser.post(f"{URL}present/").content)
    page = Page(browser.post(URL, {"file": present}))
    assert "不变2 行" in page.text
    assert "文件里没有" not in page.text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("U9", "", "shen", ""), "第 2 行 单位代码：“U9”本地区没有这个代码的在用单位"),
        (("F1", "", "shen", ""), "第 2 行 单位代码：“F1”本地区没有这个代码的在用单位"),
        (("U1", "", "wang", ""), "“wang”不是本地区的审核员。应为“he（何审）”、“shen（沈审）”之一"),
        (("U1", "", "foreign", ""), "“foreign”不是本地区的审核员"),
        (("U1", "", "he", ""), "第 2 行 审核员用户名：“he”审核员不能审核自己所在单位的自评"),
    ],
)
def test_what_can_not_be_is_refused_by_row(browser: Client, row: tuple[str, ...], words: str) -> None:
    other = a_region("430204")
    a_unit("F1", other)
    a_person(Role.REVIEWER, region=other, username="foreign")
    Membership.objects.create(user=User.objects.get(username="he"), role=Role.PREPARER, unit=a_unit("U1"))
    page = shown(browser, row)
    assert words in page.text
    assert confirmed(browser, page).status_code == 409
    assert assigned() == {}


def test_the_number_of_queries_is_the_same_with_many_rows(browser: Client) -> None:
    taken = []
    for number in (2, 100):
        units = [Unit(code=f"{number}-{at}", name="单位", region=a_region()) for at in range(number)]
        Unit.objects.bulk_create(units)
        page = shown(browser, *((unit.code, "", "shen", "") for unit in units))
        with CaptureQueriesContext(connection) as queries:
            assert confirmed(browser, page).status_code == 302
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 40, taken
