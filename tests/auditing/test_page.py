"""The auditor's log: who opens it, what it lists, how it is narrowed, and its files."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actors import actor_of
from accounts.audit import Act, note_refusal, record, record_all
from accounts.audit.origin import coming_from
from accounts.models import AuditEvent, Result, User
from accounts.roles import Role
from evaluations.auditing import exporting, search
from evaluations.auditing.listing import PER_PAGE
from evaluations.records.states import State
from tests.factories import a_person, a_region
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<span class="under">(系统|测试区\d+) 第 (\d+) 条</span>')
ROW = re.compile(r"<tr>\n.*?</tr>", re.DOTALL)


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def browser() -> Client:
    """The auditor's."""
    return browser_of(a_person(Role.AUDITOR))


def look(browser: Client, query: str = "") -> str:
    response = browser.get(f"/audit/{query}")
    assert response.status_code == 200
    text: str = response.text
    return text


def numbers(text: str) -> list[int]:
    return [int(number) for _, number in NUMBER.findall(text)]


def link(text: str, rel: str) -> str:
    """The query that the link to the newer (prev) or older (next) lines asks for; "" without one."""
    found = re.search(f'href="([^"]+)" rel="{rel}"', text)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
@pytest.mark.parametrize(
    ("method", "address"),
    [
        *(("get", f"/audit/{page}") for page in ("", "failures/", "chains/", "story/?kind=unit&key=U1")),
        *(("post", f"/audit/{act}/") for act in ("proof", "export/csv", "export/xlsx")),
    ],
)
def test_nobody_but_the_auditor_reaches_it(role: Role, method: str, address: str) -> None:
    person = a_person(role)
    assert getattr(browser_of(person), method)(address).status_code == 404
    assert AuditEvent.objects.latest("number").action == "refused"


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/audit/").status_code == 302


def test_the_auditors_first_page_leads_to_it(browser: Client) -> None:
    assert browser.get("/")["Location"] == "/audit/"


def test_proof_and_files_take_a_post(browser: Client) -> None:
    for address in ("/audit/proof/", "/audit/export/csv/"):
        assert browser.get(address).status_code == 405


@pytest.mark.slow
def test_events_are_listed_in_words_newest_first(browser: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    record("work")
    text = look(browser)
    listed = AuditEvent.objects.order_by("-at", "-pk")
    shown = [("系统" if event.scope == "system" else "测试区430203", event.number) for event in listed]
    assert [(scope, int(number)) for scope, number in NUMBER.findall(text)] == shown
    assert len({scope for scope, _ in shown}) == 2
    for words in (
        "提交单位审核",
        "确认上报",
        "测试单位U1 2023",
        scenario.head.name,
        scenario.head.username,
        "请补充说明。",
    ):
        assert words in text
    assert "原状态：待单位审核" in text
    assert re.search(r"<dt>封存</dt><dd>.*修改记录 \d+ 条", text)


def test_an_empty_list_says_so(browser: Client) -> None:
    assert "没有符合条件的记录" in look(browser, "?action=submit")
    assert "还没有核对过" in look(browser)


@pytest.mark.slow
def test_it_is_narrowed_by_person_action_subject_and_days(browser: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    today = timezone.localdate()
    record("command", subject="changepassword", detail={"account": "root"}, result=Result.FAILED)
    with coming_from("10.1.2.3", "Chrome（Windows）"):
        record("sign_in_failed", subject=scenario.head.username, result=Result.FAILED)
        note_refusal(actor_of(a_person(Role.MANAGER, region=a_region("430204"))), "/review/")
    total = AuditEvent.objects.count()
    for query, expected in (
        ("", total),
        (f"?person={scenario.head.username}", 1),
        (f"?person={scenario.head.username[1:]}", 1),
        (f"?person={scenario.head.name}", 1),
        ("?person=没有这个人", 0),
        ("?action=submit", 1),
        ("?action=submit&person=nobody", 0),
        ("?subject=测试单位U1", 2),
        ("?subject=U1", 2),
        (f"?subject={scenario.pk}", 2),
        (f"?subject={scenario.head.name}", 1),
        ("?subject=changepassword", 1),
        ("?subject=/review/", 1),
        ("?result=done", total - 3),
        ("?result=failed", 2),
        ("?result=refused", 1),
        ("?result=trouble", 3),
        ("?address=10.1.2.3", 2),
        ("?address=10.1.", 2),
        ("?address=10.1.2", 2),
        ("?address=10.1.2.30", 0),
        (f"?region={a_region('430204').pk}", 1),
        (f"?region={a_region().pk}", 2),
        (f"?region={a_region().pk}&action=submit&person={scenario.preparer.name}&subject=U1&since={today}", 1),
        (f"?since={today}&until={today}", total),
        (f"?since={today + timedelta(days=1)}", 0),
        (f"?until={today - timedelta(days=1)}", 0),
    ):
        assert len(numbers(look(browser, query))) == expected, query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?since=gestern", "请填写日期，例如 2024-05-31。"),
        ("?until=9999-12-31", "日期应在 2000-01-01 至 2100-12-31 之间。"),
        ("?since=0001-01-01", "日期应在 2000-01-01 至 2100-12-31 之间。"),
        ("?address=办公室", "请填写网络地址或它的开头，例如 10.1.2.3 或 10.1."),
        ("?address=%25", "请填写网络地址或它的开头"),
    ],
)
def test_what_can_not_be_looked_for_is_told_at_its_field(browser: Client, query: str, words: str) -> None:
    text = look(browser, query)
    assert words in text
    assert "条件填写有误，没有查询" in text
    assert browser.post(f"/audit/export/csv/{query}").status_code == 302


def test_a_name_that_too_many_have_is_told_with_what_to_do(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    for _ in range(2):
        a_person(Role.PREPARER)
    assert numbers(look(browser, "?subject=填报人")) == []
    a_person(Role.PREPARER)
    for field in ("person", "subject"):
        told = look(browser, f"?{field}=填报人")
        assert "与“填报人”相符的单位或人员超过 2 个，请写得更完整，例如全称、单位代码或用户名。" in told


@pytest.mark.parametrize(
    "query",
    [
        "?before=x",
        "?before=-1",
        "?after=" + "9" * 30,
        "?before=" + "9" * 18,
        "?action=nothing",
        "?person=%00",
        "?subject=" + "9" * 30,
        "?subject=%25_",
        "?region=x",
        "?region=" + "9" * 30,
        "?result=x",
        "?kind=x&key=1",
        "?kind=unit",
        "?key=1",
        "?kind=evaluation&key=x",
        "?kind=evaluation&key=" + "9" * 30,
    ],
)
def test_odd_conditions_do_no_harm(browser: Client, query: str) -> None:
    look(browser, query)


def many_events(count: int) -> None:
    for number in range(count):
        record("work", subject=str(number))


@pytest.mark.slow
def test_pages_follow_each_other_also_while_others_write(browser: Client) -> None:
    many_events(2 * PER_PAGE + 5)
    first = look(browser)
    many_events(3)
    second = look(browser, link(first, "next"))
    third = look(browser, link(second, "next"))
    pages = [numbers(text) for text in (first, second, third)]
    assert [len(page) for page in pages] == [PER_PAGE, PER_PAGE, 5]
    assert [number for page in pages for number in page] == list(range(2 * PER_PAGE + 5, 0, -1))
    back = look(browser, link(third, "prev"))
    assert numbers(back) == pages[1]
    assert (link(back, "next"), link(third, "next")) == (link(second, "next"), "")


@pytest.mark.slow
def test_pages_follow_each_other_across_chains_also_within_one_moment(browser: Client) -> None:
    people = [a_person(Role.MANAGER, region=a_region(code)) for code in ("430204", "430205")]
    record_all(Act("work", actor_of(people[number % 2]), str(number)) for number in range(2 * PER_PAGE))
    first = look(browser)
    second = look(browser, link(first, "next"))
    listed = NUMBER.findall(first) + NUMBER.findall(second)
    assert len(set(listed)) == 2 * PER_PAGE
    assert numbers(look(browser, link(look(browser, link(second, "next")), "prev"))) == numbers(second)


def queries(browser: Client, query: str = "") -> int:
    with CaptureQueriesContext(connection) as captured:
        look(browser, query)
    return len(captured)


@pytest.mark.slow
def test_few_and_many_rows_cost_the_same_queries(browser: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    few = queries(browser)
    with coming_from("10.1.2.3", "Chrome（Windows）"):
        for number in range(2 * PER_PAGE):
            record("export", actor_of(scenario.head if number % 2 else scenario.preparer), str(scenario.pk))
    assert queries(browser) == few == 6  # session and person, regions, events, names, proof, maintenance
    assert queries(browser, link(look(browser), "next")) == few
    person = f"?person={scenario.head.name}"
    everything = f"{person}&subject=U1&result=done&address=10.&region={a_region().pk}&kind=unit&key=U1"
    assert queries(browser, person) == few + 1
    assert len(numbers(look(browser, everything))) == PER_PAGE
    assert queries(browser, everything) == few + 3  # the people of that name, what is called so, the unit's story


def test_each_line_says_from_where_and_how_it_ended(browser: Client) -> None:
    scenario = Scenario()
    with coming_from("10.1.2.3", "Edge（Windows）"):
        record("export", actor_of(scenario.preparer), str(scenario.pk))
    with coming_from("2001:db8::1", "Firefox（Linux）"):
        note_refusal(actor_of(scenario.reviewer), str(scenario.pk))
    refused, exported = ROW.findall(look(browser))[:2]
    for words in (
        "越权访问被拒绝",
        "被拒绝",
        "2001:db8::1",
        "Firefox（Linux）",
        "测试单位U1 2023年度",
        "自评",
    ):
        assert words in refused
    for words in ("导出文件", "完成", "10.1.2.3", "Edge（Windows）", scenario.preparer.username):
        assert words in exported


def test_what_events_are_about_is_called_by_its_name(browser: Client) -> None:
    scenario = Scenario()
    for action, subject in (
        ("assign", "U1"),
        ("open_year", "430203 2023"),
        ("add_person", scenario.head.username),
        ("begin", str(scenario.pk)),
        ("add_person", "gone"),
        ("command", "1"),
    ):
        record(action, subject=subject)
    shown = [
        re.findall(r'/audit/story/[^>]*>([^<]*)</a><span class="under">([^<]*)', row)
        for row in ROW.findall(look(browser))
    ]
    assert [found[0] for found in shown[:6]] == [
        ("1", "服务器命令"),
        ("gone", "人员"),
        ("测试单位U1 2023年度", "自评"),
        (scenario.head.name, "人员"),
        ("测试区430203 2023年度", "年度"),
        ("测试单位U1", "单位"),
    ]


# Files

FORMULA = '=HYPERLINK("http://example.org","x")'


def a_formula() -> None:
    with coming_from("=1+1", "@SUM(1)"):
        record("sign_in_failed", None, FORMULA, {"username": FORMULA, "reason": "\x00\x01+1"}, result=Result.FAILED)


@pytest.mark.slow
def test_the_list_becomes_a_csv_file_without_formulas(browser: Client) -> None:
    a_formula()
    many_events(PER_PAGE + 3)
    response = browser.post("/audit/export/csv/")
    text = b"".join(response).decode("utf-8-sig")
    heading, *rows = csv.reader(StringIO(text))
    assert heading == [
        "链",
        "序号",
        "时间",
        "操作人",
        "用户名或账号",
        "操作",
        "结果",
        "对象",
        "地区",
        "地址",
        "设备",
        "内容",
    ]
    assert rows[-1][:2] == ["系统", "1"]
    assert len(rows) == PER_PAGE + 5  # the formula, the export itself
    assert rows[-1][7] == f"'{FORMULA}"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_list_becomes_an_excel_file_without_formulas(browser: Client) -> None:
    a_formula()
    response = browser.post("/audit/export/xlsx/?action=sign_in_failed")
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    (_, row) = list(sheet.iter_rows())
    assert [row[place].value for place in (5, 6, 7)] == ["登录失败", "失败", FORMULA]
    assert {cell.data_type for cell in row if cell.value} == {"s"}


def test_an_export_is_told_with_its_conditions(browser: Client) -> None:
    many_events(2)
    browser.post(f"/audit/export/csv/?action=begin&person=周&result=trouble&address=10.&region={a_region().pk}")
    browser.post("/audit/export/csv/?kind=unit&key=U1&since=2024-05-01")
    event = AuditEvent.objects.filter(action="export_audit").earliest("number")
    assert event.actor is not None
    text = look(browser)
    for words in (
        "操作 开始填报",
        "操作人姓名或用户名 周",
        "结果 被拒绝或失败",
        "地址 10.",
        "地区 测试区430203",
        "全部经过 单位 U1",
        "从 2024-05-01",
        "格式：csv；条数：0",
    ):
        assert words in text


def test_an_export_holds_what_its_conditions_find(browser: Client) -> None:
    with coming_from("10.1.2.3", "Edge（Windows）"):
        record("work")
    many_events(3)
    text = b"".join(browser.post("/audit/export/csv/?address=10.1.")).decode("utf-8-sig")
    (row,) = list(csv.reader(StringIO(text)))[1:]
    assert row[5:7] + row[9:11] == ["work", "完成", "10.1.2.3", "Edge（Windows）"]


def test_too_many_rows_are_refused(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "ROWS_LIMIT", 2)
    many_events(3)
    assert "超过 2 条，没有导出" in browser.post("/audit/export/csv/", follow=True).text
    assert not AuditEvent.objects.filter(action="export_audit").exists()


def test_a_region_stands_beside_the_subject(browser: Client) -> None:
    record("assign", actor_of(a_person(Role.MANAGER, region=a_region("430204"))))
    assert "测试区430204" in look(browser)
