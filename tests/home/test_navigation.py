"""The links at the head of every page."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from evaluations.home.navigation import navigation
from tests.factories import a_person, a_year

pytestmark = pytest.mark.django_db

SHOWN = {
    Role.PREPARER: ["首页", "帮助"],
    Role.UNIT_HEAD: ["首页", "人员", "帮助"],
    Role.DEPARTMENT_REVIEWER: ["下属单位", "帮助"],
    Role.REVIEWER: ["审核列表", "常用批注", "帮助"],
    Role.MANAGER: ["审核列表", "审核分工", "年度", "表样", "单位", "人员", "常用批注", "帮助"],
    Role.ADMINISTRATOR: ["人员", "地区", "帮助"],
    Role.AUDITOR: ["审计日志", "登录失败与拒绝", "核对情况", "帮助"],
}


def links(page: str) -> list[tuple[str, str, str]]:
    """The links of the navigation: address, what marks the current one, label."""
    nav = page.partition('<nav class="navigation"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>', nav)


@pytest.mark.parametrize("role", Role)
def test_every_link_of_a_role_leads_to_a_page_on_which_it_is_the_current_one(client: Client, role: Role) -> None:
    a_year(needs_issuing=True)
    client.force_login(a_person(role))
    shown = links(client.get(reverse("accounts:help")).content.decode())
    assert [label for _, _, label in shown] == SHOWN[role]
    for url, _, label in shown:
        page = client.get(url)
        assert page.status_code == 200
        assert [other for _, current, other in links(page.content.decode()) if current] == [label]


def test_somebody_without_a_role_finds_their_account_and_help(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", name="某人"))
    shown = links(client.get(reverse("home:home")).content.decode())
    assert [label for _, _, label in shown] == ["首页", "帮助"]


def test_a_visitor_has_no_navigation(client: Client) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation(request) == {"navigation": ()}
    assert 'class="navigation"' not in client.get(reverse("accounts:help")).content.decode()


def test_the_links_of_a_page_that_is_none_are_those_of_the_role(client: Client) -> None:
    client.force_login(a_person(Role.AUDITOR))
    page = client.get("/no-such-page/")
    assert [(current, label) for _, current, label in links(page.content.decode())] == [
        ("", label) for label in SHOWN[Role.AUDITOR]
    ]
