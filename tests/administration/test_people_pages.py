"""A new person, one person's page, and what is kept of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.activation import new_code
from accounts.actors import actor_of
from accounts.memberships import give_membership
from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role
from accounts.services import CHANGED, Details, change_person
from tests.factories import a_person, a_region, a_unit
from tests.pages import Page
from tests.scenario import Scenario, assign_to

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page_of(client: Client, person: User) -> Page:
    return Page(client.get(f"/administration/people/{person.pk}/"))


def add(client: Client, **typed: Any) -> Any:
    return client.post(
        "/administration/people/add/", {"name": "周敏", "since": timezone.localdate().isoformat()} | typed
    )


# Somebody new


def test_a_manager_adds_a_preparer_whose_page_offers_the_slip(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    unit = a_unit()
    a_unit("U2")
    answer = add(client, role="preparer", unit="U1", phone="28000001", email="zm@example.cn")
    person = User.objects.get(username="zhoumin")
    assert answer["Location"] == f"/administration/people/{person.pk}/"
    page = page_of(client, person)
    assert "已添加 周敏，用户名是 zhoumin" in page.text
    assert "未激活" in page.text
    assert page.fields["person"] == str(person.pk)
    membership = person.memberships.get()
    assert (membership.unit, membership.since) == (unit, timezone.localdate())
    assert (person.phone, person.email, person.has_usable_password()) == ("28000001", "zm@example.cn", False)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("U2", "U2"), ("测试单位U2", "U2"), ("测试单位U2（U2）", "U2"), ("位U12", "U12"), (" U12 ", "U12"), ("U1", "U1")],
)
def test_a_unit_is_found_by_code_name_or_a_part_that_is_only_its_own(client: Client, typed: str, found: str) -> None:
    for code in ("U1", "U12", "U2"):
        a_unit(code)
    client.force_login(a_person(Role.MANAGER))
    add(client, role="preparer", unit=typed)
    assert User.objects.get(username="zhoumin").memberships.get().unit == a_unit(found)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "请填写单位的代码或名称。"),
        ("far", "您管理的单位里，没有代码或名称含“far”的"),
        ("测试", "有几个单位含“测试”，请填完整的代码：测试单位U1（U1）、测试单位U2（U2）。"),
    ],
)
def test_a_unit_that_is_not_found_is_told_at_its_field(client: Client, typed: str, told: str) -> None:
    a_unit("far", a_region("far"))
    a_unit("U1")
    a_unit("U2")
    client.force_login(a_person(Role.MANAGER))
    answer = add(client, role="preparer", unit=typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert told in page.text
    assert (page.fields["name"], page.fields["unit"]) == ("周敏", typed)
    assert not User.objects.filter(username="zhoumin").exists()


def test_an_administrator_adds_people_of_bureaus_and_of_the_system(client: Client) -> None:
    client.force_login(a_person(Role.ADMINISTRATOR))
    region = a_region()
    a_region("other")
    assert "要在一个财政局（主管部门）任职" in Page(add(client, role="manager")).text
    add(client, role="manager", region=region.pk)
    add(client, role="auditor", region=region.pk, name="方正")
    assert User.objects.get(username="zhoumin").memberships.get().region == region
    assert User.objects.get(username="fangzheng").memberships.get().region is None


def test_a_unit_head_is_asked_for_neither_role_nor_unit(client: Client) -> None:
    client.force_login(a_person(Role.UNIT_HEAD))
    fields = Page(client.get("/administration/people/add/")).fields
    assert not {"role", "unit", "region"} & fields.keys()
    add(client)
    membership = User.objects.get(username="zhoumin").memberships.get()
    assert (membership.role, membership.unit) == ("preparer", a_unit())


def test_the_role_and_the_unit_that_a_link_names_are_chosen(client: Client) -> None:
    a_unit("U1")
    a_unit("U2")
    client.force_login(a_person(Role.MANAGER))
    assert Page(client.get("/administration/people/add/?unit=U2")).fields["unit"] == "U2"


def test_a_user_name_that_somebody_has_is_told_with_a_free_one(client: Client) -> None:
    a_person(Role.AUDITOR, username="zhou.min")
    client.force_login(a_person(Role.UNIT_HEAD))
    answer = add(client, username="zhou.min", phone="28000001")
    page = Page(answer)
    assert answer.status_code == 409
    assert "用户名“zhou.min”已有人用，请换一个，例如“zhou.min2”。" in page.text
    assert page.fields["phone"] == "28000001"


ODD = (
    *({"name": text} for text in ("", "\0", "李㬢", "周" * 500)),
    *({"username": text} for text in ("周敏", "zhou min", "\0")),
    *(
        {"email": "at"},
        {"phone": "1" * 60},
        {"role": "emperor"},
        {"region": "x"},
        {"since": "x"},
        {"until": "2001-01-01"},
    ),
)


@pytest.mark.parametrize("typed", ODD)
def test_whatever_is_typed_is_taken_or_told_of(client: Client, typed: dict[str, str]) -> None:
    client.force_login(a_person(Role.MANAGER))
    a_unit()
    answer = add(client, **{"role": "preparer", "unit": "U1"} | typed)
    assert answer.status_code in (302, 409, 422)
    assert (answer.status_code == 302) == User.objects.filter(memberships__role="preparer").exists()


@pytest.mark.parametrize("role", [Role.PREPARER, Role.REVIEWER, Role.AUDITOR])
def test_who_keeps_nobody_adds_nobody(client: Client, role: Role) -> None:
    client.force_login(a_person(role))
    assert add(client).status_code == 404
    assert client.get("/administration/people/add/").status_code == 404


# One person


@pytest.mark.slow
def test_a_person_who_is_out_of_reach_is_not_found_and_that_is_told(client: Client) -> None:
    far = a_person(Role.PREPARER, a_unit("far", a_region("far")))
    client.force_login(a_person(Role.MANAGER))
    for address in ("", "details/", "out-of-use/", "memberships/give/", f"memberships/{far.memberships.get().pk}/end/"):
        assert client.get(f"/administration/people/{far.pk}/{address}").status_code == 404
    assert AuditEvent.objects.filter(action="refused").count() == 5
    assert client.get(f"/administration/people/{10**25}/").status_code == 404


def test_the_page_shows_all_that_is_kept(client: Client) -> None:
    person, today = a_person(Role.PREPARER, phone="28000001", email="zm@example.cn"), timezone.localdate()
    give = {"until": today + 9 * DAY, "since": today + DAY}
    Membership.objects.create(user=person, role=Role.UNIT_HEAD, unit=a_unit("U2"), **give)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("U3"), until=today - DAY)
    client.force_login(a_person(Role.MANAGER))
    page = page_of(client, person)
    for told in (person.username, "28000001", "zm@example.cn", "从未", "现任", "将任", "已结束"):
        assert told in page.text
    assert f"{today + DAY} 至 {today + 9 * DAY}" in page.text
    assert "可以填报：测试单位U1" in page.text
    assert "可以确认上报" not in page.text
    assert f"/administration/people/{person.pk}/out-of-use/" in page.addresses


@pytest.mark.slow
def test_what_a_person_reaches_is_told_by_role(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.administrator)
    assert "可以审核：测试单位U1" in page_of(client, scenario.reviewer).text
    for number in range(3, 6):
        assign_to(scenario.reviewer, a_unit(f"U{number}"), scenario.manager)
    assert "可以审核：测试单位U1、测试单位U3、测试单位U4 等 4 个单位" in page_of(client, scenario.reviewer).text
    assert "还没有分到单位" in page_of(client, scenario.strangers[2]).text
    assert f"可以管理：{a_region().name} 全部单位" in page_of(client, scenario.manager).text
    assert "可以查看、核对和导出审计日志" in page_of(client, scenario.auditor).text


def test_who_is_kept_in_part_is_shown_in_part_and_why(client: Client) -> None:
    person = a_person(Role.PREPARER)
    give_membership(person, Role.REVIEWER, None, region=a_region("elsewhere"))
    give_membership(person, Role.PREPARER, None, unit=a_unit("U2"))
    client.force_login(a_person(Role.MANAGER))
    page = page_of(client, person)
    assert "另有 1 项任职由别人管理，这里不显示。所以资料、停用和激活单不由您办理，请找系统管理员" in page.text
    assert "可以审核" not in page.text
    assert f"/administration/people/{person.pk}/details/" not in page.addresses
    assert "person" not in page.fields
    assert "添加任职：测试单位U2 填报人" in page.text
    assert "elsewhere" not in page.text


def test_a_unit_head_is_sent_to_the_manager(client: Client) -> None:
    person = a_person(Role.PREPARER)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("U2"))
    client.force_login(a_person(Role.UNIT_HEAD))
    page = page_of(client, person)
    assert "请找绩效管理员" in page.text
    assert a_unit("U2").name not in page.text


def test_the_page_of_somebody_without_memberships_says_so(client: Client) -> None:
    nobody = User.objects.create_user("nobody", name="某人")
    client.force_login(a_person(Role.ADMINISTRATOR))
    page = page_of(client, nobody)
    assert "这个人登录后什么也看不到、办不了" in page.text
    assert "没有记录" in page.text


def test_what_was_done_is_told_in_words(client: Client) -> None:
    manager, person = a_person(Role.MANAGER, name="林岚"), a_person(Role.PREPARER, name="周敏")
    actor = actor_of(manager)
    change_person(person, Details("周民", "28000001"), actor)
    give_membership(person, Role.UNIT_HEAD, actor, unit=a_unit("U2"), since=timezone.localdate())
    new_code(person, None)
    client.force_login(manager)
    text = page_of(client, person).text
    for told in (
        "林岚修改资料：姓名由“周敏”改为“周民”，联系电话",
        "添加任职：测试单位U2 单位负责人",
        "服务器发激活码",
    ):
        assert told in text


@pytest.mark.slow
def test_the_page_takes_as_many_queries_with_twelve_memberships_as_with_one(client: Client) -> None:
    person = a_person(Role.PREPARER)
    client.force_login(a_person(Role.MANAGER))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/administration/people/{person.pk}/")
        return len(captured)

    few = queries()
    for number in range(2, 14):
        give_membership(person, Role.PREPARER, None, unit=a_unit(f"U{number}"))
    assert queries() == few <= 8


# Name, telephone, mail address


def change(client: Client, person: User, **typed: str) -> Any:
    address = f"/administration/people/{person.pk}/details/"
    return client.post(address, dict(Page(client.get(address)).fields) | typed)


def test_the_keeper_changes_what_is_kept(client: Client) -> None:
    person = a_person(Role.PREPARER, name="周敏")
    client.force_login(a_person(Role.MANAGER))
    answer = change(client, person, name="周民", phone="28000001")
    assert answer["Location"] == f"/administration/people/{person.pk}/"
    person.refresh_from_db()
    assert Details.of(person) == ("周民", "28000001", "")


def test_a_page_that_is_older_than_what_is_stored_changes_nothing(client: Client) -> None:
    person = a_person(Role.PREPARER, name="周敏")
    client.force_login(a_person(Role.MANAGER))
    fields = dict(Page(client.get(f"/administration/people/{person.pk}/details/")).fields)
    change_person(person, Details("周民"), None)
    answer = client.post(f"/administration/people/{person.pk}/details/", fields | {"name": "王敏"})
    assert answer.status_code == 422
    assert CHANGED in Page(answer).text
    person.refresh_from_db()
    assert person.name == "周民"


def test_a_fault_stands_at_its_field(client: Client) -> None:
    person = a_person(Role.PREPARER)
    client.force_login(a_person(Role.MANAGER))
    answer = change(client, person, email="at", phone="28000001")
    assert answer.status_code == 409
    assert Page(answer).texts("invalid-feedback", inside="mb-3")
    assert Page(answer).fields["phone"] == "28000001"


def test_who_keeps_a_part_does_not_change_the_account(client: Client) -> None:
    person = a_person(Role.PREPARER, name="周敏")
    Membership.objects.create(user=person, role=Role.REVIEWER, region=a_region())
    client.force_login(a_person(Role.MANAGER))
    assert "不归您管理" in Page(change(client, person, name="王敏")).text
    person.refresh_from_db()
    assert person.name == "周敏"
