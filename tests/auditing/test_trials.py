"""Failed sign-ins and refusals: who is tried, from where, how often, hour by hour."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import note_refusal, record
from accounts.audit.once import sum_up
from accounts.audit.origin import coming_from
from accounts.models import AuditTally, Result, User
from accounts.roles import Role
from accounts.trying import ADDRESS, NAME_AT_ADDRESS
from evaluations.auditing import trials
from tests.auditing.test_page import browser_of
from tests.factories import a_person, a_region
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
PASSWORDS, REFUSALS, HOURS = "密码输错", "被拒绝和失败的操作", "每小时次数"


@pytest.fixture
def browser() -> Client:
    """The auditor's."""
    return browser_of(a_person(Role.AUDITOR))


def look(browser: Client, query: str = "") -> str:
    response = browser.get(f"/audit/failures/{query}")
    assert response.status_code == 200
    return unescape(response.text)


def table(text: str, name: str) -> list[list[str]]:
    """The texts of each cell of each line of one of the tables."""
    found = re.search(f'aria-label="{name}">.*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    lines = re.findall(r"<tr>(.*?)</tr>", found[1], re.DOTALL) if found else []
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[re.sub(r"(<[^>]+>)+", " ", cell).strip() for cell in line] for line in cells]


def try_to_sign_in(username: str, address: str, times: int = 1) -> None:
    for _ in range(times):
        form = {"username": username, "password": "wrong"}
        Client().post("/sign-in/", form, REMOTE_ADDR=address, HTTP_USER_AGENT="Windows Chrome/86")


def refused_pages(person: User, times: int) -> None:
    browser = browser_of(person)
    for _ in range(times):
        browser.get(reverse("desk:list"), REMOTE_ADDR="10.1.2.3")


def this_hour() -> str:
    return f"{timezone.localtime():%Y-%m-%d %H:00}"


def test_nothing_is_said_in_words(browser: Client) -> None:
    assert "没有登录失败，也没有被拒绝的操作" in look(browser)


@pytest.mark.slow
def test_whose_password_was_tried_from_where_and_how_often(browser: Client) -> None:
    one, other = a_person(Role.PREPARER), a_person(Role.UNIT_HEAD)
    try_to_sign_in(one.username, "10.1.2.3", NAME_AT_ADDRESS + 3)
    try_to_sign_in(other.username, "10.1.2.4")
    text = look(browser)
    listed = table(text, PASSWORDS)
    assert [line[:4] for line in listed] == [
        [f"{one.name} {one.username}", "10.1.2.3 Chrome（Windows）", str(NAME_AT_ADDRESS), "1 次"],
        [f"{other.name} {other.username}", "10.1.2.4 Chrome（Windows）", "1", ""],
    ]
    assert table(text, REFUSALS) == []
    assert table(text, HOURS) == [[this_hour(), str(NAME_AT_ADDRESS + 1), ""]]


@pytest.mark.slow
def test_spraying_over_names_that_nobody_has_is_one_line(browser: Client) -> None:
    for number in range(ADDRESS + 2):
        try_to_sign_in(f"name-{number}", "10.1.2.3")
    ((name, place, times, pauses, *_),) = table(look(browser), PASSWORDS)
    assert (name, place, times, pauses) == ("多个用户名", "10.1.2.3 Chrome（Windows）", str(ADDRESS), "1 次")


@pytest.mark.slow
def test_who_was_refused_what_from_where_and_how_often_before_and_after_it_is_told(browser: Client) -> None:
    scenario = Scenario()
    refused_pages(scenario.preparer, 4)
    note_refusal(actor_of(scenario.reviewer), str(scenario.pk), "save_refused")
    preparer = f"{scenario.preparer.name} {scenario.preparer.username}"
    reviewer = f"{scenario.reviewer.name} {scenario.reviewer.username}"
    expected = [
        [preparer, "越权访问被拒绝", "/review/", "10.1.2.3 其他浏览器", "4"],
        [reviewer, "保存被拒绝", "测试单位U1 2023年度", "—", "1"],
    ]
    hour = [this_hour(), "", "5"]
    text = look(browser)
    assert [line[:5] for line in table(text, REFUSALS)] == expected
    assert table(text, HOURS) == [hour]
    told_an_hour_later()
    text = look(browser)
    assert [line[:5] for line in table(text, REFUSALS)] == expected
    assert sum(int(line[2]) for line in table(text, HOURS)) == 5


def told_an_hour_later() -> None:
    for tally in AuditTally.objects.all():
        AuditTally.objects.filter(pk=tally.pk).update(since=tally.since - timedelta(hours=1))
    sum_up()


def test_the_repeats_count_in_their_own_hour(browser: Client) -> None:
    refused_pages(a_person(Role.PREPARER), 4)
    told_an_hour_later()
    before = f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%d %H:00}"
    assert table(look(browser, f"?since={timezone.localdate() - timedelta(days=2)}"), HOURS) == [
        [this_hour(), "", "1"],
        [before, "", "3"],
    ]


def test_what_failed_on_the_server_stands_there_too(browser: Client) -> None:
    record("command", subject="migrate", detail={"account": "root"}, result=Result.FAILED)
    assert [line[:3] for line in table(look(browser), REFUSALS)] == [["服务器", "服务器命令", "migrate"]]


@pytest.mark.slow
def test_it_is_narrowed_by_person_address_and_days(browser: Client) -> None:
    scenario = Scenario()
    try_to_sign_in(scenario.head.username, "10.1.2.3")
    try_to_sign_in(scenario.reviewer.username, "10.9.9.9")
    refused_pages(scenario.preparer, 2)
    today = timezone.localdate()
    for query, passwords, refusals in (
        ("", 2, 1),
        (f"?person={scenario.head.name}", 1, 0),
        (f"?person={scenario.preparer.username}", 0, 1),
        ("?person=没有这个人", 0, 0),
        ("?address=10.1.", 1, 1),
        ("?address=10.9.9.9", 1, 0),
        (f"?since={today}&until={today}", 2, 1),
        (f"?since={today + timedelta(days=1)}", 0, 0),
        (f"?until={today - timedelta(days=1)}", 0, 0),
        ("?since=", 2, 1),
    ):
        text = look(browser, query)
        assert (len(table(text, PASSWORDS)), len(table(text, REFUSALS))) == (passwords, refusals), query


def test_without_days_it_is_about_the_last_seven(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    record("sign_in_failed", subject="old", result=Result.FAILED)
    later: datetime = timezone.now() + timedelta(days=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    browser = browser_of(a_person(Role.AUDITOR))
    assert len(table(look(browser), PASSWORDS)) == 1
    last: datetime = later + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: last)
    browser = browser_of(a_person(Role.AUDITOR))
    assert table(look(browser), PASSWORDS) == []


@pytest.mark.parametrize("query", ["?since=x", "?address=x'", "?until=9999-12-31", "?person=%00"])
def test_what_can_not_be_looked_for_is_told(browser: Client, query: str) -> None:
    assert "条件填写有误，没有查询" in look(browser, query)


def test_only_so_many_are_counted_and_the_page_says_so(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "LOOKED_AT", 2)
    for number in range(3):
        record("sign_in_failed", subject=f"name-{number}", result=Result.FAILED)
    text = look(browser)
    assert "记录超过 2 条，只统计了最近的 2 条" in text
    assert len(table(text, PASSWORDS)) == 2


@pytest.mark.slow
def test_few_and_many_rows_cost_the_same_queries(browser: Client) -> None:
    costs = []
    for round_ in range(2):
        for number in range(60 * round_ + 2):
            person = a_person(Role.MANAGER, region=a_region())
            with coming_from(f"10.1.{round_}.{number}", "Chrome"):
                record("sign_in_failed", subject=person.username, result=Result.FAILED)
                note_refusal(actor_of(person), "/audit/")
                note_refusal(actor_of(person), "/audit/")
        with CaptureQueriesContext(connection) as captured:
            look(browser)
        costs.append(len(captured))
    assert costs == [4, 4]  # session and person, events, counts, names
