"""The main job by keyboard alone: nobody touches the mouse from signing in to approval.

Each thing is reached by Tab as a person reaches it, and told by what has the focus.
"""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, INDICATORS, REPORT, Step, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document, edition
from tests.factories import PASSWORD, a_person, a_unit, a_year
from tests.filling.forms import address, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STOPS = 400
FOCUSED = """() => {
  const at = document.activeElement;
  const words = at.getAttribute("aria-label") || at.textContent || at.value || "";
  return {tag: at.tagName, name: at.name || "", value: at.value || "", words: words.trim()};
}"""


@pytest.fixture
def people() -> dict[Role, str]:
    """A unit with its year open, and the user name of each person."""
    unit = a_unit()
    a_year(document().fiscal_year, unit.region)
    roles = (Role.PREPARER, Role.UNIT_HEAD, Role.REVIEWER, Role.MANAGER)
    users = {role: a_person(role, unit, unit.region) for role in roles}
    assign(unit.region, {unit.pk: users[Role.REVIEWER].pk}, actor_of(users[Role.MANAGER]))
    return {role: user.username for role, user in users.items()}


def test_the_main_job_is_done_by_keyboard_alone(page: Page, people: dict[Role, str]) -> None:
    filled = document()
    sign_in(page, people[Role.PREPARER])
    press(page, "开始填报")
    press(page, "继续")
    for step in (DETAILS, BASIC_DATA, BUDGET, INDICATORS, REPORT):
        fill_in(page, filled, step)
        assert_stands(page, filled, step)
    press(page, "提交单位审核")
    press(page, "提交单位审核")
    sign_out(page, State.UNIT_CHECK)

    for role, verb, state in (
        (Role.UNIT_HEAD, "确认上报", State.SUBMITTED),
        (Role.REVIEWER, "审核通过", State.APPROVED),
    ):
        sign_in(page, people[role])
        page.goto(f"/evaluations/{SelfEvaluation.objects.get().pk}/document/")
        press(page, verb)
        press(page, verb)
        sign_out(page, state)


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def sign_out(page: Page, state: State) -> None:
    expect(page.locator("form.confirmation")).to_have_count(0)
    assert SelfEvaluation.objects.get().state == state
    press(page, "退出")
    expect(page.get_by_label("用户名")).to_be_visible()


def press(page: Page, words: str) -> None:
    """Reach the link or button whose words contain `words`, and press it."""
    before = page.url
    for focused in stops(page):
        if words in focused["words"] and focused["tag"] in ("A", "BUTTON", "INPUT"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"no way to {words} on {before}")


def stops(page: Page) -> Iterator[Mapping[str, str]]:
    """What gets the focus, Tab by Tab."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        yield page.evaluate(FOCUSED)


def fill_in(page: Page, filled: Document, step: Step) -> None:
    """Add the rows of `step`, type its cells, save and go on."""
    for list_path in rows_to_add(filled, step):
        add_row(page, list_path)
    typed = {
        path: cell for path, cell in cells(edition(), filled).items() if step_of(edition(), path) is step and cell.text
    }
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    left = dict(typed)
    for focused in stops(page):
        cell = left.pop(focused["name"], None)
        if cell and focused["tag"] == "SELECT":
            choose(page, cell.text)
        elif cell and cell.kind == "date":
            year, month, day = cell.text.split("-")
            page.keyboard.type(month + day + year)  # in the order in which an English browser asks for them
        elif cell and focused["value"] != cell.text:
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(cell.text)
        if not left:
            break
    assert not left, f"no way to {list(left)}"
    press(page, "下一步")


def assert_stands(page: Page, filled: Document, step: Step) -> None:
    """Everything typed in `step` is in the database, and on the screen when the step is opened again."""
    evaluation = SelfEvaluation.objects.get()
    typed = {
        path: cell.text
        for path, cell in cells(edition(), filled).items()
        if step_of(edition(), path) is step and cell.text
    }
    assert typed.items() <= stored(evaluation).items()
    following = page.url
    page.goto(address(evaluation, step))
    shown = page.evaluate("() => [...document.querySelectorAll('main [name]')].map((one) => [one.name, one.value])")
    assert typed.items() <= dict(shown).items()
    page.goto(following)


def rows_to_add(filled: Document, step: Step) -> Iterator[str]:
    if step is BASIC_DATA:
        yield from (f"basic_data.expenditure.{row.item}" for row in filled.basic_data.expenditure if row.name)
        yield from ("basic_data.buildings" for _ in filled.basic_data.buildings)
    if step is INDICATORS:
        categories = [row.category for row in filled.self_assessment.indicators]
        # The first row of a category is already there.
        yield from (f"self_assessment.indicators.{one}" for n, one in enumerate(categories) if one in categories[:n])


def add_row(page: Page, list_path: str) -> None:
    for focused in stops(page):
        if focused["tag"] == "BUTTON" and focused["value"] == f"add:{list_path}":
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"no way to add a row to {list_path}")


def choose(page: Page, label: str) -> None:
    """Move along the options of the focused select until the one with `label`."""
    page.keyboard.press("Home")
    chosen = "() => document.activeElement.selectedOptions[0].textContent.trim()"
    for _ in range(10):
        if page.evaluate(chosen) == label:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"no option {label}")
