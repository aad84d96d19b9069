"""The auditor's page: who opens it, what it lists, how it is narrowed, its proof and its files."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.audit import Act, record, record_all
from accounts.models import AuditChain, AuditEvent, Maintenance, User
from accounts.roles import Role
from evaluations.auditing import exporting
from evaluations.auditing.listing import PER_PAGE
from evaluations.records.states import State
from tests.cast import a_person, a_region
from tests.stage import Stage

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<td class="amount">(\d+)<span class="under">(.*?)</span></td>')


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
    return [int(number) for number, _ in NUMBER.findall(text)]


def link(text: str, rel: str) -> str:
    """The query that the link to the newer (prev) or older (next) lines asks for; "" without one."""
    found = re.search(f'href="([^"]+)" rel="{rel}"', text)
    return found[1] if found else ""


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
@pytest.mark.parametrize(
    ("method", "address"), [("get", "/audit/"), ("post", "/audit/proof/"), ("post", "/audit/export/csv/")]
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


def test_events_are_listed_in_words_newest_first(browser: Client) -> None:
    stage = Stage().at(State.RETURNED)
    text = look(browser)
    listed = AuditEvent.objects.order_by("-at", "-pk")
    shown = [(event.number, "系统" if event.scope == "system" else "地区 430203") for event in listed]
    assert [(int(number), scope) for number, scope in NUMBER.findall(text)] == shown
    assert len({scope for _, scope in shown}) == 2
    for words in ("提交单位审核", "确认上报", "测试单位U1 2023", stage.head.name, stage.head.username, "请补充说明。"):
        assert words in text
    assert "原状态：待单位审核" in text
    assert re.search(r"<dt>封存</dt><dd>.*修改记录 \d+ 条", text)


def test_an_empty_list_says_so(browser: Client) -> None:
    assert "没有符合条件的记录" in look(browser, "?action=submit")
    assert "还没有核对过" in look(browser)


def test_it_is_narrowed_by_person_action_subject_and_days(browser: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    record("command", subject="changepassword", detail={"account": "root"})
    total = AuditEvent.objects.count()
    today = timezone.localdate()
    for query, expected in (
        ("", total),
        (f"?person={stage.head.username}", 1),
        (f"?person={stage.head.name}", 1),
        ("?person=没有这个人", 0),
        ("?action=submit", 1),
        ("?action=submit&person=nobody", 0),
        ("?subject=测试单位U1", 2),
        ("?subject=U1", 2),
        ("?subject=changepassword", 1),
        (f"?since={today}&until={today}", total),
        (f"?since={today + timedelta(days=1)}", 0),
        (f"?until={today - timedelta(days=1)}", 0),
    ):
        assert len(numbers(look(browser, query))) == expected, query


def test_what_is_no_day_is_told(browser: Client) -> None:
    assert "请填写日期，例如 2024-05-31。" in look(browser, "?since=gestern")


@pytest.mark.parametrize("query", ["?before=x", "?before=-1", "?after=" + "9" * 30, "?action=nothing", "?person=%00"])
def test_odd_conditions_do_no_harm(browser: Client, query: str) -> None:
    look(browser, query)


def many_events(count: int) -> None:
    for number in range(count):
        record("work", subject=str(number))


def test_pages_follow_each_other_also_while_others_write(browser: Client) -> None:
    many_events(2 * PER_PAGE + 4)  # after the one of signing in
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


def test_pages_follow_each_other_across_chains_also_within_one_moment(browser: Client) -> None:
    people = [a_person(Role.MANAGER, region=a_region(code)) for code in ("430204", "430205")]
    record_all(Act("work", people[number % 2], str(number)) for number in range(2 * PER_PAGE))
    first = look(browser)
    second = look(browser, link(first, "next"))
    listed = NUMBER.findall(first) + NUMBER.findall(second)
    assert len(set(listed)) == 2 * PER_PAGE
    assert numbers(look(browser, link(look(browser, link(second, "next")), "prev"))) == numbers(second)


def queries(browser: Client, query: str = "") -> int:
    with CaptureQueriesContext(connection) as captured:
        look(browser, query)
    return len(captured)


def test_few_and_many_rows_cost_the_same_queries(browser: Client) -> None:
    stage = Stage().at(State.UNIT_CHECK)
    few = queries(browser)
    for number in range(2 * PER_PAGE):
        record("work", stage.head if number % 2 else stage.preparer, subject=str(stage.pk))
    assert queries(browser) == few == 6  # session, person, events, names, proof, maintenance
    assert queries(browser, f"?person={stage.head.name}&subject=U1") == few
    assert queries(browser, link(look(browser), "next")) == few


def test_the_button_proves_and_the_page_tells(browser: Client) -> None:
    Stage().at(State.SUBMITTED)
    response = browser.post("/audit/proof/", follow=True)
    assert "核对完毕，没有发现问题。" in response.text
    assert "完整" in response.text
    event = AuditEvent.objects.get(action="verify_audit")
    assert event.actor is not None
    assert event.actor.role == Role.AUDITOR


def test_a_fault_is_told_until_the_next_proof(browser: Client) -> None:
    record("work")
    AuditChain.objects.update(mac="")
    assert "发现 1 处问题" in browser.post("/audit/proof/", follow=True).text
    assert "第 2 条审计记录有问题：链头被改动" in look(browser)


def test_a_maintenance_that_failed_or_did_not_run_is_told(browser: Client) -> None:
    assert "还没有运行过" in look(browser)
    day = Maintenance.objects.create(day=timezone.localdate(), started_at=timezone.now())
    assert "没有结束" in look(browser)
    outcome = {"finished_at": timezone.now(), "has_failed": True, "outcome": "磁盘已满。"}
    Maintenance.objects.filter(pk=day.pk).update(**outcome)
    assert "每日维护失败：磁盘已满。" in look(browser)
    Maintenance.objects.update(has_failed=False, day=timezone.localdate() - timedelta(days=3))
    assert "起没有运行" in look(browser)


# Files

FORMULA = '=HYPERLINK("http://example.org","x")'


def a_formula() -> None:
    record("sign_in_failed", subject=FORMULA, detail={"username": FORMULA, "address": "\x00\x01+1"})


def test_the_list_becomes_a_csv_file_without_formulas(browser: Client) -> None:
    a_formula()
    many_events(PER_PAGE + 3)
    response = browser.post("/audit/export/csv/")
    text = b"".join(response).decode("utf-8-sig")
    heading, *rows = csv.reader(StringIO(text))
    assert heading[:3] == ["链", "序号", "时间"]
    assert rows[-1][:2] == ["系统", "1"]
    assert len(rows) == PER_PAGE + 6  # signing in, the formula, the export itself
    assert rows[-2][6] == f"'{FORMULA}"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_list_becomes_an_excel_file_without_formulas(browser: Client) -> None:
    a_formula()
    response = browser.post("/audit/export/xlsx/?action=sign_in_failed")
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    (_, row) = list(sheet.iter_rows())
    assert (row[5].value, row[6].value, row[6].data_type) == ("登录失败", FORMULA, "s")


def test_an_export_is_told_with_its_conditions(browser: Client) -> None:
    many_events(2)
    browser.post("/audit/export/csv/?action=begin&person=周")
    event = AuditEvent.objects.get(action="export_audit")
    assert "条件：操作 开始填报，操作人 周；格式：csv；条数：0" in look(browser)
    assert event.actor is not None


def test_too_many_rows_are_refused(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "ROWS_LIMIT", 2)
    many_events(3)
    assert "超过 2 条，没有导出" in browser.post("/audit/export/csv/", follow=True).text
    assert not AuditEvent.objects.filter(action="export_audit").exists()


def test_a_region_stands_beside_the_subject(browser: Client) -> None:
    record("assign", a_person(Role.MANAGER, region=a_region("430204")))
    assert "测试区430204" in look(browser)
