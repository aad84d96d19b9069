"""What browser tests do as a person does: sign in, open a step, type, press a button and wait for what comes of it."""

import json
from collections.abc import Mapping

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from evaluations.filling.steps import Step
from evaluations.records.models import SelfEvaluation
from tests.factories import PASSWORD
from tests.filling.forms import address

QUICK = {"settle": 60, "answer": 5_000, "retry": [100], "held": 700, "look": 600}
SAVED = "已保存 "


def sign_in(page: Page, person: User) -> None:
    """The session of `person`; the page of signing in is not seen."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}])


def sign_in_at_the_door(page: Page, username: str, password: str = PASSWORD) -> None:
    """As a person signs in, also where somebody else is signed in."""
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    press_named(page, "登录")


def quick(page: Page, person: User) -> Page:
    """The page, which saves quickly, of `person`."""
    page.context.add_init_script(f"window.fillingTimes = {json.dumps(QUICK)};")
    sign_in(page, person)
    return page


def open_step(page: Page, evaluation: SelfEvaluation, step: Step) -> None:
    page.goto(address(evaluation, step))


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'[name="{path}"]')


def button(page: Page, action: str) -> Locator:
    """The step's button that does `action`: add a row, save …; one of a row's menu, which this opens."""
    menu = page.locator("details.row-menu:not([open])", has=page.locator(f'button[value="{action}"]'))
    if menu.count():
        menu.locator("summary").click()
    return page.locator(
        f':is(#filling button, button[form="filling"])[value="{action}"]:not(.enter-saves):visible'
    ).last


def press(page: Page, action: str) -> None:
    """Press the button of `action`, and wait for the page that answers: an address asked for before would break it off."""
    with page.expect_navigation():
        button(page, action).click()


def press_named(page: Page, words: str) -> None:
    """As `press`, the button of these words."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    """Follow the link of these words, and wait for its page."""
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=True).click()


def status(page: Page) -> Locator:
    """Where it stands whether everything is saved."""
    return page.locator(".save-bar [role=status]")


def is_saved(page: Page) -> None:
    expect(status(page)).to_contain_text(SAVED)


def type_into(page: Page, path: str, text: str) -> None:
    cell(page, path).fill("")
    cell(page, path).press_sequentially(text)


def choice_at(page: Page, path: str) -> Locator:
    """What stands under a cell that somebody else changed too."""
    return page.locator(f'[name="{path}"] + .cell-choice')


def meanwhile(page: Page, other: Page, typed: Mapping[str, str], saved: Mapping[str, str]) -> None:
    """Type on a page that has no line, until another page has saved something."""
    page.route("**/cells/", lambda route: route.abort())
    for path, text in typed.items():
        cell(page, path).fill(text)
    expect(status(page)).to_contain_text("网络中断")
    for path, text in saved.items():
        cell(other, path).fill(text)
    other.locator("h1").click()
    expect(status(other)).to_contain_text(SAVED)
    page.unroute("**/cells/")
