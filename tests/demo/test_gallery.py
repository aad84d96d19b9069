"""The page that shows every component."""

from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings

from tests.look.axe import scrolls_sideways, violations

COMPONENTS = Path(project_settings.BASE_DIR) / "templates" / "components"


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.django_db
def test_the_page_exists_only_in_demo_mode(client: Client) -> None:
    assert client.get("/components/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_component_is_shown(client: Client) -> None:
    response = client.get("/components/")
    assert response.status_code == 200
    used = {Path(str(template.name)).name for template in response.templates}
    assert {file.name for file in COMPONENTS.glob("*.html")} <= used


@pytest.mark.browser
@pytest.mark.usefixtures("demo")
def test_nothing_hinders_a_screen_reader_or_breaks_the_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/components/")
    assert not violations(page)
    assert not scrolls_sideways(page)
    assert not complaints


@pytest.mark.browser
@pytest.mark.usefixtures("demo")
def test_a_telephone_shows_it_without_scrolling_sideways(page_360: Page) -> None:
    page_360.goto("/components/")
    assert not scrolls_sideways(page_360)
    assert not violations(page_360)


@pytest.mark.browser
@pytest.mark.usefixtures("demo")
def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.goto("/components/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.browser
@pytest.mark.usefixtures("demo")
def test_an_error_in_the_summary_leads_into_its_input(page: Page) -> None:
    page.goto("/components/")
    page.locator("#error-summary a").first.click()
    focused = page.locator("[id='a2.official_reception.final']")
    assert focused.evaluate("input => input === document.activeElement")
    described = page.locator(f"[id='{focused.get_attribute('aria-describedby')}']")
    assert "应为数字" in described.inner_text()


@pytest.mark.browser
@pytest.mark.usefixtures("demo")
def test_enter_in_a_cell_saves_and_presses_no_row_button(page: Page) -> None:
    page.goto("/components/")
    page.locator("[id='a2.project.final']").focus()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.press("Enter")
    assert "action=save&" in f"{sent.value.post_data}&"


@pytest.mark.browser
@pytest.mark.usefixtures("demo")
def test_a_note_opens_whole_when_its_cell_has_the_focus_and_nothing_moves(page: Page) -> None:
    page.goto("/components/")
    cell = page.locator("td:has([id='a3.4.score'])")
    note = cell.locator(".cell-warnings li")
    cut, height = note.bounding_box(), cell.bounding_box()
    page.locator("[id='a3.4.score']").focus()
    whole = note.bounding_box()
    assert cut
    assert whole
    assert whole["width"] > cut["width"]
    after = cell.bounding_box()
    assert height
    assert after
    assert height["height"] == after["height"]
