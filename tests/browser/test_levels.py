"""One evaluation through every level of checking: the unit's head, its department, the bureau's first and second review; each sends it back once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from evaluations.history.models import Event
from evaluations.records.states import State
from tests.browser.acting import press_named, sign_in
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "请核对支出决算数后重新上报。"


@pytest.fixture
def evaluation() -> None:
    """The page has its own."""


@pytest.fixture
def scenario() -> Scenario:
    """A filled-in draft of a unit with a department, in a year with all levels."""
    return Scenario().with_levels("unit_check", "department_check", "second_review").fill()


def test_an_evaluation_passes_every_level_and_comes_back_from_each(page: Page, scenario: Scenario) -> None:
    for state, name in decided(page, scenario):
        assert scenario.evaluation.state == state, name
    assert list(Event.objects.values_list("transition", flat=True).exclude(transition="start_review")) == [
        *("submit", "send_back", "submit", "confirm_to_department", "send_down"),
        *("submit", "confirm_to_department", "endorse", "return"),
        *("submit", "confirm_to_department", "endorse", "pass", "back_to_first", "pass", "approve_again"),
    ]
    page.goto(f"/evaluations/{scenario.pk}/document/")
    for words in ("确认报主管部门", "同意上报", "复审通过"):
        expect(page.get_by_text(words).first).to_be_attached()


def decided(page: Page, scenario: Scenario) -> Iterator[tuple[State, str]]:
    """Each decision, one after another, and the state that it leads to."""
    submit = (scenario.preparer, "提交单位审核", "", State.UNIT_CHECK)
    confirm = (scenario.head, "确认报主管部门", "", State.DEPARTMENT_CHECK)
    endorse = (scenario.department_reviewer, "同意上报", "", State.SUBMITTED)
    for person, verb, reason, state in (
        submit,
        (scenario.head, "退回修改", REASON, State.DRAFTING),
        submit,
        confirm,
        (scenario.department_reviewer, "退回单位", REASON, State.DRAFTING),
        submit,
        confirm,
        endorse,
        (scenario.reviewer, "退回", REASON, State.RETURNED),
        submit,
        confirm,
        endorse,
        (scenario.reviewer, "初审通过", "", State.SECOND_REVIEW),
        (scenario.manager, "退回初审", REASON, State.SUBMITTED),
        (scenario.reviewer, "初审通过", "", State.SECOND_REVIEW),
        (scenario.manager, "复审通过", "", State.APPROVED),
    ):
        decide(page, scenario, person, verb, reason)
        yield state, verb


def decide(page: Page, scenario: Scenario, person: User, verb: str, reason: str) -> None:
    """From the page where this person decides, by the link of the verb, through the page that asks once more."""
    sign_in(page, person)
    if person == scenario.preparer:
        page.goto(f"/evaluations/{scenario.pk}/check/")
        press_named(page, verb)  # nothing is to be explained
    else:
        page.goto(f"/evaluations/{scenario.pk}/document/")
        with page.expect_navigation():
            page.get_by_role("link", name=verb, exact=True).first.click()
    if reason:
        page.locator("form.confirmation textarea").first.fill(reason)
    press_named(page, verb)
    expect(page.locator("form.confirmation")).to_have_count(0)
