"""Fixed or explained, closed or raised again, must or advice: what each needs and what it leads to."""

from collections.abc import Callable

import pytest

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.comments.models import Comment, CommentState, Demand
from evaluations.comments.reach import chains, comments_of, unanswered
from evaluations.comments.services import answer_comment, close_comment, open_comment, raise_again
from evaluations.common.refusal import Refused
from evaluations.core.content.cells import fill
from evaluations.core.paths import WHOLE
from evaluations.dossier.store import edition_of, load, save
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OFFICE = "basic_data.expenditure.office.final"
FUND = "basic_data.expenditure.earmarked_fund.1"
CHAPTER = "report.chapters.7"


def returned(*wheres: str, demand: Demand = Demand.MUST) -> tuple[Scenario, list[Comment]]:
    scenario = Scenario().at(State.SUBMITTED)
    comments = [
        open_comment(scenario.pk, actor_of(scenario.reviewer), where, "请核对。", demand=demand) for where in wheres
    ]
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请改。")
    return scenario, comments


def typed(scenario: Scenario, path: str, text: str) -> None:
    evaluation = scenario.evaluation
    stored = load(evaluation)
    changed, _ = fill(edition_of(evaluation), stored, {path: text})
    save(evaluation, stored, changed, revision=evaluation.revision, actor=actor_of(scenario.preparer))


def fixed(scenario: Scenario, comment: Comment, text: str = "") -> Comment:
    return answer_comment(comment, actor_of(scenario.preparer), text, CommentState.FIXED)


def test_what_is_unchanged_is_not_fixed_and_the_refusal_names_cell_and_value() -> None:
    scenario, (comment,) = returned(OFFICE)
    value = builders.document().basic_data.amount("office", "final")
    with pytest.raises(Refused, match=rf"附件2 办公经费 2023年决算数”还是“{value}”，与上报时相同"):
        fixed(scenario, comment)
    assert Comment.objects.get().state == CommentState.OPEN


def test_a_fixed_comment_without_text_says_what_was_changed() -> None:
    scenario, (comment,) = returned(OFFICE)
    value = builders.document().basic_data.amount("office", "final")
    typed(scenario, OFFICE, "0.5")
    assert fixed(scenario, comment).answer == f"已修改：{value} → 0.5"
    assert fixed(scenario, comment, "照决算改了。").answer == "照决算改了。"
    assert AuditEvent.objects.filter(action="answer_comment").count() == 2


@pytest.mark.parametrize(
    ("where", "path"),
    [
        (FUND, f"{FUND}.name"),
        (CHAPTER, CHAPTER),
        (WHOLE, "preparer.phone"),
        ("self_assessment.by_revenue", "self_assessment.by_revenue.other_funds"),
    ],
)
def test_rows_chapters_and_the_whole_evaluation_are_fixed_by_a_change_within(where: str, path: str) -> None:
    scenario, (comment,) = returned(where)
    with pytest.raises(Refused, match="与上报时相同"):
        fixed(scenario, comment)
    typed(scenario, path, "12345")
    assert "→" in fixed(scenario, comment).answer


def test_a_row_is_still_the_same_after_it_has_moved() -> None:
    scenario, (comment,) = returned(FUND)
    Comment.objects.update(where="basic_data.expenditure.earmarked_fund")  # as if the row had been deleted
    typed(scenario, f"{FUND}.name", "另一个专项")
    assert fixed(scenario, comment).state == CommentState.FIXED


def test_explaining_needs_a_reason() -> None:
    scenario, (comment,) = returned(OFFICE)
    with pytest.raises(Refused, match="请填写答复内容"):
        answer_comment(comment, actor_of(scenario.preparer), " ")


def answered(scenario: Scenario, comment: Comment) -> None:
    answer_comment(comment, actor_of(scenario.preparer), "情况属实。")
    scenario.submit().confirm()


def test_a_comment_raised_again_follows_the_old_one_and_settles_it() -> None:
    scenario, (comment,) = returned(OFFICE, demand=Demand.ADVICE)
    answered(scenario, comment)
    again = raise_again(comment, actor_of(scenario.reviewer), "仍请附依据。")
    comment.refresh_from_db()
    assert (comment.state, again.state, again.where, again.demand) == ("raised_again", "open", OFFICE, "advice")
    assert [list(chain) for chain in chains(comments_of(scenario.evaluation, actor_of(scenario.reviewer)))] == [
        [comment, again]
    ]
    assert list(unanswered(scenario.evaluation)) == [again]
    assert scenario.evaluation.review_started_at
    with pytest.raises(Refused, match="已经再次提出"):
        close_comment(comment, actor_of(scenario.reviewer))
    with pytest.raises(Refused, match="已经再次提出"):
        raising(scenario, comment)


def raising(scenario: Scenario, comment: Comment, text: str = "再看。") -> Comment:
    return raise_again(comment, actor_of(scenario.reviewer), text)


@pytest.mark.parametrize(
    ("do", "message"),
    [
        (
            lambda scenario, comment: raise_again(comment, actor_of(scenario.preparer), "再看。"),
            "只有分配给该单位的审核员",
        ),
        (lambda scenario, comment: raising(scenario, comment, " "), "请填写批注内容"),
    ],
)
def test_only_the_reviewer_raises_again_and_says_why(do: Callable[[Scenario, Comment], Comment], message: str) -> None:
    scenario, (comment,) = returned(OFFICE)
    answered(scenario, comment)
    with pytest.raises(Refused, match=message):
        do(scenario, comment)
    assert Comment.objects.get().state == CommentState.EXPLAINED


def test_a_comment_without_an_answer_is_not_raised_again() -> None:
    scenario, (comment,) = returned(OFFICE)
    scenario.submit().confirm()
    with pytest.raises(Refused, match="还没有答复"):
        raising(scenario, comment)


def test_advice_does_not_hold_up_the_approval_and_is_closed_by_it() -> None:
    scenario, (advice, must) = returned(OFFICE, CHAPTER, demand=Demand.ADVICE)
    Comment.objects.filter(pk=must.pk).update(demand=Demand.MUST)
    scenario.submit().confirm()
    with pytest.raises(Refused, match="还有 1 处必须修改的批注没有答复：自评报告"):
        perform("approve", scenario.pk, actor_of(scenario.reviewer))
    close_comment(must, actor_of(scenario.reviewer))
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    advice.refresh_from_db()
    assert (advice.state, advice.closed_by) == (CommentState.CLOSED, scenario.reviewer)
