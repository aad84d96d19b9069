"""Typing saves by itself, and no keystroke is lost: the server killed, the network cut, the session ended, two people in one step."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from accounts.models import Session, User
from accounts.roles import Role
from evaluations.filling.steps import BASIC_DATA, BUDGET, REPORT
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import (
    button,
    cell,
    choice_at,
    is_saved,
    meanwhile,
    open_step,
    press,
    quick,
    sign_in,
    sign_in_at_the_door,
    status,
    type_into,
)
from tests.factories import PASSWORD, a_person
from tests.filling.forms import BLANK, FUND, address, fill_in, revision_of, stored, typed_into, with_rows
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "basic_data.expenditure.office"
FINAL, BUDGETED = f"{OFFICE}.final", f"{OFFICE}.budget"
THRIFT = "basic_data.thrift_measures"
ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120  # two workers on a busy machine


@pytest.fixture
def tab(page: Page, preparer: User) -> Page:
    """A page of the preparer that saves quickly."""
    return quick(page, preparer)


def test_typing_saves_by_itself(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, FINAL, "1,234.50")
    type_into(tab, BUDGETED, "3")
    is_saved(tab)
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("1234.5", "3")
    expect(cell(tab, FINAL)).to_have_value("1234.5")
    expect(cell(tab, BUDGETED)).to_be_focused()
    expect(tab.locator(".save-bar [name=revision]")).to_have_value(str(revision_of(evaluation)))


def test_computed_cells_notes_and_counts_follow(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, "basic_data.staffing.authorized_posts", "10")
    type_into(tab, "basic_data.staffing.staff_in_post", "9")
    type_into(tab, FINAL, "-3")
    expect(tab.get_by_role("cell", name="90%")).to_be_visible()
    expect(tab.locator(f'[id="{FINAL}.notes"]')).to_contain_text("不能为负数")
    expect(tab.locator(".step-nav [aria-current] .left")).to_contain_text("处错误")
    assert not violations(tab)
    type_into(tab, FINAL, "3")
    expect(tab.locator(f'[id="{FINAL}.notes"]')).to_have_count(0)


def test_a_text_that_can_not_be_read_stays_and_all_others_are_stored(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, FINAL, "八万")
    type_into(tab, BUDGETED, "3")
    expect(status(tab)).to_have_text("未保存：有 1 处无法识别")
    expect(tab.locator(f'[id="{FINAL}.notes"]')).to_contain_text("应为数字")
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("", "3")
    tab.reload()
    expect(cell(tab, FINAL)).to_have_value("八万")
    expect(status(tab)).to_have_text("未保存：有 1 处无法识别")
    type_into(tab, FINAL, "8")
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "8"


def test_a_row_is_added_after_everything_typed_is_saved(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, FINAL, "8")
    press(tab, f"add:{FUND}")
    expect(cell(tab, f"{FUND}.1.name")).to_be_focused()
    cell(tab, f"{FUND}.1.name").press_sequentially("文化惠民")
    is_saved(tab)
    assert (stored(evaluation)[FINAL], stored(evaluation)[f"{FUND}.1.name"]) == ("8", "文化惠民")


def test_leaving_the_page_asks_nothing_and_loses_nothing(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, FINAL, "8")
    tab.get_by_role("link", name="任务清单").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("整体支出绩效自评")
    open_step(tab, evaluation, BASIC_DATA)
    is_saved(tab)
    expect(cell(tab, FINAL)).to_have_value("8")
    assert stored(evaluation)[FINAL] == "8"


# The network


def test_the_network_is_cut_while_typing(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    tab.context.set_offline(True)
    type_into(tab, "report.chapters.1", "第一段")
    expect(status(tab)).to_have_text("未保存：网络中断，将自动重试")
    type_into(tab, "report.figures.revenue", "74.56")
    expect(status(tab)).to_have_text("未保存：网络中断，将自动重试")
    cell(tab, "report.chapters.1").press("End")
    cell(tab, "report.chapters.1").press_sequentially("，接着写")
    tab.context.set_offline(False)
    is_saved(tab)
    now = stored(evaluation)
    assert (now["report.chapters.1"], now["report.figures.revenue"]) == ("第一段，接着写", "74.56")


def test_the_network_is_cut_for_twenty_seconds_while_typing_goes_on(
    page: Page, preparer: User, evaluation: SelfEvaluation
) -> None:
    page.clock.install()
    sign_in(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    page.route("**/cells/", lambda route: route.abort("internetdisconnected"))
    tried: list[str] = []
    page.on("requestfailed", lambda request: tried.append(request.url))
    cell(page, THRIFT).click()
    for second in range(20):
        page.keyboard.type("节约用电"[second % 4])
        page.clock.run_for(1_000)
        expect(status(page)).to_have_text("未保存：网络中断，将自动重试")
    assert len(tried) > 3
    cell(page, FINAL).fill("8")
    assert (stored(evaluation)[THRIFT], stored(evaluation)[FINAL]) == ("", "")
    page.unroute("**/cells/")
    # A jump, because 30 seconds that run would also be over for the answer that is waited for.
    page.clock.fast_forward(30_000)
    is_saved(page)
    expect(cell(page, THRIFT)).to_have_value("节约用电" * 5)
    expect(cell(page, FINAL)).to_have_value("8")
    assert (stored(evaluation)[THRIFT], stored(evaluation)[FINAL]) == ("节约用电" * 5, "8")


def test_a_save_whose_answer_is_lost_is_no_conflict_with_oneself(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    lost: list[str] = []

    def lose_the_answer(route: Any) -> None:
        if not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    tab.route("**/cells/", lose_the_answer)
    type_into(tab, FINAL, "1,234.50")
    type_into(tab, FINAL, "1,234.56")
    is_saved(tab)
    assert lost
    expect(tab.locator(".cell-choice")).to_have_count(0)
    assert stored(evaluation)[FINAL] == "1234.56"


def test_what_was_not_saved_is_restored_after_a_reload(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    tab.route("**/cells/", lambda route: route.abort())
    type_into(tab, FINAL, "8")
    expect(status(tab)).to_contain_text("网络中断")
    tab.reload()
    expect(cell(tab, FINAL)).to_have_value("8")
    expect(cell(tab, FINAL)).to_have_attribute("title", "未保存的内容已恢复")
    tab.unroute("**/cells/")
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "8"


def test_a_page_drawn_before_the_last_save_is_asked_for_anew(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    here = f"**{address(evaluation, BASIC_DATA)}"
    saves: list[Route] = []

    def come_after_the_save(page: Route) -> None:
        drawn_before = page.fetch()
        tab.unroute(here)
        with tab.expect_response("**/cells/"):
            saves.pop().continue_()
        page.fulfill(response=drawn_before)

    tab.route("**/cells/", lambda route: saves.append(route))  # noqa: PLW0108  # Playwright marks its handlers
    tab.route(here, come_after_the_save)
    with tab.expect_request("**/cells/"):
        cell(tab, FINAL).fill("8")
    tab.reload()
    expect(cell(tab, FINAL)).to_have_value("8")
    assert stored(evaluation)[FINAL] == "8"


def test_what_is_typed_before_the_page_is_ready_is_saved(tab: Page, evaluation: SelfEvaluation) -> None:
    modules: list[Route] = []
    tab.route("**/filling.js", lambda route: modules.append(route))  # noqa: PLW0108  # Playwright marks its handlers
    tab.goto(address(evaluation, BASIC_DATA), wait_until="commit")
    type_into(tab, FINAL, "8")
    cell(tab, THRIFT).fill("节约用电。")
    assert len(modules) == 1
    modules.pop().continue_()
    is_saved(tab)
    expect(cell(tab, FINAL)).to_have_value("8")
    assert (stored(evaluation)[FINAL], stored(evaluation)[THRIFT]) == ("8", "节约用电。")


# The session


def test_the_session_ends_while_typing(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, BUDGETED, "3")
    is_saved(tab)
    Session.objects.all().delete()
    type_into(tab, FINAL, "8")
    dialog = tab.get_by_role("dialog", name="登录已过期")
    expect(dialog).to_be_visible()
    expect(status(tab)).to_have_text("未保存：登录已过期")
    assert (stored(evaluation)[BUDGETED], stored(evaluation)[FINAL]) == ("3", "")
    dialog.get_by_label("密码").fill("wrong")
    dialog.get_by_role("button", name="登录并继续保存").click()
    expect(dialog).to_contain_text("密码不正确")
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录并继续保存").click()
    expect(dialog).to_have_count(0)
    is_saved(tab)
    expect(cell(tab, FINAL)).to_have_value("8")
    expect(cell(tab, FINAL)).to_be_focused()
    assert (stored(evaluation)[BUDGETED], stored(evaluation)[FINAL]) == ("3", "8")
    press(tab, f"add:{FUND}")
    expect(cell(tab, f"{FUND}.1.name")).to_be_focused()


def test_half_an_hour_without_an_act_costs_nothing_that_is_typed_then(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    long_ago = timezone.now() - timedelta(minutes=31)
    Session.objects.update(seen=long_ago, expire_date=long_ago + timedelta(minutes=30))
    with tab.expect_response(re.compile(r"\?revision=")) as looked:
        pass
    assert looked.value.status == 401
    assert looked.value.request.headers["x-asked-by-page"]
    type_into(tab, FINAL, "8")
    dialog = tab.get_by_role("dialog", name="登录已过期")
    with tab.expect_request("**/session/") as asked:
        dialog.get_by_label("密码").fill(PASSWORD)
        dialog.get_by_role("button", name="登录并继续保存").click()
    assert asked.value.headers["x-asked-by-page"]
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "8"


def test_another_persons_session_saves_nothing_typed_on_this_page(
    tab: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    other = tab.context.new_page()
    sign_in_at_the_door(other, a_person(Role.PREPARER, name="李明").username)
    type_into(tab, FINAL, "8")
    expect(tab.get_by_role("dialog", name="登录已过期")).to_contain_text(preparer.username)
    assert stored(evaluation)[FINAL] == ""


# Two people


def test_two_people_in_one_step_merge_and_choose(tab: Page, colleague: Page, evaluation: SelfEvaluation) -> None:
    for page in (tab, colleague):
        open_step(page, evaluation, BASIC_DATA)
    meanwhile(tab, colleague, {FINAL: "8", BUDGETED: "3"}, {FINAL: "7.5", f"{OFFICE}.prior_final": "6"})
    choice = choice_at(tab, FINAL)
    expect(choice).to_contain_text("您填的是“8”；王芳")
    expect(choice).to_contain_text("保存的是“7.5”")
    expect(status(tab)).to_have_text("未保存：有 1 处与别人的改动不同，请在单元格下选择")
    expect(cell(tab, f"{OFFICE}.prior_final")).to_have_value("6")
    assert not violations(tab)
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("7.5", "3")
    button(tab, "save").click()
    expect(choice.get_by_role("button", name="保留我填的 8")).to_be_focused()
    choice.get_by_role("button", name="保留我填的 8").click()
    is_saved(tab)
    now = stored(evaluation)
    assert [now[f"{OFFICE}.{column}"] for column in ("prior_final", "budget", "final")] == ["6", "3", "8"]
    press(tab, "save")
    expect(cell(tab, f"{OFFICE}.prior_final")).to_have_value("6")
    assert stored(evaluation)[f"{OFFICE}.prior_final"] == "6"


def test_each_of_two_people_sees_what_the_other_saved_and_nothing_is_lost(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    for page in (tab, colleague):
        open_step(page, evaluation, BASIC_DATA)
    meanwhile(colleague, tab, {FINAL: "7.5", THRIFT: "节约用水。"}, {BUDGETED: "3", THRIFT: "节约用电。"})
    choice = choice_at(colleague, THRIFT)
    expect(choice).to_contain_text("您填的是“节约用水。”；周敏")
    expect(choice).to_contain_text("保存的是“节约用电。”")
    expect(cell(colleague, BUDGETED)).to_have_value("3")
    assert stored(evaluation)[THRIFT] == "节约用电。"
    colleague.reload()
    expect(cell(colleague, THRIFT)).to_have_value("节约用水。")
    choice.get_by_role("button", name="保留我填的 节约用水。").click()
    is_saved(colleague)
    stands = {BUDGETED: "3", FINAL: "7.5", THRIFT: "节约用水。"}
    assert stands.items() <= stored(evaluation).items()
    for page in (tab, colleague):
        page.reload()
        for path, text in stands.items():
            expect(cell(page, path)).to_have_value(text)


def test_the_other_value_is_taken_over(tab: Page, colleague: Page, evaluation: SelfEvaluation) -> None:
    for page in (tab, colleague):
        open_step(page, evaluation, BASIC_DATA)
    meanwhile(tab, colleague, {FINAL: "8"}, {FINAL: "7.5"})
    tab.get_by_role("button", name="采用王芳的 7.5").click()
    expect(cell(tab, FINAL)).to_have_value("7.5")
    expect(tab.locator(".cell-choice")).to_have_count(0)
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "7.5"


def test_what_is_typed_into_a_row_that_somebody_removed_is_shown_to_be_copied(
    tab: Page, colleague: Page, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(with_rows(BLANK, FUND, FUND), {f"{FUND}.1.name": "甲", f"{FUND}.2.name": "乙"}))
    for page in (tab, colleague):
        open_step(page, evaluation, BASIC_DATA)
    press(colleague, f"remove:{FUND}.1")
    expect(cell(colleague, f"{FUND}.1.name")).to_have_value("乙")
    type_into(tab, f"{FUND}.1.final", "8")
    lost = tab.get_by_role("alert").filter(has_text="没有填入表中的内容")
    expect(lost).to_contain_text("8")
    expect(status(tab)).to_contain_text("没有填入表中")
    assert stored(evaluation)[f"{FUND}.1.final"] == ""
    tab.reload()
    expect(lost).to_contain_text("8")
    lost.get_by_role("button", name="已复制，不再显示").click()
    tab.reload()
    expect(cell(tab, f"{FUND}.1.name")).to_have_value("乙")
    expect(cell(tab, f"{FUND}.1.final")).to_have_value("")
    expect(lost).to_have_count(0)


def test_after_the_deadline_what_is_typed_stays_on_the_page(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BUDGET)
    year = evaluation.fiscal_year
    year.opens_at, year.deadline = "2020-01-01T00:00Z", "2021-01-01T00:00Z"
    year.save()
    type_into(tab, "self_assessment.executed", "8")
    expect(status(tab)).to_contain_text("截止")
    expect(cell(tab, "self_assessment.executed")).to_have_value("8")
