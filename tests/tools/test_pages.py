"""The list of pages that are drawn and looked at is complete."""

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.house.reach_table import TABLE
from tools.pages import LOOKING, PARTS, Page, pages, shown_rows


def test_every_address_that_answers_somebody_with_a_page_is_shown_to_a_person_of_the_demo() -> None:
    unseen = [row for row in shown_rows() if not row.get[200] & set(LOOKING)]
    assert not unseen
    assert {row.name for row in TABLE} >= PARTS


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_of_the_demo_answers_whom_it_is_shown_to_with_a_whole_page(settings: Settings) -> None:
    settings.DEMO = True
    call_command("demo", verbosity=0)
    listed = pages()
    assert [page for page in listed if not is_whole(page)] == []
    assert len(listed) > len(shown_rows())


def is_whole(page: Page) -> bool:
    client = Client()
    if page.username:
        client.force_login(User.objects.get(username=page.username))
    answer = client.get(page.address)
    expected = 404 if page.address == "/no-such-page/" else 200
    return answer.status_code == expected and answer.content.startswith(b"<!doctype html>")
