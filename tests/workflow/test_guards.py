"""What must hold before a transition, and what the person is told when it does not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from evaluations.basic_data.models import BasicData
from evaluations.comments.services import answer_comment, close_comment, open_comment
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extension
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.stage import Stage, explained

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"
STAFF = "basic_data.staffing.staff_in_post"


def test_an_error_blocks_the_submission_and_is_named() -> None:
    stage = Stage().type({"thrift_measures": ""})
    with pytest.raises(Refused, match=r"还有 1 处错误：附件2 厉行节约保障措施（A2-10）"):
        stage.submit()


def test_many_errors_are_counted_and_the_first_five_named() -> None:
    stage = Stage().fill(builders.empty(builders.edition()))
    with pytest.raises(Refused, match=r"还有 \d\d 处错误：(.*、){4}.*）等。"):
        stage.submit()


def with_a_warning(stage: Stage, text: str) -> Stage:
    return stage.type({"staffing.staff_in_post": "99"}, explanations=explained(STAFF, "A2-01", text) if text else ())


def test_an_unexplained_warning_blocks_the_submission_and_is_named() -> None:
    with pytest.raises(Refused, match=r"还有 1 处需说明：附件2 .*（A2-01）"):
        with_a_warning(Stage(), "").submit()


def test_an_explained_warning_lets_the_submission_pass() -> None:
    stage = with_a_warning(Stage(), "年中划入人员，编制尚未调整。").submit()
    assert stage.evaluation.state == State.UNIT_CHECK


def test_the_confirmation_asks_the_checks_again() -> None:
    stage = Stage().at(State.UNIT_CHECK)
    BasicData.objects.filter(evaluation=stage.pk).update(thrift_measures="")
    with pytest.raises(Refused, match="A2-10"):
        stage.confirm()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Stops the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def at(self, moment: datetime) -> None:
        self.monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_moment_of_the_deadline_still_counts(clock: Clock) -> None:
    stage = Stage().fill()
    clock.at(stage.year.deadline)
    stage.submit().confirm()
    assert stage.evaluation.state == State.SUBMITTED


@pytest.mark.parametrize("name", ["submit", "confirm"])
def test_a_moment_after_the_deadline_is_too_late(name: str, clock: Clock) -> None:
    stage = Stage().at(State.DRAFTING if name == "submit" else State.UNIT_CHECK)
    clock.at(stage.year.deadline + timedelta(microseconds=1))
    with pytest.raises(Refused, match=r"截止，不能再填写和提交.*申请延期"):
        perform(name, stage.pk, stage.preparer if name == "submit" else stage.head)


def test_an_extension_opens_the_year_again(clock: Clock) -> None:
    stage = Stage().fill()
    until = stage.year.deadline + timedelta(days=3)
    grant_extension(stage.year, stage.unit, until, "系统故障", stage.manager)
    clock.at(until)
    stage.submit()
    clock.at(until + timedelta(microseconds=1))
    with pytest.raises(Refused, match="截止"):
        stage.confirm()


def test_a_year_that_has_not_opened_takes_no_submission() -> None:
    stage = Stage().fill()
    now = timezone.now()
    FiscalYear.objects.filter(pk=stage.year.pk).update(opens_at=now + timedelta(hours=1))
    with pytest.raises(Refused, match="开始填报"):
        stage.submit()


def test_coming_back_needs_no_open_year(clock: Clock) -> None:
    stage = Stage().at(State.UNIT_CHECK)
    clock.at(stage.year.deadline + timedelta(days=1))
    perform("send_back", stage.pk, stage.head, "再核对一下")
    assert stage.evaluation.state == State.DRAFTING


def test_who_submitted_can_not_confirm_in_a_new_role() -> None:
    stage = Stage().at(State.UNIT_CHECK)
    Membership.objects.filter(user=stage.preparer).update(role=Role.UNIT_HEAD)
    promoted = type(stage.preparer).objects.get(pk=stage.preparer.pk)
    with pytest.raises(Refused, match="提交的人不能自己确认"):
        perform("confirm", stage.pk, promoted)


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
    stage = Stage().at(state)
    with pytest.raises(Refused, match="请写明"):
        perform(name, stage.pk, getattr(stage, actor), comment)


@pytest.mark.parametrize("comment", ["好" * 2001, "有\x00字符"])
def test_a_reason_that_can_not_be_stored_is_refused(comment: str) -> None:
    stage = Stage().at(State.SUBMITTED)
    with pytest.raises(Refused, match=r"^意见："):
        perform("return", stage.pk, stage.reviewer, comment)


def test_an_open_comment_is_reason_enough_to_return() -> None:
    stage = Stage().at(State.SUBMITTED)
    open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。")
    perform("return", stage.pk, stage.reviewer)
    assert stage.evaluation.state == State.RETURNED


def test_a_closed_comment_is_no_reason_to_return() -> None:
    stage = Stage().at(State.SUBMITTED)
    close_comment(open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。"), stage.reviewer)
    with pytest.raises(Refused, match="请写明退回的原因"):
        perform("return", stage.pk, stage.reviewer)


def test_an_open_comment_blocks_the_approval_and_is_named() -> None:
    stage = Stage().at(State.SUBMITTED)
    comment = open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。")
    with pytest.raises(Refused, match=r"还有 1 处批注没有答复：附件2 .*办公经费"):
        perform("approve", stage.pk, stage.reviewer)
    close_comment(comment, stage.reviewer)
    perform("approve", stage.pk, stage.reviewer)


def test_the_approval_closes_what_was_answered() -> None:
    stage = Stage().at(State.SUBMITTED)
    comment = open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。")
    perform("return", stage.pk, stage.reviewer)
    answer_comment(comment, stage.preparer, "核对无误。")
    stage.submit().confirm()
    perform("approve", stage.pk, stage.reviewer)
    comment.refresh_from_db()
    assert (comment.state, comment.closed_by) == ("closed", stage.reviewer)


def test_publishing_needs_the_redaction_to_be_seen() -> None:
    stage = Stage().at(State.APPROVED)
    with pytest.raises(Refused, match="勾选"):
        perform("publish", stage.pk, stage.manager)
    assert stage.evaluation.state == State.APPROVED
