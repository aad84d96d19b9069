"""Every page of the demo says that it is one; no other page does."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.roles import Role
from tests.factories import a_person
from tests.pages import Page

pytestmark = pytest.mark.django_db
PAGES = ("/", "/sign-in/", "/activate/", "/help/", "/no-such-page/")


@pytest.mark.parametrize("page", PAGES)
def test_the_demo_says_so_and_how_to_begin_for_real(client: Client, settings: Settings, page: str) -> None:
    settings.DEMO = True
    client.force_login(a_person(Role.PREPARER))
    text = Page(client.get(page)).text
    assert "演示数据" in text
    assert "正式使用，请在服务器上运行 ./run init" in text


@pytest.mark.parametrize("page", PAGES)
def test_real_data_are_not_called_a_demo(client: Client, page: str) -> None:
    client.force_login(a_person(Role.PREPARER))
    assert "演示数据" not in Page(client.get(page)).text
