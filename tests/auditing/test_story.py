"""The whole story of one object: an evaluation, a unit, a person, a year, a page."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import note_refusal, record
from accounts.models import AuditEvent, Membership, Result
from accounts.roles import Role
from accounts.services import add_person
from evaluations.access.assignment import assign
from evaluations.auditing.listing import PER_PAGE
from evaluations.fiscal_years.services import grant_extension
from evaluations.records.issuing import issue
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.auditing.test_page import ROW, browser_of, link
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
ACTION = re.compile(r'<td class="fixed">([^<]+)<span class="under">(?!系统|测试区)')


@pytest.fixture
def browser() -> Client:
    """The auditor's."""
    return browser_of(a_person(Role.AUDITOR))


def told(browser: Client, kind: str, key: object, query: str = "") -> str:
    response = browser.get(f"/audit/story/?{urlencode({'kind': kind, 'key': key})}{query}")
    assert response.status_code == 200
    text: str = response.text
    return text


def actions(text: str) -> list[str]:
    """The actions of the listed events, in the order of the page."""
    return ACTION.findall(text)


@pytest.mark.slow
def test_an_evaluation_is_told_from_its_beginning_in_order(browser: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    other = an_evaluation(a_unit("U2"))
    note_refusal(actor_of(scenario.strangers[2]), str(scenario.pk))
    record("export", actor_of(scenario.head), subject=str(other.pk))
    text = told(browser, "evaluation", scenario.pk)
    assert actions(text) == ["提交单位审核", "确认上报", "退回", "越权访问被拒绝"]
    for words in ("测试单位U1 2023年度自评", "现在的状态", "已退回", "旧的在前"):
        assert words in text


def test_what_has_the_same_number_and_is_no_evaluation_is_left_out(browser: Client) -> None:
    scenario = Scenario()
    unit = a_unit(str(scenario.pk))
    record("export", subject=str(scenario.pk))
    record("assign", subject=unit.code)
    record("command", subject=unit.code)
    assert actions(told(browser, "evaluation", scenario.pk)) == ["导出文件"]
    assert actions(told(browser, "unit", unit.code)) == ["分配审核员"]


@pytest.mark.slow
def test_a_unit_is_told_with_its_evaluations_its_people_and_its_reviewer(browser: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    newcomer = add_person("new", "新人", Role.PREPARER, None, unit=scenario.unit)
    add_person("other", "旁人", Role.PREPARER, None, unit=a_unit("U2"))
    assign(scenario.unit.region, {scenario.unit.pk: None}, actor_of(scenario.manager))
    earlier = an_evaluation(scenario.unit, a_year(2022))
    record("begin", actor_of(newcomer), subject=str(earlier.pk))
    record("sign_in", actor_of(newcomer))
    text = told(browser, "unit", "U1")
    assert actions(text) == ["提交单位审核", "添加人员", "分配审核员", "开始填报"]
    years = re.findall(r"<dt>(\d+)年度</dt><dd><a href=\"([^\"]+)\"", text)
    assert years == [
        (str(year), f"/audit/story/?kind=evaluation&amp;key={pk}")
        for year, pk in ((2022, earlier.pk), (2023, scenario.pk))
    ]


def test_a_person_is_told_by_what_they_did_and_what_was_done_to_them(browser: Client) -> None:
    scenario = Scenario()
    person = add_person("new", "新人", Role.PREPARER, None, unit=scenario.unit)
    record("sign_in_failed", subject="new", result=Result.FAILED)
    record("sign_in", actor_of(person))
    record("sign_in", actor_of(scenario.head))
    text = told(browser, "person", "new")
    assert actions(text) == ["添加人员", "登录失败", "登录"]
    assert re.search(r"<h1>新人</h1>.*<dt>填报人</dt><dd><a [^>]*key=U1\">测试单位U1</a>", text, re.DOTALL)


@pytest.mark.parametrize(
    ("role", "place"), [(Role.MANAGER, "测试区430203财政局"), (Role.AUDITOR, "系统"), (Role.UNIT_HEAD, "测试单位U1")]
)
def test_a_persons_place_is_named(browser: Client, role: Role, place: str) -> None:
    person = a_person(role)
    assert re.search(f"<dt>{role.label}</dt><dd>.*{place}", told(browser, "person", person.username))


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2024, 3, 1), None, "测试单位U1（2024-03-01 起）"),
        (None, date(2024, 6, 30), "测试单位U1（至 2024-06-30）"),
        (date(2024, 3, 1), date(2024, 6, 30), "测试单位U1（2024-03-01 至 2024-06-30）"),
    ],
)
def test_a_persons_places_are_named_with_their_time(
    browser: Client, since: date | None, until: date | None, words: str
) -> None:
    person = a_person(Role.PREPARER)
    Membership.objects.filter(user=person).update(since=since, until=until)
    assert words in told(browser, "person", person.username)


def test_a_year_and_a_page_are_told_too(browser: Client) -> None:
    scenario = Scenario()
    record("open_year", actor_of(scenario.manager), "430203 2023")
    note_refusal(actor_of(scenario.preparer), "/review/")
    text = told(browser, "campaign", "430203 2023")
    assert (actions(text), "<h1>测试区430203 2023年度</h1>" in text) == (["设定年度"], True)
    text = told(browser, "page", "/review/")
    assert (actions(text), "<h1>/review/</h1>" in text) == (["越权访问被拒绝"], True)


def test_a_region_and_a_list_are_told_by_their_names(browser: Client) -> None:
    a_region()
    record("init", subject="430203")
    record("import_list", subject="units")
    for kind, key, action, title in (
        ("region", "430203", "初始设置", "测试区430203"),
        ("list", "units", "导入清单", "预算单位清单"),
    ):
        text = told(browser, kind, key)
        assert (actions(text), f"<h1>{title}</h1>" in text) == ([action], True)


@pytest.mark.slow
def test_the_issuing_of_a_year_and_its_extensions_belong_to_those_whom_they_concern(browser: Client) -> None:
    manager, year = actor_of(a_person(Role.MANAGER)), a_year(2023, needs_issuing=True)
    units = [a_unit("U1"), a_unit("U2"), a_unit("U11")]
    issue(year, Unit.objects.filter(code__in=["U1", "U2"]), manager)
    issue(year, Unit.objects.all(), manager)
    grant_extension(year, units[0], timezone.now() + timedelta(days=60), "机构改革", manager)
    evaluations = {each.unit.code: each for each in SelfEvaluation.objects.select_related("unit")}
    for kind, key, expected in (
        ("evaluation", evaluations["U1"].pk, ["下达年度", "延期"]),
        ("unit", "U1", ["下达年度", "延期"]),
        ("evaluation", evaluations["U11"].pk, ["下达年度"]),
        ("unit", "U11", ["下达年度"]),
        ("campaign", "430203 2023", ["下达年度", "下达年度", "延期"]),
    ):
        assert actions(told(browser, kind, key)) == expected, (kind, key)


def test_a_unit_is_told_with_the_one_that_it_came_from(browser: Client) -> None:
    for code in ("U1", "U2", "U3"):
        a_unit(code)
    record("merge_unit", subject="U1", detail={"into": "U2"})
    record("split_unit", subject="U2", detail={"code": "U3"})
    assert [actions(told(browser, "unit", code)) for code in ("U1", "U2", "U3")] == [
        ["单位并入"],
        ["单位并入", "单位分设"],
        ["单位分设"],
    ]


def test_a_year_issued_to_many_units_names_a_few(browser: Client) -> None:
    record("issue_year", subject="430203 2023", detail={"units": [f"U{number:02}" for number in range(30)]})
    text = told(browser, "campaign", "430203 2023")
    assert "U19 等 30 项" in text
    assert "U20" not in text


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("evaluation", "99999"),
        ("evaluation", "9" * 40),
        ("evaluation", "x"),
        ("unit", "有 空格/斜线"),
        ("person", "gone"),
        ("campaign", "x"),
        ("campaign", "1 2 3"),
        ("command", "migrate"),
        ("page", "/x/<int:pk>/"),
    ],
)
def test_what_there_is_no_more_or_never_was_has_no_story(browser: Client, kind: str, key: str) -> None:
    assert "没有审计记录" in told(browser, kind, key)


def test_of_what_is_gone_the_log_still_tells(browser: Client) -> None:
    record("add_person", subject="gone")
    record("assign", subject="U 9/9")
    assert actions(told(browser, "person", "gone")) == ["添加人员"]
    assert actions(told(browser, "unit", "U 9/9")) == ["分配审核员"]


@pytest.mark.parametrize("query", ["", "?kind=unit", "?key=U1", "?kind=x&key=U1", "?kind=unit&key=%00"])
def test_a_story_of_nothing_is_no_page(browser: Client, query: str) -> None:
    assert browser.get(f"/audit/story/{query}").status_code == 404


@pytest.mark.slow
def test_each_line_leads_to_its_persons_and_its_objects_story(browser: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    row = next(row for row in ROW.findall(browser.get("/audit/").text) if "提交单位审核" in row)
    links = [unescape(address) for address in re.findall(r'href="([^"]+)"', row)]
    assert links == [
        f"/audit/story/?kind=person&key={scenario.preparer.username}",
        f"/audit/story/?kind=evaluation&key={scenario.pk}",
    ]
    assert [browser.get(address).status_code for address in links] == [200, 200]


@pytest.mark.slow
def test_a_story_leads_to_a_search_within_it_and_back(browser: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    narrowed = browser.get(f"/audit/?kind=evaluation&key={scenario.pk}&action=confirm").text
    assert actions(narrowed) == ["确认上报"]
    assert "只查与“测试单位U1 2023年度自评”有关的记录。" in narrowed
    assert f'name="key" value="{scenario.pk}"' in narrowed
    assert "按条件查询" in told(browser, "evaluation", scenario.pk)


@pytest.mark.slow
def test_a_long_story_goes_on_page_by_page(browser: Client) -> None:
    scenario = Scenario()
    for number in range(2 * PER_PAGE + 3):
        record("export", actor_of(scenario.head), str(scenario.pk), {"file": f"{number:03}"})
    pages = [told(browser, "evaluation", scenario.pk)]
    for _ in range(2):
        pages.append(browser.get(f"/audit/story/{link(pages[-1], 'next')}").text)
    files = [re.findall(r"文件：(\d+)", text) for text in pages]
    assert [len(found) for found in files] == [PER_PAGE, PER_PAGE, 3]
    listed = [number for found in files for number in found]
    assert listed == sorted(listed)
    assert link(pages[2], "next") == ""
    back = browser.get(f"/audit/story/{link(pages[2], 'prev')}").text
    assert re.findall(r"文件：(\d+)", back) == files[1]


@pytest.mark.slow
def test_its_file_is_in_its_order(browser: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    answer = browser.post(f"/audit/export/csv/?kind=evaluation&key={scenario.pk}")
    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [row[5] for row in rows[1:]] == ["提交单位审核", "确认上报"]
    assert AuditEvent.objects.filter(action="export_audit", detail__contains=f"{scenario.pk}").exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["evaluation", "unit", "person"])
def test_few_and_many_rows_cost_the_same_queries(browser: Client, kind: str) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    keys = {"evaluation": str(scenario.pk), "unit": "U1", "person": scenario.head.username}
    record("export", actor_of(scenario.head), str(scenario.pk))
    costs = []
    for year in (2021, 2022):
        with CaptureQueriesContext(connection) as captured:
            told(browser, kind, keys[kind])
        costs.append(len(captured))
        for number in range(PER_PAGE):
            record("export", actor_of(scenario.head), str(scenario.pk), {"file": str(number)})
            a_person(Role.PREPARER)
        an_evaluation(scenario.unit, a_year(year))
    assert costs == [4, 4]  # session and person, what it is, events, names
