"""What people do with the findings and before they sign: correct a cell on the spot, take a reason over, decide on one page."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import actor_of
from evaluations.comments.services import open_comment
from evaluations.filling.steps import CHECK
from evaluations.records.models import Explanation
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.browser.acting import cell, press_named, sign_in, sign_in_at_the_door
from tests.filling.forms import BLANK, PROJECT, address, fill_in, typed_into
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE = "basic_data.expenditure.office"
FINAL = f"{PROJECT}.final"


@pytest.fixture
def over_budget() -> Scenario:
    """Two amounts over their budgets."""
    scenario = Scenario()
    texts = {f"{line}.{c}": t for line in (PROJECT, OFFICE) for c, t in (("final", "8"), ("budget", "3"))}
    fill_in(scenario.evaluation, typed_into(BLANK, texts))
    return scenario


def in_view(page: Page, selector: str) -> bool:
    box, size = page.locator(selector).bounding_box(), page.viewport_size
    assert box
    assert size
    return 0 <= box["y"] < size["height"]


@pytest.mark.parametrize("how", ["page", "plain_page"])
def test_a_cell_is_corrected_beside_its_finding_and_the_list_keeps_its_place(
    request: pytest.FixtureRequest, over_budget: Scenario, how: str
) -> None:
    page: Page = request.getfixturevalue(how)
    sign_in(page, over_budget.preparer)
    page.goto(address(over_budget.evaluation, CHECK))
    cell(page, f"{OFFICE}.final").fill("9")
    with page.expect_navigation():
        page.locator(f'[id="card.{OFFICE}.final"] .finding-value button').click()
    assert page.url.endswith(f"#card.{OFFICE}.final")
    expect(cell(page, f"{OFFICE}.final")).to_have_value("9")
    assert in_view(page, f'[id="card.{OFFICE}.final"]')


def test_enter_in_a_cell_saves_it_and_comes_back_to_it(page: Page, over_budget: Scenario) -> None:
    sign_in(page, over_budget.preparer)
    page.goto(address(over_budget.evaluation, CHECK))
    cell(page, f"{OFFICE}.final").fill("9")
    with page.expect_navigation():
        cell(page, f"{OFFICE}.final").press("Enter")
    assert page.url.endswith(f"#card.{OFFICE}.final")
    expect(cell(page, f"{OFFICE}.final")).to_have_value("9")


def test_a_reason_is_taken_over_by_the_cell_below(page: Page, over_budget: Scenario) -> None:
    sign_in(page, over_budget.preparer)
    page.goto(address(over_budget.evaluation, CHECK))
    page.locator(f'[name="explanation.A2-08.{FINAL}"]').fill("年中追加。")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^同上")).first.click()
    expect(page.locator(f'[name="explanation.A2-08.{OFFICE}.final"]')).to_have_value("年中追加。")
    assert Explanation.objects.count() == 2


def test_all_findings_are_explained_with_one_reason(page: Page, over_budget: Scenario) -> None:
    sign_in(page, over_budget.preparer)
    page.goto(address(over_budget.evaluation, CHECK))
    page.get_by_label("全部勾选").check()
    expect(page.get_by_text("已勾选 2 处。")).to_be_visible()
    page.get_by_label("同一段话说明勾选的各处").fill("年中追加。")
    press_named(page, "填入勾选的各处并保存")
    assert {each.text for each in Explanation.objects.all()} == {"年中追加。"}
    assert Explanation.objects.count() == 2


def test_the_head_confirms_on_a_telephone_with_three_clicks(page: Page) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in_at_the_door(page, scenario.head.username)  # the first
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^核对")).click()
    for words in ("总分", "评价等级", "执行率", f"审核员{scenario.reviewer.name}"):
        expect(page.get_by_text(words).first).to_be_visible()
    for verb in ("确认上报", "退回修改"):
        assert page.get_by_text(verb, exact=True).last.is_visible()
    press_named(page, "确认上报")
    expect(page.get_by_role("heading", name="已确认上报")).to_be_visible()
    expect(page.get_by_text(f"{scenario.unit.code}-2023-1")).to_be_visible()
    assert scenario.evaluation.state == State.SUBMITTED


def test_the_head_sends_it_back_from_the_same_page(page: Page) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    sign_in(page, scenario.head)
    page.goto(f"{address(scenario.evaluation)}transitions/confirm/")
    page.get_by_role("link", name="退回修改", exact=True).click()
    box = page.get_by_label("原因")
    expect(box).to_be_in_viewport()
    box.fill("请补充批文文号。")
    press_named(page, "退回修改")
    assert scenario.evaluation.state == State.DRAFTING


def test_whoever_submits_again_is_led_to_the_comments_without_an_answer(page: Page) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), FINAL, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    sign_in(page, scenario.preparer)
    page.goto(address(scenario.evaluation, CHECK))
    with page.expect_navigation():
        page.locator(".message.warning a").click()
    assert page.url.endswith(f"{address(scenario.evaluation)}document/#comment-{comment.pk}")
    expect(page.get_by_label("答复")).to_be_visible()
