"""Every page, with the demo's data: axe finds nothing, buttons have one of two heights, and at 360 px no page scrolls sideways."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, ViewportSize
from pytest_django import Settings

from accounts.models import User
from tests.browser import acting
from tests.look.axe import scrolls_sideways, violations
from tools.contact_sheet import BUTTON_HEIGHTS
from tools.pages import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, TELEPHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
TWO_HEIGHTS = {"28", "36"}
PARTS = 4
"""So many tests share the pages, so that several processes look at them."""


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways_on_a_telephone(
    page: Page, settings: Settings, part: int
) -> None:
    settings.DEMO = True
    call_command("demo", verbosity=0)
    found = {}
    for username, group in groupby(pages()[part::PARTS], key=lambda one: one.username):
        sign_in(page, username)
        for one in group:
            page.set_viewport_size(DESK)
            page.goto(one.address)
            faults = [*violations(page), *faults_of_look(page)]
            page.set_viewport_size(TELEPHONE)
            faults += [*faults_of_look(page), *(["scrolls sideways"] if scrolls_sideways(page) else [])]
            if faults:
                found[f"{username} {one.address}"] = faults
    assert not found


def sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    if username:
        acting.sign_in(page, User.objects.get(username=username))


def faults_of_look(page: Page) -> Iterator[str]:
    """The heights of buttons besides the two."""
    odd = set(page.evaluate(BUTTON_HEIGHTS).split()) - TWO_HEIGHTS
    if odd:
        yield f"buttons of {sorted(odd)} px"
