"""The whole document as it will be printed, with what the checks, the reviewer and the unit say of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audit import record_once
from accounts.audit.once import start_of_day
from accounts.models import BUREAU_ROLES, UNIT_ROLES
from evaluations.records.states import State
from evaluations.review.access import document_for, evaluation_for_view, person
from evaluations.review.comments import comments_of, is_cell
from evaluations.review.events import history
from evaluations.review.models import CommentState
from evaluations.review.panels import Thread, findings_panel, happened, new_thread, threads
from evaluations.review.reading import Reading
from evaluations.review.reviewing import may_start
from evaluations.review.views.transitions import trail
from evaluations.review.workflow import name_for, possible


@require_safe
def show_document(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The document read-only; for the unit's reviewer each cell leads to a box for a comment (`?comment=PATH`)."""
    user = person(request)
    evaluation = evaluation_for_view(user, evaluation_id)
    if user.role in BUREAU_ROLES:
        record_once("read", user, str(evaluation.pk), start_of_day())
    comments = list(comments_of(evaluation))
    reading = Reading(evaluation, document_for(user, evaluation), comments, user)
    judgement = reading.judgement
    context = {
        "evaluation": evaluation,
        "state": (name_for(evaluation, user), evaluation.stage.tone),
        "is_last_handed_in": evaluation.state == State.RETURNED and user.role not in UNIT_ROLES,
        "deadline": evaluation.deadline,
        "trail": trail(evaluation, user),
        "possible": possible(evaluation, user),
        "may_start": may_start(evaluation, user),
        "reading": reading,
        "findings": findings_panel(judgement, reading.names, _here, names_units=user.role in BUREAU_ROLES)
        if judgement
        else None,
        "box": _box(request, reading, evaluation.pk),
        "threads": threads(comments, evaluation, user, _here),
        "open_comments": sum(comment.state == CommentState.OPEN for comment in comments),
        "events": happened(history(evaluation), user),
    }
    return render(request, "review/document.html", context)


def _box(request: HttpRequest, reading: Reading, evaluation_id: int) -> Thread | None:
    where = request.GET.get("comment", "")
    if not where or not reading.may_comment:
        return None
    if not is_cell(reading.edition, reading.document, where):
        raise Http404
    return new_thread(evaluation_id, where, reading.names.of(where), _here(where))


def _here(path: str) -> str:
    return f"#{path}"
