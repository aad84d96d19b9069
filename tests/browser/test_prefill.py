"""A year begun from last year's: what is there already, what is locked, what stands beside."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluations.dossier.freezing import freeze
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, REPORT
from evaluations.records.models import Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import press, sign_in
from tests.core.builders import document
from tests.factories import a_person, a_year, an_evaluation, in_state
from tests.filling.forms import address, fill_in, stored
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "basic_data.expenditure.office.prior_final"
OPERATING = "basic_data.expenditure.operating.final"


@pytest.fixture
def preparer() -> User:
    """The preparer of a unit whose last year is approved, and whose year is open."""
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), document())
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    a_year()
    return a_person(Role.PREPARER, name="周敏")


def begin(page: Page, person: User) -> SelfEvaluation:
    sign_in(page, person)
    page.goto("/")
    page.get_by_role("button", name=re.compile("开始填报")).click()
    expect(page.get_by_text("2022 年度的自评带入")).to_be_visible()
    return SelfEvaluation.objects.get(fiscal_year__year=2023)


def test_a_year_is_begun_from_last_year_and_its_amounts_are_corrected_with_a_reason(page: Page, preparer: User) -> None:
    evaluation = begin(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    expect(page.locator(f'[name="{OFFICE}"]')).to_have_count(0)
    page.locator("tr", has=page.locator(f'[id="{OFFICE}"]')).get_by_role("link", name=re.compile("更正")).click()
    page.get_by_label("更正为（万元）").fill("99")
    page.get_by_role("button", name="更正").click()
    expect(page.get_by_text("请填写更正原因")).to_be_visible()
    page.get_by_label("更正原因").fill("审计后调整。")
    page.get_by_role("button", name="更正").click()
    expect(page.locator(f'[id="{OFFICE}"]')).to_contain_text("99")
    assert stored(evaluation)[OFFICE] == "99"
    assert Explanation.objects.get().where == OFFICE


def test_last_year_stands_beside_and_figures_are_typed_once(page: Page, preparer: User) -> None:
    evaluation = begin(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    page.locator(f'[name="{OPERATING}"]').fill("8")
    press(page, "save")
    row = page.locator("tr", has=page.locator(f'[id="{OPERATING}"]'))
    expect(row.locator(".beside")).to_have_text(re.compile(r"^[+-][\d.]+%$"))
    page.goto(address(evaluation, REPORT))
    expect(page.locator('[name="report.figures.operating"]')).to_have_value("8")
    chapter = page.locator("details.last-year").first
    chapter.locator("summary").click()
    expect(chapter.locator(".said")).to_have_text(document().report.chapter(1))
    page.emulate_media(media="print")
    expect(chapter).to_be_hidden()
    page.goto(address(evaluation, BASIC_DATA))
    expect(page.locator(".official-table .beside").first).to_be_hidden()


def test_last_years_chapters_stand_beside_by_one_press_and_stay_so(page: Page, preparer: User) -> None:
    evaluation = begin(page, preparer)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address(evaluation, REPORT))
    said = page.locator("details.last-year .said")
    expect(said.first).to_be_hidden()
    above, below = page.locator(".writing").first.bounding_box(), page.locator("details.last-year").first.bounding_box()
    assert above
    assert below
    assert below["y"] >= above["y"] + above["height"]
    page.get_by_role("button", name="并排显示上年文本").click()
    page.reload()
    expect(page.get_by_role("button", name="并排显示上年文本", pressed=True)).to_be_visible()
    expect(said.first).to_be_visible()
    written, then = page.locator('[name="report.chapters.1"]').bounding_box(), said.first.bounding_box()
    assert written
    assert then
    assert then["x"] >= written["x"] + written["width"]
    assert not violations(page)
    page.locator("button.write-large").first.click()
    expect(said.first).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 800, "height": 900})
    page.reload()
    expect(said.first).to_be_hidden()


def test_last_years_objective_is_opened_below_the_table_and_not_printed(page: Page, preparer: User) -> None:
    evaluation = begin(page, preparer)
    page.goto(address(evaluation, BUDGET))
    expected = page.locator("details.last-year", has_text="预期目标")
    expect(expected.locator(".said")).to_be_hidden()
    expected.locator("summary").press("Enter")
    expect(expected.locator(".said")).to_have_text(document().self_assessment.expected_objective)
    assert not violations(page)
    page.emulate_media(media="print")
    expect(expected).to_be_hidden()


def test_axe_finds_nothing_with_last_year_beside(page: Page, preparer: User) -> None:
    evaluation = begin(page, preparer)
    for url in pages_of(evaluation):
        page.goto(url)
        assert not violations(page), url


def test_no_page_scrolls_sideways_on_a_telephone(page_360: Page, preparer: User) -> None:
    evaluation = begin(page_360, preparer)
    for url in pages_of(evaluation):
        page_360.goto(url)
        assert not scrolls_sideways(page_360), url


def pages_of(evaluation: SelfEvaluation) -> list[str]:
    steps = [address(evaluation, step) for step in (BASIC_DATA, BUDGET, INDICATORS, REPORT)]
    return [*steps, f"/evaluations/{evaluation.pk}/prior-year/?cell={OFFICE}"]
