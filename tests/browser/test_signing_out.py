"""Whoever signs out with something unsent is told and may stay; after that nothing of theirs is left in the browser, and nobody else gets it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Session, User
from accounts.roles import Role
from evaluations.filling.steps import BASIC_DATA
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, open_step, quick, sign_in, sign_in_at_the_door
from tests.browser.test_kept_uploads import choose
from tests.factories import a_person
from tests.filling.forms import stored
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FINAL = "basic_data.expenditure.office.final"
SECRET = "还没有提交的批注"
DOOR = re.compile("/sign-in/$")
KEPT = "async () => JSON.stringify({ ...localStorage, ...sessionStorage })"

FILES = """() => new Promise((resolve) => {
  const opening = indexedDB.open("forms", 1);
  opening.onsuccess = () => {
    const counting = opening.result.transaction("files").objectStore("files").count();
    counting.onsuccess = () => resolve(counting.result);
  };
})"""


@pytest.fixture
def scenario() -> Scenario:
    """An evaluation that its reviewer reads."""
    return Scenario().fill().submit().confirm()


def a_comment(page: Page, scenario: Scenario) -> Locator:
    """Something typed into a plain form, and not sent."""
    page.goto(f"/evaluations/{scenario.evaluation.pk}/document/?comment={FINAL}")
    box = page.locator("#comment textarea")
    box.fill(SECRET)
    return box


def leave(page: Page) -> None:
    page.get_by_role("button", name="退出", exact=True).click()


def is_out(page: Page) -> None:
    expect(page).to_have_url(DOOR)
    expect(page.get_by_label("用户名")).to_be_visible()


def test_with_nothing_unsent_nobody_is_asked(page: Page) -> None:
    sign_in(page, a_person(Role.PREPARER))
    page.goto("/")
    leave(page)
    is_out(page)
    assert page.evaluate(KEPT) == "{}"


def test_what_was_typed_last_into_a_step_is_saved_first(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    quick(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    cell(page, FINAL).fill("8")
    leave(page)
    is_out(page)
    assert stored(evaluation)[FINAL] == "8"


def test_a_step_that_can_not_be_saved_is_told(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    quick(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    page.route("**/cells/**", lambda route: route.abort())
    cell(page, FINAL).fill("8")
    leave(page)
    dialog = page.get_by_role("dialog", name="还有 1 处内容没有保存")
    dialog.get_by_role("button", name="留下").click()
    expect(dialog).to_have_count(0)
    page.unroute("**/cells/**")
    is_saved(page)
    leave(page)
    is_out(page)


def test_a_person_with_unsent_text_may_stay_or_leave_and_then_nothing_is_left(page: Page, scenario: Scenario) -> None:
    sign_in(page, scenario.reviewer)
    box = a_comment(page, scenario)
    other = page.context.new_page()
    other.goto("/help/")
    leave(other)
    other.get_by_role("dialog", name="还有 1 处内容没有保存").press("Escape")
    expect(box).to_have_value(SECRET)
    assert SECRET in page.evaluate(KEPT)
    leave(other)
    other.get_by_role("button", name="删除并退出").click()
    is_out(other)
    expect(page).to_have_url(DOOR)
    for one in (page, other):
        assert one.evaluate(KEPT) == "{}"


def test_a_file_that_was_chosen_is_told_and_removed(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    choose(page, evaluation, preparer)
    leave(page)
    page.get_by_role("dialog", name="还有 1 处内容没有保存").get_by_role("button", name="删除并退出").click()
    is_out(page)
    assert page.evaluate(FILES) == 0


def test_a_sign_out_that_does_not_arrive_forgets_nothing(page: Page, scenario: Scenario) -> None:
    sign_in(page, scenario.reviewer)
    a_comment(page, scenario)
    page.route("**/session/", lambda route: route.abort())
    leave(page)
    page.get_by_role("button", name="删除并退出").click()
    expect(page.get_by_role("alert")).to_contain_text("没有退出：网络中断")
    assert SECRET in page.evaluate(KEPT)
    assert Session.objects.exists()


def test_a_name_that_begins_another_s_gets_nothing_of_theirs(page: Page, scenario: Scenario) -> None:
    User.objects.filter(pk=scenario.reviewer.pk).update(username="何 志远")
    sign_in(page, User.objects.get(pk=scenario.reviewer.pk))
    a_comment(page, scenario)
    sign_in_at_the_door(page, a_person(Role.REVIEWER, username="何").username)
    leave(page)
    is_out(page)
    assert SECRET in page.evaluate(KEPT)
