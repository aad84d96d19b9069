"""What must hold before a transition, and what the person is told when it does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import Membership
from accounts.roles import Role
from evaluations.comments.services import answer_comment, close_comment, open_comment
from evaluations.common.refusal import Refused
from evaluations.contents.models import FormRow
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extension
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.clock import Clock
from tests.core import builders
from tests.scenario import Scenario, explained

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"
STAFF = "basic_data.staffing.staff_in_post"
COLUMNS = ("prior_final", "budget", "final")


def test_an_error_blocks_the_submission_and_is_named() -> None:
    scenario = Scenario().type({"thrift_measures": ""})
    with pytest.raises(Refused, match=r"还有 1 处错误：附件2 厉行节约保障措施（A2-10）"):
        scenario.submit()


def test_many_errors_are_counted_and_the_first_five_named() -> None:
    scenario = Scenario().fill(builders.empty(builders.edition()))
    with pytest.raises(Refused, match=r"还有 \d\d 处错误：(.*、){4}.*）等。"):
        scenario.submit()


def with_a_warning(scenario: Scenario, text: str) -> Scenario:
    return scenario.type({"staffing.staff_in_post": "99"}, explanations=explained(STAFF, "A2-01", text) if text else ())


def test_an_unexplained_warning_blocks_the_submission_and_is_named() -> None:
    with pytest.raises(Refused, match=r"还有 1 处需说明：附件2 .*（A2-01）"):
        with_a_warning(Scenario(), "").submit()


def test_an_explained_warning_lets_the_submission_pass() -> None:
    scenario = with_a_warning(Scenario(), "年中划入人员，编制尚未调整。").submit()
    assert scenario.evaluation.state == State.UNIT_CHECK


def test_the_confirmation_asks_the_checks_again() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    FormRow.objects.filter(evaluation=scenario.pk, section="").update(cells="{}")
    with pytest.raises(Refused, match="A2-10"):
        scenario.confirm()


def test_the_moment_of_the_deadline_still_counts(clock: Clock) -> None:
    scenario = Scenario().fill()
    clock.at(scenario.year.deadline)
    scenario.submit().confirm()
    assert scenario.evaluation.state == State.SUBMITTED


@pytest.mark.parametrize("name", ["submit", "confirm"])
def test_a_moment_after_the_deadline_is_too_late(name: str, clock: Clock) -> None:
    scenario = Scenario().at(State.DRAFTING if name == "submit" else State.UNIT_CHECK)
    clock.at(scenario.year.deadline + timedelta(microseconds=1))
    with pytest.raises(Refused, match=r"截止，不能再填写和提交.*申请延期"):
        perform(name, scenario.pk, actor_of(scenario.preparer if name == "submit" else scenario.head))


def test_an_extension_opens_the_year_again(clock: Clock) -> None:
    scenario = Scenario().fill()
    until = scenario.year.deadline + timedelta(days=3)
    grant_extension(scenario.year, scenario.unit, until, "系统故障", actor_of(scenario.manager))
    clock.at(until)
    scenario.submit()
    clock.at(until + timedelta(microseconds=1))
    with pytest.raises(Refused, match="截止"):
        scenario.confirm()


def test_a_year_that_has_not_opened_takes_no_submission() -> None:
    scenario = Scenario().fill()
    now = timezone.now()
    FiscalYear.objects.filter(pk=scenario.year.pk).update(opens_at=now + timedelta(hours=1))
    with pytest.raises(Refused, match="开始填报"):
        scenario.submit()


def test_coming_back_needs_no_open_year(clock: Clock) -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    clock.at(scenario.year.deadline + timedelta(days=1))
    perform("send_back", scenario.pk, actor_of(scenario.head), "再核对一下")
    assert scenario.evaluation.state == State.DRAFTING


def test_who_submitted_can_not_confirm_in_a_new_role() -> None:
    scenario = Scenario().at(State.UNIT_CHECK)
    Membership.objects.filter(user=scenario.preparer).update(role=Role.UNIT_HEAD)
    promoted = type(scenario.preparer).objects.get(pk=scenario.preparer.pk)
    with pytest.raises(Refused, match="提交的人不能自己确认"):
        perform("confirm", scenario.pk, actor_of(promoted))


@pytest.mark.parametrize(
    ("name", "state", "actor"),
    [
        ("send_back", State.UNIT_CHECK, "head"),
        ("return", State.SUBMITTED, "reviewer"),
        ("reopen", State.APPROVED, "manager"),
        ("unpublish", State.PUBLISHED, "manager"),
    ],
)
@pytest.mark.parametrize("comment", ["", "  \n "])
def test_giving_it_back_needs_a_reason(name: str, state: State, actor: str, comment: str) -> None:
    scenario = Scenario().at(state)
    with pytest.raises(Refused, match="请写明"):
        perform(name, scenario.pk, actor_of(getattr(scenario, actor)), comment)


@pytest.mark.parametrize("comment", ["好" * 2001, "有\x00字符"])
def test_a_reason_that_can_not_be_stored_is_refused(comment: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    with pytest.raises(Refused, match=r"^意见："):
        perform("return", scenario.pk, actor_of(scenario.reviewer), comment)


@pytest.mark.slow
def test_an_open_comment_is_reason_enough_to_return() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    assert scenario.evaluation.state == State.RETURNED


def test_a_closed_comment_is_no_reason_to_return() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    close_comment(
        open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。"), actor_of(scenario.reviewer)
    )
    with pytest.raises(Refused, match="请写明退回的原因"):
        perform("return", scenario.pk, actor_of(scenario.reviewer))


@pytest.mark.slow
def test_an_open_comment_blocks_the_approval_and_is_named() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    with pytest.raises(Refused, match=r"还有 1 处必须修改的批注没有答复：附件2 .*办公经费"):
        perform("approve", scenario.pk, actor_of(scenario.reviewer))
    close_comment(comment, actor_of(scenario.reviewer))
    perform("approve", scenario.pk, actor_of(scenario.reviewer))


@pytest.mark.slow
@pytest.mark.parametrize(("number", "more"), [(5, ""), (6, "等")])
def test_of_many_open_comments_five_are_named(number: int, more: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    columns = [f"basic_data.expenditure.{item}.{column}" for item in ("office", "project") for column in COLUMNS]
    names = [
        open_comment(scenario.pk, actor_of(scenario.reviewer), path, "请核对。").cell_name for path in columns[:number]
    ]
    with pytest.raises(Refused) as refused:
        perform("approve", scenario.pk, actor_of(scenario.reviewer))
    assert f"还有 {number} 处必须修改的批注没有答复：{'、'.join(names[:5])}{more}。" in str(refused.value)


@pytest.mark.slow
def test_the_approval_closes_what_was_answered() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    answer_comment(comment, actor_of(scenario.preparer), "核对无误。")
    scenario.submit().confirm()
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    comment.refresh_from_db()
    assert (comment.state, comment.closed_by) == ("closed", scenario.reviewer)


def test_publishing_needs_the_redaction_to_be_seen() -> None:
    scenario = Scenario().at(State.APPROVED)
    with pytest.raises(Refused, match="勾选"):
        perform("publish", scenario.pk, actor_of(scenario.manager))
    assert scenario.evaluation.state == State.APPROVED
