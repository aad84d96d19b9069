"""Memberships given, changed, ended, handed over on the pages; accounts taken out of use and back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from accounts.memberships import CHANGED, GONE, change_membership
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.models import Assignment
from tests.factories import a_person, a_region, a_unit
from tests.pages import Page
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def only(person: User) -> Membership:
    return Membership.objects.get(user=person)


def address(membership: Membership, act: str) -> str:
    return f"/administration/people/{membership.user_id}/memberships/{membership.pk}/{act}/"


def told(client: Client, answer: Any) -> str:
    """What is said on the page to which the answer leads."""
    return Page(client.get(answer["Location"])).text


@pytest.fixture
def manager(client: Client) -> User:
    """A manager who is signed in."""
    user = a_person(Role.MANAGER)
    client.force_login(user)
    return user


# Giving


@pytest.mark.slow
def test_one_more_membership_is_given(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER)
    a_unit("U2")
    typed = {"role": "unit_head", "unit": "U2", "since": "2026-03-01", "until": ""}
    answer = client.post(f"/administration/people/{person.pk}/memberships/give/", typed)
    assert "已添加任职：测试单位U2单位负责人" in told(client, answer)
    assert person.memberships.filter(role="unit_head", unit=a_unit("U2")).exists()


def test_what_can_not_be_given_is_told_with_what_was_typed(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER)
    a_unit("U2")
    typed = {"role": "preparer", "unit": "U1", "since": "", "until": ""}
    answer = client.post(f"/administration/people/{person.pk}/memberships/give/", typed)
    page = Page(answer)
    assert answer.status_code == 409
    assert "这个人在这里已有同样的任职" in page.text
    assert page.fields["unit"] == "U1"


def test_a_unit_that_the_person_reviews_is_told_of(client: Client) -> None:
    scenario = Scenario()
    Membership.objects.create(user=scenario.reviewer, role=Role.PREPARER, unit=a_unit("U2"))
    client.force_login(scenario.manager)
    typed = {"role": "preparer", "unit": scenario.unit.code}
    answer = client.post(f"/administration/people/{scenario.reviewer.pk}/memberships/give/", typed)
    assert "审核员不能审核自己所在单位的自评" in Page(answer).text


# Days


@pytest.mark.slow
def test_other_days_are_stored(client: Client, manager: User) -> None:
    membership, last = only(a_person(Role.PREPARER)), timezone.localdate() + 9 * DAY
    fields = dict(Page(client.get(address(membership, "days"))).fields)
    answer = client.post(address(membership, "days"), fields | {"until": last.isoformat()})
    assert "已改期限" in told(client, answer)
    membership.refresh_from_db()
    assert membership.until == last


@pytest.mark.slow
def test_a_page_that_is_older_than_the_days_changes_nothing(client: Client, manager: User) -> None:
    membership, today = only(a_person(Role.PREPARER)), timezone.localdate()
    fields = dict(Page(client.get(address(membership, "days"))).fields)
    change_membership(membership, None, today + DAY, None)
    answer = client.post(address(membership, "days"), fields | {"since": today.isoformat()})
    assert CHANGED in Page(answer).text
    membership.refresh_from_db()
    assert membership.since is None


@pytest.mark.slow
def test_days_in_the_wrong_order_are_told_of(client: Client, manager: User) -> None:
    membership, today = only(a_person(Role.PREPARER)), timezone.localdate()
    fields = dict(Page(client.get(address(membership, "days"))).fields)
    days = {"since": (today + 5 * DAY).isoformat(), "until": today.isoformat()}
    assert "截止日期不能早于起始日期" in Page(client.post(address(membership, "days"), fields | days)).text
    past = {"until": (today - DAY).isoformat()}
    assert "截止日期最早是今天" in Page(client.post(address(membership, "days"), fields | past)).text


# Ending


def test_before_a_membership_ends_one_reads_what_comes_of_it(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER, name="周敏")
    text = Page(client.get(address(only(person), "end"))).text
    for sentence in (
        "从现在起，周敏不再是测试单位U1填报人，不能再填报本单位的自评，提交单位审核。",
        "测试单位U1就没有填报人了，请另行添加。",
        "这是周敏仅有的任职：结束后还能登录，但什么也看不到、办不了。",
        "已经办过的事、填报的内容和记录都保留。",
    ):
        assert sentence in text
    a_person(Role.PREPARER)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("U2"))
    text = Page(client.get(address(person.memberships.get(unit=a_unit()), "end"))).text
    assert "没有填报人了" not in text
    assert "仅有的任职" not in text


@pytest.mark.slow
def test_the_units_that_lose_their_reviewer_are_named_before(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.administrator)
    sentence = "1 个单位就没有审核员了，要由绩效管理员在“审核分工”里另行分配：测试单位U1（U1）。"
    assert sentence in Page(client.get(address(only(scenario.reviewer), "end"))).text
    assert sentence in Page(client.get(f"/administration/people/{scenario.reviewer.pk}/out-of-use/")).text
    assert sentence in Page(client.get(address(only(scenario.reviewer), "replace"))).text
    client.post(address(only(scenario.reviewer), "end"))
    assert not Assignment.objects.exists()
    client.force_login(scenario.manager)
    assert "还有 2 个单位没有分配审核员" in Page(client.get("/review/")).text


@pytest.mark.slow
def test_a_membership_ends_and_its_person_is_told_at_the_next_click(client: Client, manager: User) -> None:
    scenario = Scenario()
    own = Client()
    own.force_login(scenario.preparer)
    assert own.get(f"/evaluations/{scenario.pk}/").status_code == 200
    answer = client.post(address(only(scenario.preparer), "end"))
    assert f"{scenario.preparer.name}不再是测试单位U1填报人" in told(client, answer)
    for clicked in (f"/evaluations/{scenario.pk}/", "/"):
        page = Page(own.get(clicked))
        assert "您现在没有任职" in page.text
        assert "您的任职“测试单位U1填报人”到" in page.text


def test_who_keeps_another_place_is_told_of_the_one_that_ended(client: Client, manager: User) -> None:
    scenario = Scenario()
    Membership.objects.create(user=scenario.preparer, role=Role.PREPARER, unit=a_unit("U2"))
    client.post(address(scenario.preparer.memberships.get(unit=scenario.unit), "end"))
    own = Client()
    own.force_login(scenario.preparer)
    page = Page(own.get(f"/evaluations/{scenario.pk}/"))
    assert "您的任职“测试单位U1填报人”到" in page.text
    assert "您现在没有任职" not in page.text


def test_somebody_whose_time_has_not_come_is_told_when_it_does(client: Client) -> None:
    person = a_person(Role.PREPARER)
    person.memberships.update(since=timezone.localdate() + DAY)
    client.force_login(person)
    assert "您的任职“测试单位U1填报人”从" in Page(client.get("/")).text


def test_what_began_today_leaves_the_list_behind(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER)
    person.memberships.update(since=timezone.localdate())
    answer = client.post(address(only(person), "end"))
    assert answer["Location"] == "/administration/people/"
    assert not person.memberships.exists()


@pytest.mark.slow
def test_what_somebody_else_ended_meanwhile_is_told_of(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER)
    membership = only(person)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("U2"))
    client.post(address(membership, "end"))
    assert "就已经结束，不能再改" in told(client, client.post(address(membership, "end")))
    membership.delete()
    for act in ("end", "days", "replace"):
        assert GONE in told(
            client, client.get(f"/administration/people/{person.pk}/memberships/{membership.pk or 0}/{act}/")
        )


def test_a_membership_that_others_keep_is_not_found(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER)
    elsewhere = Membership.objects.create(user=person, role=Role.REVIEWER, region=a_region())
    for act in ("end", "days", "replace"):
        assert client.post(address(elsewhere, act)).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.until is None


# Handing over


@pytest.mark.slow
def test_a_unit_head_replaces_the_preparer_by_somebody_new(client: Client) -> None:
    former, first_day = a_person(Role.PREPARER, name="周敏"), timezone.localdate() + 7 * DAY
    client.force_login(a_person(Role.UNIT_HEAD))
    page = Page(client.get(address(only(former), "replace")))
    assert "接替周敏做测试单位U1填报人" in page.text
    assert "known" not in page.fields
    typed = {"name": "王芳", "since": first_day.isoformat()}
    answer = client.post(address(only(former), "replace"), typed)
    successor = User.objects.get(username="wangfang")
    assert answer["Location"] == f"/administration/people/{successor.pk}/"
    assert f"王芳（wangfang）从 {first_day} 起接替周敏" in told(client, answer)
    assert only(former).until == first_day - DAY
    assert (only(successor).unit, only(successor).since) == (a_unit(), first_day)


@pytest.mark.slow
def test_a_colleague_takes_over(client: Client, manager: User) -> None:
    former, head, elsewhere = a_person(Role.PREPARER), a_person(Role.UNIT_HEAD), a_person(Role.PREPARER, a_unit("U2"))
    page = Page(client.get(address(only(former), "replace")))
    assert f"{head.name}（{head.username}）" in page.text
    assert f"{elsewhere.name}（{elsewhere.username}）" not in page.text
    client.post(address(only(former), "replace"), {"known": head.pk})
    assert head.memberships.filter(role="preparer", since=timezone.localdate()).exists()
    assert only(former).until == timezone.localdate() - DAY


@pytest.mark.parametrize("typed", [{}, {"known": "999999"}, {"name": "周敏", "since": "2001-01-01"}, {"name": "\0"}])
def test_a_successor_who_is_not_named_rightly_changes_nothing(
    client: Client, manager: User, typed: dict[str, str]
) -> None:
    former = a_person(Role.PREPARER)
    a_person(Role.UNIT_HEAD)
    assert client.post(address(only(former), "replace"), typed).status_code in (409, 422)
    assert only(former).until is None
    assert not User.objects.filter(username="zhoumin").exists()


# Out of use


@pytest.mark.slow
def test_an_account_goes_out_of_use_after_a_question_and_comes_back(client: Client, manager: User) -> None:
    person, own = a_person(Role.PREPARER, name="周敏"), Client()
    own.force_login(person)
    text = Page(client.get(f"/administration/people/{person.pk}/out-of-use/")).text
    assert "立即退出现有的 1 处登录，周敏不能再登录，没有用过的激活码作废。" in text
    assert "测试单位U1就没有填报人了" in text
    text = told(client, client.post(f"/administration/people/{person.pk}/out-of-use/"))
    assert "已停用 周敏 的账号" in text
    assert "现在什么也办不了：账号已停用" in text
    assert not get_user(own).is_authenticated
    assert "已经停用，不用再办" in told(client, client.post(f"/administration/people/{person.pk}/out-of-use/"))
    assert client.get(f"/administration/people/{person.pk}/into-use/").status_code == 405
    assert "已启用 周敏 的账号" in told(client, client.post(f"/administration/people/{person.pk}/into-use/"))
    assert "已经启用，不用再办" in told(client, client.post(f"/administration/people/{person.pk}/into-use/"))


def test_who_keeps_a_part_does_not_take_the_account_out_of_use(client: Client, manager: User) -> None:
    person = a_person(Role.PREPARER)
    Membership.objects.create(user=person, role=Role.REVIEWER, region=a_region())
    assert "不归您管理" in told(client, client.post(f"/administration/people/{person.pk}/out-of-use/"))
    person.refresh_from_db()
    assert person.is_active


@pytest.mark.slow
def test_the_last_administrator_is_not_taken_away_by_another_page(client: Client) -> None:
    first, second = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    second.memberships.update(until=timezone.localdate() + DAY)
    client.force_login(second)
    assert "这样就没有系统管理员了" in told(client, client.post(f"/administration/people/{first.pk}/out-of-use/"))
    assert "这样就没有系统管理员了" in told(client, client.post(address(only(first), "end")))


def test_nobody_opens_their_own_page(client: Client, manager: User) -> None:
    assert client.get(f"/administration/people/{manager.pk}/").status_code == 404
