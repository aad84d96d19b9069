"""A comment's life: opened, answered, closed; by whom, when, on what; and how it follows its cell."""

from collections.abc import Mapping

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.comments.models import Comment, CommentState
from evaluations.comments.reach import comments_of
from evaluations.comments.services import (
    NoSuchCell,
    answer_comment,
    close_comment,
    open_comment,
    reanchor_comments,
)
from evaluations.common.refusal import Refused
from evaluations.core.content import rows
from evaluations.core.form.document import ExpenditureRow
from evaluations.dossier.store import edition_of, load
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"


def commented(scenario: Scenario, where: str = OFFICE, text: str = "请核对。") -> Comment:
    return open_comment(scenario.pk, actor_of(scenario.reviewer), where, text)


@pytest.mark.slow
def test_a_comment_goes_from_open_to_answered_to_closed() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = commented(scenario, text=" 请核对。\r\n附上依据。 ")
    assert (comment.state, comment.text, comment.author) == ("open", "请核对。\n附上依据。", scenario.reviewer)
    assert comment.cell_name.startswith("附件2 办公经费")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    comment = answer_comment(comment, actor_of(scenario.preparer), "已核对。")
    assert (comment.state, comment.answer, comment.answered_by) == ("explained", "已核对。", scenario.preparer)
    scenario.submit().confirm()
    comment = close_comment(comment, actor_of(scenario.reviewer))
    assert (comment.state, comment.closed_by) == ("closed", scenario.reviewer)
    actions = AuditEvent.objects.filter(subject=str(scenario.pk), action__endswith="comment")
    assert list(actions.values_list("action", flat=True)) == ["comment", "answer_comment", "close_comment"]


@pytest.mark.slow
def test_an_answer_can_be_corrected_until_the_comment_is_closed() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = commented(scenario)
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    answer_comment(comment, actor_of(scenario.preparer), "已核对。")
    assert answer_comment(comment, actor_of(scenario.preparer), "已改正。").answer == "已改正。"
    scenario.submit().confirm()
    close_comment(comment, actor_of(scenario.reviewer))
    perform("return", scenario.pk, actor_of(scenario.reviewer), "另一处")
    with pytest.raises(Refused, match="已经关闭"):
        answer_comment(comment, actor_of(scenario.preparer), "晚了。")


@pytest.mark.parametrize("state", [state for state in State if state != State.SUBMITTED])
def test_only_a_submission_takes_comments(state: State) -> None:
    scenario = Scenario().at(state)
    with pytest.raises(Refused, match="不能写批注"):
        commented(scenario)


@pytest.mark.slow
@pytest.mark.parametrize("state", [state for state in State if state not in (State.DRAFTING, State.RETURNED)])
def test_answers_come_while_the_unit_corrects(state: State) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = commented(scenario)
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    stage_to(scenario, state, comment)
    with pytest.raises(Refused, match=r"不能答复批注|已经关闭"):
        answer_comment(comment, actor_of(scenario.preparer), "晚了。")


def stage_to(scenario: Scenario, state: State, comment: Comment) -> None:
    answer_comment(comment, actor_of(scenario.preparer), "已核对。")
    scenario.submit()
    if state == State.UNIT_CHECK:
        return
    scenario.confirm()
    if state in (State.APPROVED, State.PUBLISHED):
        perform("approve", scenario.pk, actor_of(scenario.reviewer))
    if state == State.PUBLISHED:
        perform("publish", scenario.pk, actor_of(scenario.manager), redaction_seen=True)


@pytest.mark.slow
def test_approval_closes_what_was_answered_in_the_reviewers_name() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = commented(scenario)
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    stage_to(scenario, State.APPROVED, comment)
    comment.refresh_from_db()
    assert (comment.state, comment.closed_by) == (CommentState.CLOSED, scenario.reviewer)
    assert comment.closed_at
    assert scenario.evaluation.review_started_by == scenario.reviewer


@pytest.mark.slow
def test_only_the_right_person_comments_answers_and_closes() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    comment = commented(scenario)
    for person in scenario.everybody:
        if person != scenario.reviewer:
            with pytest.raises(Refused, match=r"^只有分配给该单位的审核员"):
                open_comment(scenario.pk, actor_of(person), OFFICE, "越权")
            with pytest.raises(Refused, match=r"^只有分配给该单位的审核员"):
                close_comment(comment, actor_of(person))
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    for person in scenario.everybody:
        if person != scenario.preparer:
            with pytest.raises(Refused, match=r"^只有本单位的填报人"):
                answer_comment(comment, actor_of(person), "越权")
    assert Comment.objects.get().state == CommentState.OPEN


@pytest.mark.parametrize("text", ["", " \n", "好" * 2001, "有\x00字符", "\ud800"])
def test_a_text_that_can_not_be_stored_is_refused_and_starts_no_review(text: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    with pytest.raises(Refused, match="批注内容"):
        commented(scenario, text=text)
    assert scenario.evaluation.review_started_at is None
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "where",
    [
        OFFICE,
        "basic_data.staffing.staff_in_post",
        "self_assessment.by_revenue",
        "self_assessment.indicators.output",
        "self_assessment.indicators.output.quantity",
        "self_assessment.indicators.1.target",
        "report.chapters.3",
        "report.figures.basic",
        "filing_date",
    ],
)
def test_each_cell_of_the_form_takes_a_comment(where: str) -> None:
    comment = commented(Scenario().at(State.SUBMITTED), where)
    assert comment.cell_name
    assert comment.cell_name != where


@pytest.mark.parametrize(
    "where", ["", "nothing", "basic_data", "self_assessment.indicators.99.name", "x" * 5000, "\x00"]
)
def test_what_is_no_cell_takes_none(where: str) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    with pytest.raises(NoSuchCell):
        commented(scenario, where)
    assert scenario.evaluation.review_started_at is None


# Following their rows

FUND = "basic_data.expenditure.earmarked_fund"


@pytest.fixture
def funds() -> Scenario:
    """Three earmarked funds, each with a comment on its amount."""
    named = [ExpenditureRow(item="earmarked_fund", name=name) for name in ("甲专项", "乙专项", "丙专项")]
    scenario = Scenario().fill(builders.with_rows(builders.document(), "earmarked_fund", *named))
    for number in (1, 2, 3):
        Comment.objects.create(
            evaluation_id=scenario.pk,
            where=f"{FUND}.{number}.final",
            cell_name=f"第 {number} 行",
            text=str(number),
            author=scenario.reviewer,
            at=scenario.year.opens_at,
        )
    return scenario


def places(scenario: Scenario) -> dict[str, str]:
    return {
        comment.text: comment.where.removeprefix(FUND)
        for comment in comments_of(scenario.evaluation, actor_of(scenario.reviewer))
    }


def test_comments_swap_with_their_rows(funds: Scenario) -> None:
    evaluation = funds.evaluation
    moved = rows.move(edition_of(evaluation), load(evaluation), f"{FUND}.1", 1)
    reanchor_comments(evaluation, moved.moves)
    assert places(funds) == {"1": ".2.final", "2": ".1.final", "3": ".3.final"}


def test_the_comment_of_a_deleted_row_stays_with_the_list(funds: Scenario) -> None:
    evaluation = funds.evaluation
    moved = rows.remove(edition_of(evaluation), load(evaluation), f"{FUND}.2")
    reanchor_comments(evaluation, moved.moves)
    assert places(funds) == {"1": ".1.final", "2": "", "3": ".2.final"}
    assert Comment.objects.get(text="2").cell_name == "第 2 行"


def test_moves_elsewhere_leave_comments_alone(funds: Scenario) -> None:
    moves: Mapping[str, str | None] = {"basic_data.buildings.1": None}
    before = places(funds)
    reanchor_comments(funds.evaluation, moves)
    assert places(funds) == before


# What the database refuses


@pytest.mark.parametrize(
    "columns",
    [
        {"text": ""},
        {"state": "lost"},
        {"kind": "shout"},
        {"state": "answered"},
        {"state": "fixed"},
        {"state": "explained"},
        {"state": "raised_again"},
        {"demand": "maybe"},
        {"state": "closed"},
        {"answer": "没有答复人"},
        {"closed_by": "reviewer"},
        {"state": "open", "answer": "有", "answered_by": "preparer", "answered_at": True},
    ],
)
def test_the_database_refuses_an_impossible_comment(columns: dict[str, object]) -> None:
    scenario = Scenario()
    values = {
        key: getattr(scenario, str(value))
        if key.endswith("_by")
        else scenario.year.opens_at
        if value is True
        else value
        for key, value in columns.items()
    }
    whole = {
        "text": "请核对。",
        "author": scenario.reviewer,
        "at": scenario.year.opens_at,
        "cell_name": "格",
        "where": OFFICE,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(evaluation_id=scenario.pk, **(whole | values))
