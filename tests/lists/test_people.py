"""The list of people: a row for each membership, what managers may import, and what is refused by row."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import ActivationCode, AuditEvent, Membership, User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.lists.views import SLIPS
from tests.factories import a_person, a_region, a_unit
from tests.lists.people_files import URL, people_file, row
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = timezone.localdate()
YESTERDAY, SOON, LATER = (str(TODAY + timedelta(days=days)) for days in (-1, 30, 60))


@pytest.fixture
def manager() -> User:
    return a_person(Role.MANAGER, username="zhang", name="张经理")


@pytest.fixture
def browser(client: Client, manager: User) -> Client:
    a_unit("U1")
    a_unit("U2")
    client.force_login(manager)
    return client


def shown(browser: Client, *rows: dict[str, str]) -> Page:
    return shown_file(browser, people_file(*rows))


def shown_file(browser: Client, content: bytes) -> Page:
    answer = browser.post(URL, {"file": SimpleUploadedFile("人员.xlsx", content)})
    page = Page(answer)
    assert answer.status_code == 200, page.text
    return page


def confirmed(browser: Client, page: Page) -> HttpResponse:
    return cast("HttpResponse", browser.post(URL, {"sealed": page.fields["sealed"], "action": "confirm"}))


def imported(browser: Client, *rows: dict[str, str]) -> None:
    page = shown(browser, *rows)
    assert confirmed(browser, page).status_code == 302, page.text


def memberships(username: str) -> list[tuple[str, str | None, str | None, str | None]]:
    found = Membership.objects.filter(user__username=username).order_by(
        "role", "unit__code", F("since").asc(nulls_first=True)
    )
    return [
        (
            each.role,
            each.unit.code if each.unit else None,
            str(each.since) if each.since else None,
            str(each.until) if each.until else None,
        )
        for each in found
    ]


# What is stored


def test_a_person_of_several_units_stands_in_several_rows(browser: Client) -> None:
    imported(
        browser,
        row("Zhoumin", phone="0731-1", email="zm@example.gov.cn", since="2024-03-01", until=LATER),
        row("zhoumin", role="单位负责人", unit="U2"),
        row("liqiang", "李强"),
    )
    person = User.objects.get(username="zhoumin")
    assert (person.name, person.phone, person.email) == ("周敏", "0731-1", "zm@example.gov.cn")
    assert not person.has_usable_password()
    assert memberships("zhoumin") == [("preparer", "U1", "2024-03-01", LATER), ("unit_head", "U2", None, None)]
    assert memberships("liqiang") == [("preparer", "U1", None, None)]


def test_a_second_time_changes_nothing_and_the_export_neither(browser: Client) -> None:
    rows = row("ZhouMin", phone="１３８"), row("zhoumin", unit="U2", until=LATER)
    imported(browser, *rows)
    assert "不变2 行" in shown(browser, *rows).text
    present = SimpleUploadedFile("人员.xlsx", browser.post(f"{URL}present/").content)
    assert "不变2 行" in Page(browser.post(URL, {"file": present})).text


def test_changed_details_and_days_are_told_and_stored(browser: Client) -> None:
    imported(browser, row("zhoumin", phone="1", email="zm@example.gov.cn"), row("zhoumin", unit="U2"))
    page = shown(browser, row("zhoumin", "周民", phone="无", until=SOON), row("zhoumin", "周民", unit="U2"))
    assert "姓名周敏 周民" in page.text
    assert f"截止日期 {SOON}" in page.text
    confirmed(browser, page)
    person = User.objects.get(username="zhoumin")
    assert (person.name, person.phone, person.email) == ("周民", "", "zm@example.gov.cn")
    assert memberships("zhoumin")[0] == ("preparer", "U1", None, SOON)


def test_a_further_membership_is_shown_with_what_is_known_of_the_person_and_changes_none_of_it(browser: Client) -> None:
    imported(browser, row("zhoumin", phone="0731-1", email="zm@example.gov.cn"))
    page = shown(browser, row("zhoumin", unit="U2"))
    assert ("0731-1" in page.text, "zm@example.gov.cn" in page.text) == (True, True)
    confirmed(browser, page)
    imported(browser, row("zhoumin", phone="0731-2"), row("zhoumin", role="单位负责人", unit="U2"))
    person = User.objects.get(username="zhoumin")
    assert (person.phone, person.email, person.memberships.count()) == ("0731-2", "zm@example.gov.cn", 3)


def test_memberships_and_people_that_the_file_does_not_name_stay(browser: Client) -> None:
    imported(browser, row("zhoumin"), row("zhoumin", unit="U2"), row("liqiang", "李强"))
    page = shown(browser, row("zhoumin", phone="5"))
    assert "系统里另有 2 个任职不在文件里，保持原样" in page.text
    confirmed(browser, page)
    assert len(memberships("zhoumin")) == 2


def test_who_came_back_gets_a_second_membership_after_the_one_that_ended(browser: Client) -> None:
    imported(browser, row("zhoumin"))
    Membership.objects.filter(user__username="zhoumin").update(until=YESTERDAY)
    for refused in (row("zhoumin"), row("zhoumin", since=YESTERDAY)):
        assert f"这项任职到 {YESTERDAY} 已经结束。要恢复" in shown(browser, refused).text
    imported(browser, row("zhoumin", since=str(TODAY)))
    assert memberships("zhoumin") == [("preparer", "U1", None, YESTERDAY), ("preparer", "U1", str(TODAY), None)]


def test_the_log_tells_of_every_membership_but_of_no_telephone(browser: Client, manager: User) -> None:
    imported(browser, row("zhoumin", phone="0731-555"), row("zhoumin", unit="U2"))
    imported(browser, row("zhoumin", "周民", phone="0731-777", until=SOON))
    told = [
        (event.action, event.subject, json.loads(event.detail))
        for event in AuditEvent.objects.filter(actor=manager, subject="zhoumin").order_by("number")
    ]
    assert [action for action, _, _ in told] == ["add_person", "give_membership", "change_membership", "change_person"]
    assert told[2][2]["last_day"] == SOON
    assert told[3][2] == {"fields": ["name", "phone"], "from_name": "周敏", "to_name": "周民"}
    assert "0731" not in "".join(AuditEvent.objects.values_list("detail", flat=True))


# What is refused


REFUSED = {
    "bureau": ((row("wang", "王审", "审核员", ""),), "第 2 行 角色：“审核员”审核员由系统管理员添加"),
    "manager": ((row("wang", "王审", "绩效管理员", ""),), "绩效管理员由系统管理员添加"),
    "system": ((row("wang", "王审", "系统管理员", ""),), "系统管理员不在清单里添加"),
    "no role": ((row("wang", "王审", "门卫"),), "第 2 行 角色：“门卫”应为“填报人”、“单位负责人”"),
    "no unit": ((row("wang", unit=""),), "第 2 行 单位代码必填，填报人必须属于一个单位"),
    "other unit": ((row("wang", unit="F1"),), "第 2 行 单位代码：“F1”本地区没有这个代码的单位"),
    "name of a user": ((row("wang min"),), "第 2 行 用户名：“wang min”用户名只能用字母、数字"),
    "future": ((row("known", "老名", since=SOON),), "这项任职已经开始，起始日期最晚是今天"),
    "mail": ((row("wang", email="wang"),), "第 2 行 电子邮箱：“wang”不是邮箱地址"),
    "order": ((row("wang", since=LATER, until=SOON),), f"第 2 行 截止日期：“{SOON}”早于起始日期 {LATER}"),
    "past": ((row("wang", until=YESTERDAY),), f"第 2 行 截止日期：“{YESTERDAY}”这一天已经过去"),
    "twice": ((row("wang"), row("wang")), "第 3 行 用户名、角色、单位代码：“wang 填报人 U1”第 2 行也是它"),
    "two names": ((row("wang"), row("wang", "王敏", unit="U2")), "第 3 行 姓名：“王敏”第 2 行里是“周敏”"),
    "renamed once": ((row("known", "新名"), row("known", "老名", unit="U2")), "第 3 行 姓名：“老名”第 2 行里是“新名”"),
    "other name": ((row("known", "别人", unit="U2"),), "第 2 行 姓名：“别人”系统里用这个用户名的人，姓名是“老名”"),
    "other phone": ((row("known", "老名", unit="U2", phone="9"),), "联系电话是“1”"),
    "foreign": ((row("foreign", "外人"),), "第 2 行 用户名：“foreign”这个用户名已被使用"),
    "root": ((row("root", "管理"),), "这个用户名已被使用"),
    "self": ((row("zhang", "张经理"),), "第 2 行 用户名：“zhang”自己的资料和任职不能由自己在清单里改"),
    "inactive": ((row("gone", "走了", unit="U2"),), "走了的账号已停用，请先启用账号"),
    "reviewer": ((row("shen", "沈审"),), "第 2 行 用户名：“shen”审核员不能审核自己所在单位的自评"),
    "not kept": ((row("both", "两处", phone="9"),), "系统里是“2”；这个人还有不归您管理的任职"),
    "system too": ((row("turned", "转任", unit="U2"),), "不能既是系统管理员或审计员，又有其他角色"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_is_refused_by_row(browser: Client, manager: User, case: str) -> None:
    foreign = a_unit("F1", a_region("430204"))
    unit = a_unit("U1")
    a_person(Role.PREPARER, unit, username="known", name="老名", phone="1")
    a_person(Role.PREPARER, foreign, username="foreign", name="秘密姓名")
    a_person(Role.ADMINISTRATOR, username="root", name="秘密姓名")
    a_person(Role.PREPARER, unit, username="gone", name="走了", phone="", is_active=False)
    reviewer = a_person(Role.REVIEWER, username="shen", name="沈审")
    Assignment.objects.create(unit=unit, reviewer=reviewer, assigned_by=manager, assigned_at=timezone.now())
    both = a_person(Role.PREPARER, unit, username="both", name="两处", phone="2")
    Membership.objects.create(user=both, role=Role.PREPARER, unit=foreign)
    turned = a_person(Role.PREPARER, unit, username="turned", name="转任", phone="")
    Membership.objects.filter(user=turned).update(until=TODAY)
    Membership.objects.create(user=turned, role=Role.AUDITOR, since=SOON)
    before = (User.objects.count(), Membership.objects.count())
    rows, words = REFUSED[case]
    page = shown(browser, *rows)
    assert words in page.text
    assert "秘密姓名" not in page.text
    assert "确认导入" not in page.text
    assert confirmed(browser, page).status_code == 409
    assert (User.objects.count(), Membership.objects.count()) == before


def test_the_days_of_one_membership_may_not_reach_into_the_next_one(browser: Client) -> None:
    imported(browser, row("zhoumin", until=SOON))
    later = TODAY + timedelta(days=60)
    person = User.objects.get(username="zhoumin")
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("U1"), since=later)
    assert f"另有一段同样的任职，从 {later} 起" in shown(browser, row("zhoumin", until="无")).text
    imported(browser, row("zhoumin", until=str(later - timedelta(days=1))))


def test_the_list_holds_the_people_of_the_regions_units_alone(browser: Client) -> None:
    a_person(Role.PREPARER, username="own")
    a_person(Role.PREPARER, a_unit("F1", a_region("430204")), username="foreign")
    a_person(Role.REVIEWER, username="shen")
    present = SimpleUploadedFile("人员.xlsx", browser.post(f"{URL}present/").content)
    page = Page(browser.post(URL, {"file": present}))
    assert "own 填报人" in page.text
    assert "foreign" not in page.text
    assert "shen" not in page.text


def test_a_reviewer_of_another_unit_may_belong_to_this_one(browser: Client) -> None:
    a_person(Role.REVIEWER, username="shen", name="沈审", phone="")
    imported(browser, row("shen", "沈审"))
    assert len(memberships("shen")) == 2


# Activation slips


def test_the_page_offers_slips_for_those_who_need_a_code(browser: Client) -> None:
    a_person(Role.PREPARER, username="old")
    assert "激活单" not in Page(browser.get(URL)).text
    imported(browser, row("zhoumin"), row("liqiang", "李强"), row("later", "以后", since=SOON))
    page = Page(browser.get(URL))
    assert "本地区单位有 2 人还没有密码" in page.text
    new = User.objects.filter(username__in=("zhoumin", "liqiang"))
    slips = Page(browser.post(reverse("accounts:make_codes"), {"person": [str(person.pk) for person in new]}))
    assert "李强" in slips.text
    assert set(ActivationCode.objects.values_list("person", flat=True)) == {person.pk for person in new}
    assert "还没有密码" not in Page(browser.get(URL)).text


def test_so_many_slips_are_made_at_once(browser: Client) -> None:
    imported(browser, *(row(f"u{number}") for number in range(SLIPS + 1)))
    page = Page(browser.get(URL))
    assert f"生成前 {SLIPS} 人的激活单" in page.text


# Costs


def test_the_number_of_queries_is_the_same_with_many_rows(browser: Client) -> None:
    taken: dict[str, list[int]] = {}

    def noted(act: str, do: Callable[[], object]) -> None:
        with CaptureQueriesContext(connection) as queries:
            do()
        taken.setdefault(act, []).append(len(queries))

    for number in (2, 100):
        names = [f"n{number}-{at}" for at in range(number)]
        imported(browser, *(row(name) for name in names), *(row(name, unit="U2") for name in names))
        changed = [row(name, "新名", until=SOON) for name in names]
        again = [row(name, "新名", unit="U2") for name in names]
        file = people_file(*changed, *again, row(f"new{number}"))
        page = shown_file(browser, file)
        noted("preview", partial(shown_file, browser, file))
        noted("confirm", partial(confirmed, browser, page))
        noted("present", partial(browser.post, f"{URL}present/"))
        noted("page", partial(browser.get, URL))
    assert all(few == many <= 60 for few, many in taken.values()), taken
    assert set(User.objects.filter(username__startswith="n100").values_list("name", flat=True)) == {"新名"}
