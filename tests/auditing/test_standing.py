"""How the log stands: the page of the chains, and its button."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import AuditChain, AuditEvent, Maintenance
from accounts.roles import Role
from evaluations.auditing.verification import verify
from evaluations.records.states import State
from tests.auditing.test_page import browser_of
from tests.auditing.test_verification import without_protection
from tests.factories import a_person, a_region
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
EVENTS = "accounts_auditevent"
HERE = "430203"


@pytest.fixture
def browser() -> Client:
    """The auditor's, whose signing in is the first event of the system's chain."""
    auditor = a_person(Role.AUDITOR)
    record("sign_in", actor_of(auditor))
    return browser_of(auditor)


def look(browser: Client, page: str = "chains/") -> str:
    text: str = browser.get(f"/audit/{page}").text
    return text


def chains(text: str) -> list[list[str]]:
    """The cells of each line of the table."""
    rows = re.findall(r"<tr>\n(.*?)</tr>", text, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"(<[^>]+>)+", " ", cell).strip() for cell in row] for row in cells]


def events_here(count: int) -> None:
    manager = actor_of(a_person(Role.MANAGER, region=a_region(HERE)))
    for _ in range(count):
        record("work", manager)


def test_before_the_first_proof_nothing_is_proved(browser: Client) -> None:
    events_here(2)
    text = look(browser)
    assert "还没有核对过" in text
    assert chains(text) == [
        ["系统", "未核对", "—", "1 条", "1 条"],
        [f"测试区{HERE} 地区 {HERE}", "未核对", "—", "2 条", "2 条"],
    ]


@pytest.mark.slow
def test_the_button_proves_and_each_chain_says_up_to_where(browser: Client) -> None:
    events_here(3)
    text = browser.post("/audit/proof/", follow=True).text
    assert "核对完毕，没有发现问题。" in text
    event = AuditEvent.objects.get(action="verify_audit")
    assert event.actor is not None
    assert event.actor.name in text
    events_here(2)
    assert chains(look(browser)) == [
        ["系统", "完整", "第 1 条", "2 条", "1 条"],
        [f"测试区{HERE} 地区 {HERE}", "完整", "第 3 条", "5 条", "2 条"],
    ]
    assert f"系统第 1 条，测试区{HERE}第 3 条" in look(browser, "")


def test_of_many_chains_the_log_says_only_how_many(browser: Client) -> None:
    for number in range(5):
        record("work", actor_of(a_person(Role.MANAGER, region=a_region(f"43020{number}"))))
    verify()
    assert "6 条链，共 6 条记录" in look(browser, "")


def test_a_chain_that_fails_says_from_where_and_the_others_stay_proved(browser: Client) -> None:
    events_here(3)
    without_protection(EVENTS, f"UPDATE {EVENTS} SET subject = 'x' WHERE number = 2 AND scope = '{HERE}'")
    text = browser.post("/audit/proof/", follow=True).text
    assert "核对完毕，发现 1 处问题，见下。" in text
    assert chains(text) == [
        ["系统", "完整", "第 1 条", "2 条", "1 条"],
        [f"测试区{HERE} 地区 {HERE}", "第 2 条有问题", "第 1 条", "3 条", "2 条"],
    ]
    assert "上次核对发现 1 处问题" in look(browser, "")


def test_a_fault_is_told_until_the_next_proof(browser: Client) -> None:
    record("work")
    AuditChain.objects.update(mac="")
    assert "发现 1 处问题" in browser.post("/audit/proof/", follow=True).text
    assert "第 2 条审计记录有问题：链头被改动" in look(browser)


def test_a_chain_that_has_become_shorter_since_its_proof_says_so_before_the_next(browser: Client) -> None:
    events_here(2)
    verify()
    without_protection(EVENTS, f"DELETE FROM {EVENTS} WHERE scope = '{HERE}'")
    AuditChain.objects.filter(scope=HERE).delete()
    assert [f"测试区{HERE} 地区 {HERE}", "记录缺失", "第 2 条", "0 条", "0 条"] in chains(look(browser))


@pytest.mark.parametrize("page", ["", "chains/"])
def test_a_maintenance_that_failed_or_did_not_run_is_told(browser: Client, page: str) -> None:
    assert "还没有运行过" in look(browser, page)
    day = Maintenance.objects.create(day=timezone.localdate(), started_at=timezone.now())
    assert "没有结束" in look(browser, page)
    outcome = {"finished_at": timezone.now(), "has_failed": True, "outcome": "磁盘已满。"}
    Maintenance.objects.filter(pk=day.pk).update(**outcome)
    assert "每日维护失败：磁盘已满。" in look(browser, page)
    Maintenance.objects.update(has_failed=False, day=timezone.localdate() - timedelta(days=3))
    assert "起没有运行" in look(browser, page)


def test_what_a_proof_of_a_former_release_found_is_shown(browser: Client) -> None:
    told = {"events": 7, "sealed": 0, "not_sealed": 0, "faults": [], "remarks": [], "account": "root"}
    record("verify_audit", detail={**told, "anchored": 1})
    assert chains(look(browser)) == [["系统", "完整", "第 1 条", "2 条", "1 条"]]
    record("verify_audit", detail={**told, "faults": ["旧。"], "anchored": {"system": 2}})
    assert chains(look(browser)) == [["系统", "完整", "第 2 条", "3 条", "1 条"]]


@pytest.mark.slow
def test_few_and_many_chains_cost_the_same_queries(browser: Client) -> None:
    Scenario().at(State.SUBMITTED)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            look(browser)
        costs.append(len(captured))
        for number in range(30):
            record("work", actor_of(a_person(Role.MANAGER, region=a_region(f"4303{number:02}"))))
        verify()
    assert costs == [5, 5]  # session and person, proof, regions, chains, maintenance
