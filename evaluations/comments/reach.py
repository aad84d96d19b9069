"""Which comments a person can reach, and which comments on an evaluation are unanswered."""

import re
from collections.abc import Iterable, Mapping

from django.db.models import CharField, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.actors import Actor
from accounts.roles import PlaceKind
from evaluations.access.evaluations import evaluation_for_review, evaluation_for_view
from evaluations.comments.kinds import ANSWERED, Kind, answered_at, seen_by
from evaluations.comments.models import SETTLED, Comment, CommentState, Demand
from evaluations.common.kept_query import Given, Kept
from evaluations.records.models import SelfEvaluation

# Threads load nobody's password or telephone number.
_SHOWN = (
    Comment.objects.select_related("author", "answered_by")
    .only(
        *("evaluation", "kind", "where", "first_where", "cell_name", "text", "demand", "follows"),
        *("at", "state", "answer", "answered_at"),
        *("author__name", "answered_by__name"),
    )
    .order_by("pk")
)


def comment_for(actor: Actor, comment_id: int) -> Comment:
    """A comment that this person sees on an evaluation in their reach.

    Raises:
        Http404: there is none.
    """
    comment = Comment.objects.filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    evaluation = evaluation_for_view(actor, comment.evaluation_id)
    if comment.kind not in seen_by(evaluation, actor):
        raise Http404
    return comment


def evaluation_for_comment(actor: Actor, evaluation_id: int, kind: Kind) -> SelfEvaluation:
    """An evaluation on which this person might write a comment of this kind; the service decides whether they may.

    Raises:
        Http404: there is none within this person's reach.
    """
    find = evaluation_for_review if kind.facts.opening.place == "bureau" else evaluation_for_view
    return find(actor, evaluation_id)


def comments_of(evaluation: SelfEvaluation, actor: Actor) -> QuerySet[Comment]:
    """The comments on an evaluation that this person sees, oldest first, with people's names. One query."""
    return _SHOWN.filter(evaluation=evaluation, kind__in=seen_by(evaluation, actor))


def all_comments_of(evaluation: SelfEvaluation, actor: Actor) -> list[Comment]:
    """`comments_of`, put together once a process. One query."""
    return _seen(evaluation=evaluation.pk, kinds=seen_by(evaluation, actor))


_seen = Kept(
    lambda: _SHOWN.filter(evaluation=Given("evaluation"), kind__in=Given("kinds", CharField(), is_several=True))
)


def holding_up() -> Q:
    """Which comments hold up the approval: those that must be fixed and are waiting for an answer."""
    return Q(state=CommentState.OPEN, kind__in=ANSWERED, demand=Demand.MUST)


def chains(comments: Iterable[Comment]) -> list[list[Comment]]:
    """The comments, each with those that it follows, oldest first; chains come in the order of their last comments."""
    known = {comment.pk: comment for comment in comments}
    followed = {comment.follows_id for comment in known.values()}
    return [_chain(comment, known) for comment in known.values() if comment.pk not in followed]


def _chain(last: Comment, known: Mapping[int, Comment]) -> list[Comment]:
    chain = [last]
    while before := known.get(chain[0].follows_id or 0):
        chain.insert(0, before)
    return chain


def unanswered(evaluation: SelfEvaluation | OuterRef, by: PlaceKind | None = None) -> QuerySet[Comment]:
    """The comments on an evaluation that are waiting for an answer (from `by`, if given)."""
    kinds = answered_at(by) if by else ANSWERED
    return Comment.objects.filter(evaluation=evaluation, state=CommentState.OPEN, kind__in=kinds)


_IN_ROW = re.compile(r"\.\d+(\.|$)")


def open_places(evaluation: SelfEvaluation) -> list[str]:
    """The places of the comments that are not settled, without those whose rows are gone. One query."""
    standing = Comment.objects.filter(evaluation=evaluation, kind__in=ANSWERED).exclude(state__in=SETTLED)
    places = standing.order_by("pk").values_list("where", "first_where")
    return [where for where, first in places if _IN_ROW.search(where) or not _IN_ROW.search(first)]
