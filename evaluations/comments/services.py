"""Opens, answers, closes and raises again comments; `kinds` says who may do so and when.

Each service locks the evaluation, so that a comment and a decision can't happen at the same time.
"""

import re
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import record
from evaluations.comments.changes import changes_at
from evaluations.comments.kinds import Kind, Turn
from evaluations.comments.models import ANSWERS, SETTLED, Comment, CommentState, Demand
from evaluations.comments.reach import holding_up
from evaluations.common.refusal import Refused
from evaluations.core.content.anchors import moved
from evaluations.core.content.cells import cells
from evaluations.core.content.places import rows
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.paths import WHOLE, Names
from evaluations.core.text.changes import in_words
from evaluations.dossier.store import edition_of, load
from evaluations.history.events import cleaned, locked
from evaluations.history.models import TEXT_LIMIT
from evaluations.history.review_start import note_start
from evaluations.records.models import SelfEvaluation

_SHOWN = 60
_ROW = re.compile(r"\.\d+(\.\w+)?$")


class NoSuchCell(LookupError):
    """The document has no such place."""


def takes_comment(edition: Edition, document: Document, where: str) -> bool:
    """Whether `where` can have a comment: a cell, a row, the whole evaluation, or any other cell of the official tables that has a path."""
    listed = cells(edition, document)
    if where == WHOLE or where in listed or where in rows(listed):
        return True
    return any(
        where and cell.path == where for grid in tables(edition, document) for row in grid.rows for cell in row.cells
    )


@transaction.atomic
def open_comment(
    evaluation_id: int,
    actor: Actor,
    where: str,
    text: str,
    kind: Kind = Kind.COMMENT,
    *,
    demand: Demand = Demand.MUST,
) -> Comment:
    """Open a comment on a place (see `takes_comment`); a comment by the bureau starts the review.

    Raises:
        NoSuchCell: the document has no place `where`.
        Refused: it is not theirs to write, or not the time; or the text is blank or can't be stored.
    """
    evaluation = locked(evaluation_id)
    _refuse_unless(kind.facts.opening, evaluation, actor, f"写{kind.label}")
    return _written(Comment(evaluation=evaluation, kind=kind, where=where, demand=demand), actor, text, kind)


def _written(comment: Comment, actor: Actor, text: str, action: str) -> Comment:
    """Store a new comment, once its place and its text are known to be sound."""
    evaluation, kind = comment.evaluation, comment.of_kind
    edition, document = edition_of(evaluation), load(evaluation)
    if not takes_comment(edition, document, comment.where):
        raise NoSuchCell(comment.where)
    comment.text = _filled(text, f"{kind.label}内容")
    comment.first_where, comment.cell_name = comment.where, Names(edition, document).of(comment.where)
    if kind.facts.opening.place == "bureau":
        note_start(evaluation, actor)
    comment.author, comment.at = actor.person, timezone.now()
    comment.save()
    _record(action, comment, actor, comment.text)
    return comment


@transaction.atomic
def answer_comment(comment: Comment, actor: Actor, text: str, state: CommentState = CommentState.EXPLAINED) -> Comment:
    """Answer a comment, replacing an earlier answer; one that is FIXED needs no text, which then says what was changed.

    Raises:
        Refused: it is not theirs to answer, or not the time; it takes no answer or is settled already; what it is about is still as it was when
            it was written, though called fixed; or the text is blank or can't be stored.
    """
    evaluation, kind = locked(comment.evaluation_id), comment.of_kind
    if kind.facts.answering is None:
        raise Refused(f"{kind.label}不需要答复。")
    _refuse_unless(kind.facts.answering, evaluation, actor, f"答复{kind.label}")
    comment = _not_settled(comment)
    if state == CommentState.FIXED:
        change = _change(evaluation, comment)
        comment.answer = cleaned(text, "答复内容") or f"{state.label}：{change}"[:TEXT_LIMIT]
    else:
        comment.answer = _filled(text, "答复内容")
    comment.answered_by, comment.answered_at, comment.state = actor.person, timezone.now(), state
    comment.save(update_fields=("answer", "answered_by", "answered_at", "state"))
    _record(f"answer_{kind}", comment, actor, comment.answer, state=state.label)
    return comment


def _change(evaluation: SelfEvaluation, comment: Comment) -> str:
    """What has been changed at the comment's place since it was written, in words."""
    document = load(evaluation)
    found = changes_at(evaluation, [comment], document)[comment.pk]
    if not found:
        shown = cells(edition_of(evaluation), document).get(comment.where)
        still = f"还是“{shown.text[:_SHOWN] or '空白'}”，" if shown else ""
        raise Refused(
            f"“{comment.cell_name}”{still}与上报时相同，没有修改过。请先修改并保存；不用修改的，写明理由，按“已说明”。"
        )
    return in_words(found)


@transaction.atomic
def close_comment(comment: Comment, actor: Actor) -> Comment:
    """Close a comment, answered or not.

    Raises:
        Refused: it is not theirs to close, or not the time; or it is settled already.
    """
    evaluation, kind = locked(comment.evaluation_id), comment.of_kind
    _refuse_unless(kind.facts.closing, evaluation, actor, f"关闭{kind.label}")
    comment = _not_settled(comment)
    if kind.facts.closing.place == "bureau":
        note_start(evaluation, actor)
    comment.state, comment.closed_by, comment.closed_at = CommentState.CLOSED, actor.person, timezone.now()
    comment.save(update_fields=("state", "closed_by", "closed_at"))
    _record(f"close_{kind}", comment, actor)
    return comment


@transaction.atomic
def raise_again(comment: Comment, actor: Actor, text: str) -> Comment:
    """Settle an answered comment by a new one on the same place, which follows it and asks for as much.

    Raises:
        Refused: it is not theirs to write, or not the time; it is settled already or not answered; or the text is blank or can't be stored.
    """
    evaluation, kind = locked(comment.evaluation_id), comment.of_kind
    _refuse_unless(kind.facts.opening, evaluation, actor, f"再次提出{kind.label}")
    before = _not_settled(comment)
    if before.state not in ANSWERS:
        raise Refused(f"这条{kind.label}还没有答复，不用再次提出。")
    before.state = CommentState.RAISED_AGAIN
    before.save(update_fields=("state",))
    again = Comment(evaluation=evaluation, kind=kind, where=before.where, demand=before.demand, follows=before)
    return _written(again, actor, text, f"raise_{kind}")


def close_settled(evaluation: SelfEvaluation, actor: Actor) -> None:
    """Close every comment on the locked evaluation that does not hold up the approval; part of it."""
    left = ~Q(state__in=SETTLED) & ~Q(holding_up())
    Comment.objects.filter(left, evaluation=evaluation).update(
        state=CommentState.CLOSED, closed_by=actor.person, closed_at=timezone.now()
    )


def reanchor_comments(evaluation: SelfEvaluation, moves: Mapping[str, str | None]) -> None:
    """Move comments along with their rows (see `anchors.moved`); those of a deleted row move to its list and keep the cell's name.

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
    return _ROW.sub("", where)


def _refuse_unless(turn: Turn, evaluation: SelfEvaluation, actor: Actor, verb: str) -> None:
    if not turn.right.held(evaluation, actor):
        raise Refused(f"只有{turn.right.words}可以{verb}。")
    if evaluation.state not in turn.states:
        name = evaluation.stage.for_unit if turn.place == "unit" else evaluation.stage.for_bureau
        raise Refused(f"这份自评现在是“{name}”，不能{verb}。")


def _not_settled(comment: Comment) -> Comment:
    stands = Comment.objects.get(pk=comment.pk)
    if stands.state == CommentState.CLOSED:
        raise Refused(f"这条{stands.of_kind.label}已经关闭。")
    if stands.is_settled:
        raise Refused(f"这条{stands.of_kind.label}已经再次提出，请看后一条。")
    return stands


def _filled(text: str, what: str) -> str:
    text = cleaned(text, what)
    if not text:
        raise Refused(f"请填写{what}。")
    return text


def _record(action: str, comment: Comment, actor: Actor, text: str = "", **more: str) -> None:
    detail = {"comment": comment.pk, "where": comment.where, **more} | ({"text": text} if text else {})
    record(action, actor, subject=str(comment.evaluation_id), detail=detail)
