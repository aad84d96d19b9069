"""The whole document as it will be printed, with what the checks, the reviewer and the unit say of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audit import record_once
from accounts.audit.once import start_of_day
from accounts.roles import BUREAU_ROLES, UNIT_ROLES
from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_user
from evaluations.comments.models import CommentState
from evaluations.comments.services import comments_of, is_cell
from evaluations.files.formats import FORMATS
from evaluations.history.events import history
from evaluations.history.review_start import may_start
from evaluations.panels.findings import findings_panel
from evaluations.panels.history import happened
from evaluations.records.states import State
from evaluations.shared_pages.reading import Reading
from evaluations.shared_pages.threads import Thread, new_thread, threads
from evaluations.shared_pages.way_back import trail
from evaluations.workflow.transitions import name_for, possible


@require_safe
def show_document(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The document read-only; for the unit's reviewer each cell leads to a box for a comment (`?comment=PATH`)."""
    user = current_user(request)
    evaluation = evaluation_for_view(user, evaluation_id)
    if user.role in BUREAU_ROLES:
        record_once("read", user, str(evaluation.pk), start_of_day())
    comments = list(comments_of(evaluation))
    reading = Reading(evaluation, document_for(user, evaluation), comments, user)
    judgement = reading.judgement
    context = {
        "evaluation": evaluation,
        "state": (name_for(evaluation.stage, user), evaluation.stage.tone),
        "is_last_handed_in": evaluation.state == State.RETURNED and user.role not in UNIT_ROLES,
        "deadline": evaluation.deadline,
        "trail": trail(evaluation, user),
        "possible": possible(evaluation, user),
        "may_start": may_start(evaluation, user),
        "reading": reading,
        "formats": [(code, each.label(reading.edition)) for code, each in FORMATS.items()],
        "findings": findings_panel(judgement, reading.names, _here, names_units=user.role in BUREAU_ROLES)
        if judgement
        else None,
        "box": _box(request, reading, evaluation.pk),
        "threads": threads(comments, evaluation, user, _here),
        "open_comments": sum(comment.state == CommentState.OPEN for comment in comments),
        "events": happened(history(evaluation), user),
    }
    return render(request, "shared_pages/document.html", context)


def _box(request: HttpRequest, reading: Reading, evaluation_id: int) -> Thread | None:
    where = request.GET.get("comment", "")
    if not where or not reading.may_comment:
        return None
    if not is_cell(reading.edition, reading.document, where):
        raise Http404
    return new_thread(evaluation_id, where, reading.names.of(where), _here(where))


def _here(path: str) -> str:
    return f"#{path}"
