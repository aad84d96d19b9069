"""Every page of every role, with the demo's data: axe finds nothing, and at 360 px no page scrolls sideways."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, ViewportSize

from accounts.models import User
from evaluations.filling.steps import STEPS
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser import hands
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, TELEPHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
CELL = "basic_data.expenditure.project.final"


@pytest.fixture
def demo() -> dict[str, str]:
    """The address of this year's evaluation in each state of the demo."""
    call_command("demo", verbosity=0)
    this_year = SelfEvaluation.objects.order_by("fiscal_year__year")
    return {evaluation.state: f"/evaluations/{evaluation.pk}" for evaluation in this_year}


def pages_of(demo: dict[str, str]) -> dict[str, list[str]]:
    """The addresses that each person of the demo goes through."""
    drafting, returned = demo[State.DRAFTING], demo[State.RETURNED]
    submitted, approved = demo[State.SUBMITTED], demo[State.APPROVED]
    steps = [f"{drafting}/{step.code}/" for step in STEPS]
    library, upload = f"{drafting}/indicators/library/", f"{drafting}/upload/"
    return {
        "": ["/sign-in/", "/help/"],
        "wenlian": [
            "/",
            f"{drafting}/",
            *steps,
            library,
            upload,
            f"{drafting}/document/",
            "/password/",
            "/no-such-page/",
        ],
        "yanghu": [f"{returned}/", f"{returned}/basic-data/", f"{returned}/document/"],
        "tushuguan-fuze": ["/", f"{demo[State.UNIT_CHECK]}/", f"{demo[State.UNIT_CHECK]}/transitions/confirm/"],
        "shenhe": [
            "/review/",
            f"{submitted}/document/?comment={CELL}#comment",
            f"{submitted}/transitions/return/",
            f"{submitted}/transitions/approve/",
        ],
        "jixiao": ["/review/", "/review/assignments/", f"{approved}/document/", f"{approved}/transitions/publish/"],
        "xitong": ["/"],
        "shenji": ["/"],
    }


def sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    if username:
        hands.sign_in(page, User.objects.get(username=username))


def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways_on_a_telephone(
    page: Page, demo: dict[str, str]
) -> None:
    found = {}
    for username, addresses in pages_of(demo).items():
        sign_in(page, username)
        for address in addresses:
            page.set_viewport_size(DESK)
            page.goto(address)
            broken = violations(page)
            page.set_viewport_size(TELEPHONE)
            if broken or scrolls_sideways(page):
                found[address] = broken or ["scrolls sideways"]
    assert not found
