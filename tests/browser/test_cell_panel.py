"""The panel beside the sheet: it follows the cell with the focus, takes a reason on the spot, and gives way where there is no room."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from accounts.models import User
from evaluations.dossier.freezing import freeze
from evaluations.filling.steps import BASIC_DATA, INDICATORS
from evaluations.records.models import Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import cell, is_saved, open_step, quick, type_into
from tests.core.builders import document
from tests.factories import a_year, an_evaluation, in_state
from tests.filling.forms import fill_in, stored
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPERATING = "basic_data.expenditure.operating.final"
OFFICE = "basic_data.expenditure.office.final"
REASON = "年中追加了水电费。"


@pytest.fixture
def evaluation(evaluation: SelfEvaluation) -> SelfEvaluation:
    """Over its budget on one line; last year's is approved."""
    before = fill_in(an_evaluation(fiscal_year=a_year(2022)), document({"operating.final": "6.25"}))
    freeze(before, None, "confirm")
    SelfEvaluation.objects.filter(pk=before.pk).update(**in_state(State.APPROVED))
    return fill_in(evaluation, document({"operating.budget": "5", "operating.prior_final": "6.25"}))


@pytest.fixture
def tab(page: Page, preparer: User, evaluation: SelfEvaluation) -> Page:
    """附件2, opened by the preparer."""
    open_step(quick(page, preparer), evaluation, BASIC_DATA)
    return page


def panel(page: Page) -> Locator:
    return page.locator("#cell-panel")


def test_it_follows_the_cell_and_says_all_about_it(tab: Page) -> None:
    expect(panel(tab)).to_contain_text("点一个单元格")
    cell(tab, OPERATING).click()
    expect(panel(tab).get_by_role("heading", level=2)).to_have_text("附件2 公用经费 2023年决算数")
    expect(panel(tab)).to_contain_text("基本支出中的一般商品和服务支出")
    expect(panel(tab)).to_contain_text("需说明")
    cell(tab, OFFICE).focus()
    expect(panel(tab).get_by_role("heading", level=2)).to_contain_text("办公经费")
    assert not violations(tab)


def test_a_reason_is_stored_when_its_box_is_left(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, OPERATING).click()
    box = panel(tab).get_by_label("说明原因").first
    box.fill(REASON)
    with tab.expect_response(lambda answer: answer.request.method == "POST" and "/cell/" in answer.url):
        cell(tab, OFFICE).focus()
    expect(tab.locator(f'[name="{OPERATING}"] + .cell-notes .warning')).to_have_count(0)
    assert REASON in Explanation.objects.filter(evaluation=evaluation).values_list("text", flat=True)


def test_a_reason_is_not_lost_while_the_network_is_off(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, OPERATING).click()
    box = panel(tab).get_by_label("说明原因").first
    box.fill(REASON)
    tab.context.set_offline(offline=True)
    panel(tab).get_by_role("button", name="保存说明").first.click()
    expect(panel(tab).get_by_role("alert")).to_contain_text("文字还在这里")
    expect(box).to_have_value(REASON)
    tab.context.set_offline(offline=False)
    panel(tab).get_by_role("button", name="保存说明").first.click()
    expect(panel(tab).get_by_role("alert")).to_have_count(0)
    assert REASON in Explanation.objects.filter(evaluation=evaluation).values_list("text", flat=True)


def test_what_is_typed_while_a_reason_is_being_stored_is_stored_next(tab: Page, evaluation: SelfEvaluation) -> None:
    waiting: list[Route] = []
    tab.route(
        "**/cell/**", lambda route: waiting.append(route) if _is_first_post(route, waiting) else route.continue_()
    )
    cell(tab, OPERATING).click()
    box = panel(tab).get_by_label("说明原因").first
    box.fill(REASON)
    with tab.expect_request(lambda request: request.method == "POST" and "/cell/" in request.url):
        panel(tab).get_by_role("button", name="保存说明").first.click()
    box.fill(f"{REASON}并已公开。")
    with tab.expect_response(lambda answer: answer.request.method == "POST" and "并已公开" in sent(answer)):
        waiting[0].continue_()
    expect(box).to_have_value(f"{REASON}并已公开。")
    given = Explanation.objects.filter(evaluation=evaluation).values_list("text", flat=True)
    assert f"{REASON}并已公开。" in given


def _is_first_post(route: Route, waiting: list[Route]) -> bool:
    return route.request.method == "POST" and not waiting


def sent(answer: Response) -> str:
    return unquote(answer.request.post_data or "")


def test_a_reason_that_was_refused_stays_until_it_is_stored(tab: Page) -> None:
    cell(tab, OPERATING).click()
    box = panel(tab).get_by_label("说明原因").first
    box.fill("长" * 3000)
    cell(tab, OFFICE).focus()
    expect(panel(tab).locator(".field-error")).to_be_visible()
    type_into(tab, OFFICE, "1")
    is_saved(tab)
    expect(box).to_have_value("长" * 3000)
    box.fill(REASON)
    cell(tab, OFFICE).focus()
    expect(panel(tab).get_by_role("heading", level=2)).to_contain_text("办公经费")


def test_the_panel_shows_the_cell_with_the_focus_after_a_reason_was_stored_on_leaving(tab: Page) -> None:
    cell(tab, OPERATING).click()
    panel(tab).get_by_label("说明原因").first.fill(REASON)
    cell(tab, OFFICE).focus()
    expect(panel(tab).get_by_role("heading", level=2)).to_contain_text("办公经费")


def test_last_years_figure_is_taken_by_one_press(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, OPERATING).click()
    panel(tab).get_by_role("button", name="填上年数").click()
    expect(cell(tab, OPERATING)).to_have_value("6.25")
    is_saved(tab)
    assert stored(evaluation)[OPERATING] == "6.25"


def test_a_button_pressed_while_the_next_cell_is_on_its_way_does_what_it_says(
    tab: Page, evaluation: SelfEvaluation
) -> None:
    cell(tab, OPERATING).click()
    take = panel(tab).get_by_role("button", name="填上年数")
    expect(take).to_be_visible()
    waiting: list[Route] = []
    tab.route("**/cell/**", lambda route: waiting.append(route) if OFFICE in route.request.url else route.continue_())
    with tab.expect_request("**/cell/**"):
        cell(tab, OFFICE).focus()
    take.hover()
    tab.mouse.down()
    with tab.expect_response("**/cell/**"):
        waiting[0].continue_()
    tab.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    tab.mouse.up()
    expect(cell(tab, OPERATING)).to_have_value("6.25")
    assert stored(evaluation)[OFFICE] == cell(tab, OFFICE).input_value() != "6.25"


def test_a_change_stands_in_the_cells_history_at_once(tab: Page, preparer: User) -> None:
    type_into(tab, OPERATING, "4.5")
    is_saved(tab)
    cell(tab, OPERATING).focus()
    expect(panel(tab).get_by_role("heading", name="修改记录")).to_be_visible()
    expect(panel(tab).locator(".edits li").first).to_contain_text("4.5")


def test_over_a_wide_sheet_it_is_opened_by_its_button_and_stays_as_chosen(
    tab: Page, evaluation: SelfEvaluation
) -> None:
    open_step(tab, evaluation, INDICATORS)
    expect(panel(tab)).to_be_hidden()
    tab.get_by_role("button", name="本格说明").click()
    expect(panel(tab)).to_be_visible()
    assert not violations(tab)
    tab.get_by_role("button", name="本格说明").click()
    expect(panel(tab)).to_be_hidden()


def test_on_a_telephone_it_is_a_sheet_at_the_foot(page_360: Page, preparer: User, evaluation: SelfEvaluation) -> None:
    open_step(quick(page_360, preparer), evaluation, BASIC_DATA)
    expect(panel(page_360)).to_be_hidden()
    cell(page_360, OPERATING).focus()
    page_360.get_by_role("button", name="本格说明").click()
    expect(panel(page_360)).to_contain_text("公用经费")
    box = panel(page_360).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert not violations(page_360)
