"""Opening, answering and closing comments."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.sending import post_only
from evaluations.access.evaluations import document_for, evaluation_for_review, evaluation_for_view
from evaluations.access.people import current_user
from evaluations.comments.models import Comment
from evaluations.comments.reach import comment_for
from evaluations.comments.services import NoSuchCell, answer_comment, close_comment, open_comment
from evaluations.common.refusal import Refused
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.forms import AnswerForm, CommentForm, typed
from evaluations.shared_pages.threads import Thread, new_thread, thread
from evaluations.shared_pages.way_back import trail


@post_only
def comment(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """A new comment on the cell `where`; then back to that cell."""
    user = current_user(request)
    evaluation = evaluation_for_review(user, evaluation_id)
    posted = typed(CommentForm(request.POST))
    where, text = posted["where"], posted["text"]
    try:
        open_comment(evaluation.pk, user, where, text)
    except NoSuchCell as unknown:
        raise Http404 from unknown
    except Refused as refusal:
        name = Names(edition_of(evaluation), document_for(user, evaluation)).of(where)
        url = f"{_document(evaluation)}#{where}"
        return _again(request, evaluation, new_thread(evaluation.pk, where, name, url, typed=text, error=str(refusal)))
    messages.success(request, "批注已发出，单位在自评退回后答复。")
    return redirect(f"{_document(evaluation)}#{where}")


@post_only
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The preparer's answer to a comment."""
    user = current_user(request)
    found = comment_for(user, comment_id)
    posted = typed(AnswerForm(request.POST))
    try:
        answer_comment(found, user, posted["text"])
    except Refused as refusal:
        return _refused(request, found, user, str(refusal), posted["text"])
    messages.success(request, "答复已保存，审核员在自评重新上报后会看到。")
    return redirect(_next(posted["next"], found))


@post_only
def close(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Close a comment."""
    user = current_user(request)
    found = comment_for(user, comment_id)
    try:
        close_comment(found, user)
    except Refused as refusal:
        return _refused(request, found, user, str(refusal))
    messages.success(request, "批注已关闭。")
    return redirect(f"{reverse('shared_pages:document', args=(found.evaluation_id,))}#comment-{found.pk}")


def _refused(request: HttpRequest, found: Comment, user: User, error: str, typed: str | None = None) -> HttpResponse:
    evaluation = evaluation_for_view(user, found.evaluation_id)
    stands = comment_for(user, found.pk)
    url = _document(evaluation)
    box = thread(stands, evaluation, user, lambda path: f"{url}#{path}", typed=typed, error=error)
    return _again(request, evaluation, box, typed or "", error)


def _again(
    request: HttpRequest, evaluation: SelfEvaluation, box: Thread, typed: str = "", error: str = ""
) -> HttpResponse:
    """What was refused, once more: in its box, or as mere text where there is none any more."""
    context = {"evaluation": evaluation, "thread": box, "trail": trail(evaluation, current_user(request))}
    lost = {} if box.answer and box.answer.name else {"error": error, "typed": typed}
    return render(request, "shared_pages/comment.html", {"error": "", "typed": "", **context, **lost}, status=409)


def _document(evaluation: SelfEvaluation) -> str:
    return reverse("shared_pages:document", args=(evaluation.pk,))


def _next(wanted: str, found: Comment) -> str:
    """Where an answer was typed: a page of filling in, or the document."""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return f"{reverse('shared_pages:document', args=(found.evaluation_id,))}#comment-{found.pk}"
