"""Comments on cells: opened by the reviewer, answered by the preparer, closed by the reviewer or with the approval.

Each service locks the evaluation, so that a comment and a decision can't cross.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from evaluations.access.rights import PREPARER, REVIEWER, Right
from evaluations.comments.models import Comment, CommentState
from evaluations.common.refusal import Refused
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of, load
from evaluations.history.events import cleaned, locked
from evaluations.history.review_start import note_start
from evaluations.records.anchors import moved
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State

# Nobody's password or telephone number is read for a thread.
_SHOWN = (
    Comment.objects.select_related("author__membership", "answered_by__membership")
    .only(
        *("evaluation", "where", "cell_name", "text", "at", "state", "answer", "answered_at"),
        *("author__name", "author__membership__role", "answered_by__name", "answered_by__membership__role"),
    )
    .order_by("pk")
)


class NoSuchCell(LookupError):
    """The document has no such cell."""


def comments_of(evaluation: SelfEvaluation) -> QuerySet[Comment]:
    """The comments on an evaluation, the first one first, with the people's names and roles. One query."""
    return _SHOWN.filter(evaluation=evaluation)


def is_cell(edition: Edition, document: Document, where: str) -> bool:
    """Whether a comment can hang on `where`: a cell that is filled in, or any other cell of the official tables that has a path."""
    grids = (attachment2.grid(edition, document), attachment3.grid(edition, document))
    return where in cells(edition, document) or any(
        where and cell.path == where for grid in grids for row in grid.rows for cell in row.cells
    )


@transaction.atomic
def open_comment(evaluation_id: int, actor: User, where: str, text: str) -> Comment:
    """A new comment of the unit's reviewer on a cell of a submitted evaluation; the review counts as started.

    Raises:
        NoSuchCell: the document has no cell `where`.
        Refused: not the unit's reviewer, not submitted, or a text that is blank or can't be stored.
    """
    evaluation = locked(evaluation_id)
    _refuse_unless(REVIEWER, evaluation, actor, "写批注", (State.SUBMITTED,))
    edition, document = edition_of(evaluation), load(evaluation)
    if not is_cell(edition, document, where):
        raise NoSuchCell(where)
    name = Names(edition, document).of(where)
    text = _filled(text, "批注内容")
    note_start(evaluation, actor)
    comment = Comment.objects.create(
        evaluation=evaluation, where=where, cell_name=name, text=text, author=actor, at=timezone.now()
    )
    _record("comment", comment, actor, text)
    return comment


@transaction.atomic
def answer_comment(comment: Comment, actor: User, text: str) -> Comment:
    """The comment with the preparer's answer, in place of an earlier one, while the evaluation is being corrected.

    Raises:
        Refused: not a preparer of the unit, not being corrected, closed already, or a text that is blank or can't be stored.
    """
    evaluation = locked(comment.evaluation_id)
    _refuse_unless(PREPARER, evaluation, actor, "答复批注", EDITABLE)
    comment = _not_closed(comment)
    comment.answer = _filled(text, "答复内容")
    comment.answered_by, comment.answered_at, comment.state = actor, timezone.now(), CommentState.ANSWERED
    comment.save(update_fields=("answer", "answered_by", "answered_at", "state"))
    _record("answer_comment", comment, actor, comment.answer)
    return comment


@transaction.atomic
def close_comment(comment: Comment, actor: User) -> Comment:
    """The comment closed by the unit's reviewer, answered or not.

    Raises:
        Refused: not the unit's reviewer, the evaluation is not submitted, or closed already.
    """
    evaluation = locked(comment.evaluation_id)
    _refuse_unless(REVIEWER, evaluation, actor, "关闭批注", (State.SUBMITTED,))
    comment = _not_closed(comment)
    comment.state, comment.closed_by, comment.closed_at = CommentState.CLOSED, actor, timezone.now()
    comment.save(update_fields=("state", "closed_by", "closed_at"))
    _record("close_comment", comment, actor)
    return comment


def close_answered(evaluation: SelfEvaluation, actor: User) -> None:
    """Close every answered comment of the locked evaluation; part of its approval."""
    answered = Comment.objects.filter(evaluation=evaluation, state=CommentState.ANSWERED)
    answered.update(state=CommentState.CLOSED, closed_by=actor, closed_at=timezone.now())


def reanchor_comments(evaluation: SelfEvaluation, moves: Mapping[str, str | None]) -> None:
    """Move comments along with their rows, as `anchors.moved` says; those of a deleted row move to its list and keep the cell's name.

    Call it in the transaction that moves the rows.
    """
    changed = []
    for comment in Comment.objects.filter(evaluation=evaluation):
        where = moved(comment.where, moves)
        if where != comment.where:
            comment.where = _list_of(comment.where) if where is None else where
            changed.append(comment)
    if changed:
        Comment.objects.bulk_update(changed, ("where",))


def _list_of(where: str) -> str:
    head, _, _ = where.rpartition(".")
    return head.rpartition(".")[0]


def _refuse_unless(right: Right, evaluation: SelfEvaluation, actor: User, verb: str, states: tuple[State, ...]) -> None:
    if not right.held(evaluation, actor):
        raise Refused(f"只有{right.words}可以{verb}。")
    if evaluation.state not in states:
        name = evaluation.stage.for_unit if right is PREPARER else evaluation.stage.for_bureau
        raise Refused(f"这份自评现在是“{name}”，不能{verb}。")


def _not_closed(comment: Comment) -> Comment:
    stands = Comment.objects.get(pk=comment.pk)
    if stands.state == CommentState.CLOSED:
        raise Refused("这条批注已经关闭。")
    return stands


def _filled(text: str, what: str) -> str:
    text = cleaned(text, what)
    if not text:
        raise Refused(f"请填写{what}。")
    return text


def _record(action: str, comment: Comment, actor: User, text: str = "") -> None:
    detail = {"comment": comment.pk, "where": comment.where} | ({"text": text} if text else {})
    record(action, actor, subject=str(comment.evaluation_id), detail=detail)
