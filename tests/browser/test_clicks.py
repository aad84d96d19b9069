"""What the main job costs at a browser: clicks, keys and pages of a unit that fills in its year for the first time, and of its head.

Each is counted as it is done; a field is typed into where the focus is, and otherwise reached by Tab, or, where that is far, by a click.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.roles import Role
from evaluations.core.content.cells import Cell, cells
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, INDICATORS, REPORT, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import button, cell
from tests.browser.test_main_job import rows_to_add
from tests.core.builders import document, edition, with_buildings
from tests.factories import PASSWORD, a_person, a_unit, a_year

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAR = 8
TYPED = with_buildings(
    document(
        {
            "basic_data.staffing.staff_in_post": "11",
            "basic_data.expenditure.office.budget": "2.5",
            "self_assessment.adjusted_budget": "75",
            "self_assessment.execution_score": "9.87",
        }
    )
)


class Hand:
    """A person's hand at a page: does things, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys, self.pages = page, 0, 0, 0
        page.on("load", self._another)

    def _another(self, _: Page) -> None:
        self.pages += 1

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.keys} keys, {self.pages} pages"

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def follow(self, target: Locator) -> None:
        """Click, and wait for the page that answers."""
        with self.page.expect_event("load"):
            self.click(target)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.insert_text(text)

    def at(self) -> str:
        name: str = self.page.evaluate("document.activeElement.name || ''")
        return name

    def go(self, path: str) -> None:
        """To the field of this name."""
        for _ in range(FAR):
            if self.at() == path:
                return
            self.press("Tab")
        if self.at() != path:
            self.click(cell(self.page, path))

    def sign_in(self, username: str) -> None:
        self.page.goto("/sign-in/")
        expect(self.page.locator("[name=username]")).to_be_focused()  # comes after the page has loaded
        self.type(username)
        self.press("Tab")
        self.type(PASSWORD)
        with self.page.expect_navigation():
            self.press("Enter")

    def fill(self, path: str, typed: Cell) -> None:
        """Type into the field of this name."""
        self.go(path)
        if typed.kind == "direction":
            cell(self.page, path).select_option(typed.text)  # by its first letter
            self.keys += 1
        elif typed.kind == "date":
            self.follow(self.page.get_by_role("button", name="今天"))
        else:
            self.type(typed.text)


def fill_in(hand: Hand, filled: Document) -> None:
    """All steps but the last, from the task list to 检查与提交; nothing is typed that is there already."""
    typed = cells(edition(), filled)
    hand.follow(hand.page.locator(".task-list a.btn-primary"))
    for step in (DETAILS, BASIC_DATA, BUDGET, INDICATORS, REPORT):
        for list_path in rows_to_add(filled, step):
            hand.follow(button(hand.page, f"add:{list_path}"))
        for path, what in typed.items():
            if step_of(edition(), path) is step and what.text and not cell(hand.page, path).input_value():
                hand.fill(path, what)
        hand.follow(button(hand.page, "save_next"))


def explain_and_submit(hand: Hand) -> None:
    boxes = hand.page.locator('textarea[name^="explanation."]')
    expect(boxes).to_have_count(3)
    for number in range(3):
        hand.go(boxes.nth(number).get_attribute("name") or "")
        hand.type(f"因工作需要年中追加，已经批准（{number}）。")
    hand.follow(hand.page.get_by_role("button", name="保存说明并提交单位审核"))
    hand.follow(hand.page.get_by_role("button", name="提交单位审核", exact=True))


def test_a_first_year_takes_a_clerk_35_clicks_and_the_head_three(page: Page) -> None:
    unit = a_unit()
    a_year(TYPED.fiscal_year, unit.region)
    clerk, head = (a_person(role, unit, unit.region) for role in (Role.PREPARER, Role.UNIT_HEAD))
    hand = Hand(page)
    hand.sign_in(clerk.username)
    hand.follow(page.get_by_role("button", name="开始填报"))
    fill_in(hand, TYPED)
    explain_and_submit(hand)
    assert SelfEvaluation.objects.get().state == State.UNIT_CHECK
    assert hand.clicks <= 35, hand

    page.context.clear_cookies()
    other = Hand(page)
    other.sign_in(head.username)
    other.follow(page.locator("main a.btn-primary"))
    other.follow(page.get_by_role("button", name="确认上报", exact=True))
    assert SelfEvaluation.objects.get().state == State.SUBMITTED
    assert other.clicks <= 3, other
