"""Opening, answering, closing comments, and raising them again."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.actors import Actor
from accounts.sending import post_only
from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.comments.kinds import Kind
from evaluations.comments.models import ANSWERS, SETTLED, Comment, CommentState, Demand
from evaluations.comments.reach import chains, comment_for, comments_of, evaluation_for_comment
from evaluations.comments.services import NoSuchCell, answer_comment, close_comment, open_comment, raise_again
from evaluations.common.refusal import Refused
from evaluations.core.paths import WHOLE, Names
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.forms import AnswerForm, CommentForm, typed
from evaluations.shared_pages.threads import NewComment, Thread, new_thread, thread
from evaluations.shared_pages.way_back import trail


@post_only
def comment(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Open a comment on the place `where`, and lead back to it."""
    actor = current_actor(request)
    posted = typed(CommentForm(request.POST))
    kind, demand = _kind(posted["action"]), _chosen(Demand, posted["demand"] or Demand.MUST)
    evaluation = evaluation_for_comment(actor, evaluation_id, kind)
    where, text = posted["where"], posted["text"]
    try:
        opened = open_comment(evaluation.pk, actor, where, text, kind, demand=demand)
    except NoSuchCell as unknown:
        raise Http404 from unknown
    except Refused as refusal:
        names = Names(edition_of(evaluation), document_for(actor, evaluation))
        url, refused = f"{_document(evaluation.pk, posted['beside'])}#{where}", NewComment(text, demand, str(refusal))
        return _again(request, evaluation, new_thread(evaluation.pk, [kind], where, names, url, typed=refused))
    messages.success(request, kind.facts.opened)
    place = f"comment-{opened.pk}" if where == WHOLE else where
    return redirect(f"{_document(evaluation.pk, posted['beside'])}#{place}")


@post_only
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Answer a comment: it was fixed, or explained."""
    actor = current_actor(request)
    found = comment_for(actor, comment_id)
    posted = typed(AnswerForm(request.POST))
    state = _chosen(CommentState, posted["action"] or CommentState.EXPLAINED)
    if state not in ANSWERS:
        raise Http404
    try:
        answer_comment(found, actor, posted["text"], state)
    except Refused as refusal:
        return _refused(request, found, actor, str(refusal), posted)
    messages.success(request, found.of_kind.facts.answered)
    return redirect(_next(posted["next"], f"{_document(found.evaluation_id, posted['beside'])}#comment-{found.pk}"))


@post_only
def settle(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Close a comment, or raise it again with a new text."""
    actor = current_actor(request)
    found = comment_for(actor, comment_id)
    posted = typed(AnswerForm(request.POST))
    state = _chosen(CommentState, posted["action"] or CommentState.CLOSED)
    if state not in SETTLED:
        raise Http404
    try:
        last = raise_again(found, actor, posted["text"]) if state == CommentState.RAISED_AGAIN else found
        if last is found:
            close_comment(found, actor)
    except Refused as refusal:
        return _refused(request, found, actor, str(refusal), posted)
    messages.success(request, f"{found.of_kind.label}{state.label}。")
    return redirect(f"{_document(found.evaluation_id, posted['beside'])}#comment-{last.pk}")


def _chosen[C: TextChoices](choices: type[C], value: str) -> C:
    """The choice with the stored value `value`; a page never sends another."""
    if value not in choices.values:
        raise Http404
    return choices(value)


def _kind(value: str) -> Kind:
    """The kind whose button was pressed; the first kind if none was."""
    if not value:
        return Kind.COMMENT
    if value not in Kind.values:
        raise Http404
    return Kind.of(value)


def _refused(request: HttpRequest, found: Comment, actor: Actor, error: str, posted: Mapping[str, Any]) -> HttpResponse:
    evaluation = evaluation_for_view(actor, found.evaluation_id)
    chain = next(
        chain for chain in chains(comments_of(evaluation, actor)) if found.pk in {comment.pk for comment in chain}
    )
    url, text = _document(evaluation.pk, posted["beside"]), posted["text"]
    box = thread(chain, evaluation, actor, lambda path: f"{url}#{path}", typed=text, error=error)
    return _again(request, evaluation, box, text, error)


def _again(
    request: HttpRequest, evaluation: SelfEvaluation, box: Thread, typed: str = "", error: str = ""
) -> HttpResponse:
    """The refused text once more: in its box, or as plain text if the box no longer exists."""
    context = {"evaluation": evaluation, "thread": box, "trail": trail(evaluation, current_actor(request))}
    lost = {} if box.answer and box.answer.name else {"error": error, "typed": typed}
    return render(request, "shared_pages/comment.html", {"error": "", "typed": "", **context, **lost}, status=409)


def _document(evaluation_id: int, beside: str) -> str:
    """The document, compared as it was."""
    url = reverse("shared_pages:document", args=(evaluation_id,))
    return f"{url}?{urlencode({'beside': beside})}" if beside else url


def _next(wanted: str, document: str) -> str:
    """The page on which an answer was typed: a step, or the document."""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return document
