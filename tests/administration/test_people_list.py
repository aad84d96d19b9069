"""The list of people: each keeper sees theirs, narrowed, page by page, in few queries."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.administration.people.listing import PER_PAGE
from evaluations.units.models import Region
from tests.factories import a_person, a_region, a_unit
from tests.pages import Page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def names(client: Client, **asked: Any) -> list[str]:
    """The user names on the page, from the top."""
    return Page(client.get("/administration/people/", asked)).texts("under", inside="people")[::2]


def ticks(client: Client, **asked: Any) -> set[int]:
    """The people who can be ticked."""
    return set(map(int, Page(client.get("/administration/people/", asked)).ticked("person")))


def new(role: Role, username: str, **more: Any) -> User:
    """Somebody who has not activated."""
    person = a_person(role, username=username, **more)
    person.set_unusable_password()
    person.save()
    return person


def people() -> Mapping[str, User]:
    far = a_unit("far", a_region("far"))
    return {
        "preparer": a_person(Role.PREPARER, username="preparer"),
        "head": a_person(Role.UNIT_HEAD, username="head"),
        "other": a_person(Role.PREPARER, a_unit("U2"), username="other"),
        "far": a_person(Role.PREPARER, far, username="far"),
        "reviewer": a_person(Role.REVIEWER, username="reviewer"),
        "auditor": a_person(Role.AUDITOR, username="auditor"),
    }


@pytest.mark.parametrize(
    ("role", "listed"),
    [
        (Role.ADMINISTRATOR, ["auditor", "reviewer"]),
        (Role.MANAGER, ["head", "other", "preparer"]),
        (Role.UNIT_HEAD, ["preparer"]),
    ],
)
def test_each_keeper_sees_the_people_of_their_places_by_user_name(
    client: Client, role: Role, listed: list[str]
) -> None:
    people()
    client.force_login(a_person(role, username="a-keeper"))
    assert names(client) == listed


@pytest.mark.parametrize("asked", [{}, {"role": "preparer"}, {"state": "new"}, {"state": "ended"}])
def test_one_region_among_many_lists_the_same_people(client: Client, asked: dict[str, str]) -> None:
    people()
    new(Role.PREPARER, "newcomer")
    client.force_login(a_person(Role.MANAGER, username="a-keeper"))
    alone = names(client, **asked)
    Region.objects.bulk_create(Region(code=f"many{number}", name=f"地区{number}") for number in range(40))
    assert names(client, **asked) == alone


@pytest.mark.parametrize("role", [Role.PREPARER, Role.REVIEWER, Role.AUDITOR])
def test_who_keeps_nobody_has_no_list(client: Client, role: Role) -> None:
    client.force_login(a_person(role))
    assert client.get("/administration/people/").status_code == 404


@pytest.mark.slow
def test_the_list_is_narrowed_by_name_user_name_unit_role_and_place(client: Client) -> None:
    people()
    User.objects.filter(username="other").update(name="欧阳慧敏")
    client.force_login(a_person(Role.MANAGER))
    assert names(client, name="慧敏") == ["other"]
    assert names(client, name="PREP") == ["preparer"]
    assert names(client, unit="U2") == ["other"]
    assert names(client, unit=a_unit().name) == ["head", "preparer"]
    assert names(client, role="unit_head") == ["head"]
    client.force_login(a_person(Role.ADMINISTRATOR))
    assert names(client, region=a_region("far").pk) == []
    assert names(client, region=a_region().pk, role="reviewer") == ["reviewer"]


@pytest.mark.slow
def test_the_list_is_narrowed_by_state(client: Client) -> None:
    a_person(Role.PREPARER, username="in-use")
    new(Role.PREPARER, "new")
    a_person(Role.PREPARER, username="off", is_active=False)
    over = a_person(Role.PREPARER, username="over")
    coming = a_person(Role.PREPARER, username="coming")
    over.memberships.update(until=timezone.localdate() - DAY)
    coming.memberships.update(since=timezone.localdate() + DAY)
    client.force_login(a_person(Role.MANAGER))
    assert names(client) == ["coming", "in-use", "new", "off"]
    assert names(client, state="new") == ["new"]
    assert names(client, state="in_use") == ["coming", "in-use"]
    assert names(client, state="off") == ["off"]
    assert names(client, state="ended") == ["over"]
    assert names(client, state="nonsense") == names(client)


def test_who_has_something_still_is_not_among_those_whose_time_is_over(client: Client) -> None:
    person = a_person(Role.PREPARER)
    person.memberships.update(until=timezone.localdate() - DAY)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit("U2"))
    client.force_login(a_person(Role.MANAGER))
    assert names(client, state="ended") == []
    assert names(client) == [person.username]


def test_the_administrator_finds_accounts_that_nobody_keeps(client: Client) -> None:
    User.objects.create_user("nobody", name="某人")
    client.force_login(a_person(Role.ADMINISTRATOR))
    assert names(client) == []
    page = Page(client.get("/administration/people/?state=ended"))
    assert "没有任职" in page.text
    assert names(client, state="ended") == ["nobody"]


def test_where_nobody_present_is_found_those_whose_time_is_over_are_named(client: Client) -> None:
    a_person(Role.PREPARER, name="周敏").memberships.update(until=timezone.localdate() - DAY)
    client.force_login(a_person(Role.MANAGER))
    page = Page(client.get("/administration/people/?name=周敏"))
    assert "任职已到期的人里有" in page.text
    assert any("state=ended" in address for address in page.addresses)
    assert "任职已到期的人里有" not in Page(client.get("/administration/people/?name=王芳")).text


def test_an_empty_list_leads_to_adding_somebody(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    page = Page(client.get("/administration/people/"))
    assert "还没有您管理的人员" in page.text
    assert "/administration/people/add/" in page.addresses


def test_who_serves_many_units_is_one_line(client: Client) -> None:
    person = a_person(Role.PREPARER, a_unit("U0"))
    for number in range(1, 12):
        Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit(f"U{number}"))
    client.force_login(a_person(Role.MANAGER))
    assert names(client) == [person.username]
    assert "测试单位U0 等 12 处" in Page(client.get("/administration/people/")).text


def test_only_accounts_that_one_keeps_wholly_can_be_ticked(client: Client) -> None:
    mine, shared = a_person(Role.PREPARER), a_person(Role.PREPARER)
    Membership.objects.create(user=shared, role=Role.REVIEWER, region=a_region())
    a_person(Role.PREPARER, is_active=False)
    client.force_login(a_person(Role.MANAGER))
    assert ticks(client) == {mine.pk}
    assert shared.username in names(client)


def test_slips_are_made_for_those_who_are_ticked(client: Client) -> None:
    first, second = new(Role.PREPARER, "first"), new(Role.PREPARER, "second")
    client.force_login(a_person(Role.MANAGER))
    ticked = ticks(client, state="new")
    answer = client.post(
        "/activation-codes/",
        {"person": list(ticked)},
        headers={"Referer": "http://testserver/administration/people/?state=new"},
    )
    page = Page(answer)
    assert first.name in page.text
    assert second.name in page.text
    assert "/administration/people/?state=new" in page.addresses


def test_slips_for_somebody_who_went_out_of_use_meanwhile_are_refused_in_words(client: Client) -> None:
    person = a_person(Role.PREPARER, is_active=False, name="周敏")
    client.force_login(a_person(Role.MANAGER))
    answer = client.post(
        "/activation-codes/", {"person": [person.pk]}, headers={"Referer": "http://testserver/administration/people/"}
    )
    assert answer["Location"] == "/administration/people/"
    assert "周敏" in (text := Page(client.get("/administration/people/")).text)
    assert "账号已停用，不能发激活码" in text


def test_mail_is_offered_where_there_is_a_server(client: Client, settings: Settings) -> None:
    a_person(Role.PREPARER)
    client.force_login(a_person(Role.MANAGER))
    assert "用邮件发激活码" not in Page(client.get("/administration/people/")).text
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    assert "用邮件发激活码" in Page(client.get("/administration/people/")).text


# Pages


def crowd(number: int) -> list[str]:
    users = User.objects.bulk_create(User(username=f"p{place:04}", name="某人") for place in range(number))
    Membership.objects.bulk_create(Membership(user=user, role=Role.PREPARER, unit=a_unit()) for user in users)
    return [user.username for user in users]


@pytest.mark.slow
def test_one_goes_through_the_pages_and_back(client: Client) -> None:
    everybody = crowd(2 * PER_PAGE + 1)
    client.force_login(a_person(Role.MANAGER))
    seen: list[list[str]] = []
    address, back = "/administration/people/", ""
    while address:
        page = Page(client.get(address))
        seen.append(page.texts("under", inside="people")[::2])
        links = {words: where for where, words in page.links}
        address, back = links.get("下一页", ""), links.get("上一页", "")
        address, back = (f"/administration/people/{each}" if each else "" for each in (address, back))
    assert [len(each) for each in seen] == [PER_PAGE, PER_PAGE, 1]
    assert [name for each in seen for name in each] == everybody
    assert Page(client.get(back)).texts("under", inside="people")[::2] == seen[1]


@pytest.mark.slow
def test_the_way_on_keeps_what_the_list_is_narrowed_to(client: Client) -> None:
    crowd(PER_PAGE + 1)
    client.force_login(a_person(Role.MANAGER))
    (on,) = [
        where for where, words in Page(client.get("/administration/people/?role=preparer")).links if words == "下一页"
    ]
    assert "role=preparer" in on


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.UNIT_HEAD])
def test_the_list_takes_as_many_queries_with_many_people_as_with_few(client: Client, role: Role) -> None:
    kept = {Role.ADMINISTRATOR: Role.REVIEWER}.get(role, Role.PREPARER)
    a_person(kept)
    client.force_login(a_person(role))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/administration/people/")
        return len(captured)

    few = queries()
    for place in range(30):
        person = a_person(kept)
        if kept == Role.PREPARER:
            Membership.objects.create(user=person, role=Role.PREPARER, unit=a_unit(f"V{place}"))
    assert queries() == few <= 7


@pytest.mark.parametrize("asked", ["name", "unit", "role", "region", "state", "after", "before"])
@pytest.mark.parametrize("text", ["\0", "周" * 300, "9" * 30, "%' OR 1", "[]"])
def test_whatever_is_asked_is_answered(client: Client, asked: str, text: str) -> None:
    a_person(Role.PREPARER)
    client.force_login(a_person(Role.MANAGER))
    assert client.get("/administration/people/", {asked: text}).status_code == 200
