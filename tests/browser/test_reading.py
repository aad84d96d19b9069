"""A reviewer reads one hand-in: beside another one, by keys, with the changes of its cells."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.actors import actor_of
from evaluations.comments.services import open_comment
from evaluations.comments.standard import OWN, keep
from evaluations.core.content.cells import fill
from evaluations.dossier.store import edition_of, load, save
from evaluations.hand_ins.models import KindFigures
from evaluations.units.models import Unit, UnitKind
from evaluations.workflow.transitions import perform
from tests.browser.acting import follow, sign_in
from tests.look.axe import violations
from tests.scenario import Scenario, explained

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE = "basic_data.expenditure.office.final"
STAFF = "basic_data.staffing.staff_in_post"
CHAPTER = "report.chapters.7"


@pytest.fixture
def evaluation() -> None:
    """The page has its own."""


@pytest.fixture
def scenario() -> Scenario:
    """Handed in twice: a finding with its reason, two comments, a chapter that was rewritten, six units of its kind."""
    scenario = Scenario()
    Unit.objects.filter(pk=scenario.unit.pk).update(kind=UnitKind.FIRST_CLASS)
    why = explained(STAFF, "A2-01", "年中划入人员。")
    scenario.type({"staffing.staff_in_post": "99"}, explanations=why).submit().confirm()
    reviewer = actor_of(scenario.reviewer)
    for where in (OFFICE, CHAPTER):
        open_comment(scenario.pk, reviewer, where, "请核对。")
    perform("return", scenario.pk, reviewer)
    evaluation = scenario.evaluation
    stored = load(evaluation)
    changed, _ = fill(edition_of(evaluation), stored, {CHAPTER: "新的原因。"})
    save(evaluation, stored, changed, revision=evaluation.revision, actor=actor_of(scenario.preparer))
    scenario.submit().confirm()
    figures = {"count": 6, "quartiles": {OFFICE: ["0.001", "0.002", "0.003"]}}
    KindFigures.objects.update_or_create(fiscal_year=scenario.year, kind=UnitKind.FIRST_CLASS, defaults=figures)
    return scenario


@pytest.fixture
def reading(page: Page, scenario: Scenario) -> Page:
    """The document, open before its reviewer."""
    sign_in(page, scenario.reviewer)
    page.goto(f"/evaluations/{scenario.pk}/document/")
    return page


def in_paper(page: Page, path: str) -> Locator:
    return page.locator(f'.paper [id="{path}"]')


@pytest.mark.parametrize("width", [1280, 360])
def test_each_comparison_is_a_press_away(reading: Page, width: int) -> None:
    reading.set_viewport_size({"width": width, "height": 800})
    follow(reading, "上次上报")
    expect(in_paper(reading, CHAPTER).locator("ins")).to_have_text("新的原因")
    assert not violations(reading)
    follow(reading, "同类单位")
    expect(in_paper(reading, OFFICE)).to_contain_text("中位数 0.002 高于四分之三的同类单位")
    assert not violations(reading)
    follow(reading, "上年")
    expect(reading.get_by_text("没有上年审核通过的自评。")).to_be_visible()
    follow(reading, "不比较")
    expect(reading.locator(".paper .compared, .paper ins")).to_have_count(0)


def test_nothing_of_the_comparison_is_printed(reading: Page) -> None:
    follow(reading, "上次上报")
    reading.emulate_media(media="print")
    expect(in_paper(reading, CHAPTER).locator("del")).to_be_hidden()
    expect(reading.locator(".beside-choices")).to_be_hidden()


def test_the_comparison_stays_while_a_comment_is_written(reading: Page) -> None:
    follow(reading, "上次上报")
    in_paper(reading, CHAPTER).get_by_role("link", name="批注").click()
    expect(reading).to_have_url(re.compile("comment=.*beside=previous"))
    expect(in_paper(reading, CHAPTER).locator("ins")).to_be_visible()


def test_keys_lead_through_findings_and_comments_and_mark_their_cells(reading: Page) -> None:
    reading.keyboard.press("j")
    expect(reading.locator(".finding-card .cell a").first).to_be_focused()
    expect(in_paper(reading, STAFF)).to_have_class(re.compile("commented"))
    expect(in_paper(reading, STAFF)).to_be_in_viewport()
    reading.keyboard.press("m")
    expect(in_paper(reading, OFFICE)).to_have_class(re.compile("commented"))
    expect(in_paper(reading, STAFF)).not_to_have_class(re.compile("commented"))
    reading.keyboard.press("m")
    expect(in_paper(reading, CHAPTER)).to_have_class(re.compile("commented"))
    reading.keyboard.press("k")
    expect(reading.locator(".finding-card .cell a").last).to_be_focused()


def test_a_cell_marks_its_finding_and_c_writes_a_comment_on_it(reading: Page) -> None:
    in_paper(reading, STAFF).focus()
    expect(reading.locator(f'[id="card.{STAFF}"]')).to_have_class(re.compile("commented"))
    with reading.expect_navigation():
        reading.keyboard.press("c")
    expect(reading.locator("#comment textarea")).to_be_focused()
    reading.keyboard.type("jkm?")
    expect(reading.locator("#comment textarea")).to_have_value("jkm?")


def test_c_on_a_finding_writes_a_comment_on_its_cell_that_begins_with_what_was_found(reading: Page) -> None:
    reading.keyboard.press("j")
    with reading.expect_navigation():
        reading.keyboard.press("c")
    expect(reading).to_have_url(re.compile(f"comment={re.escape(STAFF)}"))
    expect(reading.locator("#comment textarea")).to_be_focused()
    expect(reading.locator("#comment textarea")).not_to_have_value("")


def test_a_standard_comment_fills_in_what_the_cell_says_and_the_comparison_outlasts_it(
    reading: Page, scenario: Scenario
) -> None:
    keep(actor_of(scenario.reviewer), "请附依据", "{单元格}填报 {填报数}，上年 {上年数}，请附依据。", owner=OWN)
    follow(reading, "上次上报")
    in_paper(reading, STAFF).focus()
    with reading.expect_navigation():
        reading.keyboard.press("c")
    reading.get_by_text("填入常用批注").click()
    reading.get_by_role("link", name="请附依据").click()
    box = reading.locator("#comment textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("填报 99，上年 —，请附依据。$"))
    with reading.expect_navigation():
        reading.locator("#comment").get_by_role("button", name="批注").click()
    expect(reading).to_have_url(re.compile(r"\?beside=previous#"))
    expect(reading.get_by_text("填报 99，上年 —，请附依据。").first).to_be_visible()
    expect(in_paper(reading, CHAPTER).locator("ins")).to_be_visible()


def test_the_changes_of_a_cell_show_on_focus_and_under_the_pointer(reading: Page, scenario: Scenario) -> None:
    in_paper(reading, OFFICE).focus()
    expect(reading.locator(".cell-history-box")).to_contain_text(scenario.preparer.name)
    assert not violations(reading)
    reading.keyboard.press("Escape")
    expect(reading.locator(".cell-history-box")).to_have_count(0)
    reading.keyboard.press("ArrowLeft")
    expect(reading.locator(".cell-history-box")).to_contain_text("预算数")
    in_paper(reading, CHAPTER).locator("h3").hover()
    expect(reading.locator(".cell-history-box")).to_contain_text("→ 新的原因。")


def test_a_question_mark_tells_the_keys_of_this_person(reading: Page) -> None:
    reading.keyboard.press("?")
    table = reading.get_by_role("dialog")
    expect(table).to_contain_text("审核通过")
    expect(table).to_contain_text("下一条批注")
    assert not violations(reading)
    reading.keyboard.press("a")
    expect(table).to_be_visible()
