"""The whole document as it will be printed, with the checks' findings, the comments and the explanations."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.comments.changes import changes_at
from evaluations.comments.models import Comment, CommentState
from evaluations.comments.reach import chains, comments_of
from evaluations.comments.services import takes_comment
from evaluations.comments.standard import filled, offered
from evaluations.core.paths import WHOLE
from evaluations.core.text.changes import in_words
from evaluations.history.events import history
from evaluations.history.review_start import may_start
from evaluations.panels.history import happened
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.shared_pages.beside import beside
from evaluations.shared_pages.file_links import file_links
from evaluations.shared_pages.noting import note_reading
from evaluations.shared_pages.read_findings import Seen, read_findings
from evaluations.shared_pages.reading import Reading, told
from evaluations.shared_pages.threads import NewComment, Thread, new_thread, of_last_round, thread, threads
from evaluations.shared_pages.way_back import trail
from evaluations.workflow.transitions import name_for, possible


@require_safe
def show_document(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The document, read-only, beside another one (`?beside=`); for people who may comment, cells lead to a box for a comment (`?comment=PATH`)."""
    actor = current_actor(request)
    evaluation = evaluation_for_view(actor, evaluation_id)
    is_own = is_of_unit(evaluation, actor)
    note_reading(evaluation, actor)
    comments = list(comments_of(evaluation, actor))
    reading = Reading(evaluation, document_for(actor, evaluation), comments, actor)
    shown_beside, comparison = beside(request.GET.get("beside", ""), reading, evaluation, actor)
    reading.compared = comparison.cells
    listed = chains(comments)
    answers = [] if is_own else [chain for chain in listed if of_last_round(chain, evaluation)]
    context = {
        "evaluation": evaluation,
        "is_bureau": not is_own and evaluation.unit.region_id in actor.regions(),
        "state": (name_for(evaluation.stage, evaluation, actor), evaluation.stage.tone),
        "is_last_handed_in": evaluation.state == State.RETURNED and not is_own,
        "deadline": evaluation.deadline,
        "trail": trail(evaluation, actor),
        "possible": possible(evaluation, actor),
        "may_start": may_start(evaluation, actor),
        "reading": reading,
        "beside": shown_beside,
        "history_url": reverse("shared_pages:cell_history", args=(evaluation.pk,)),
        "downloads": file_links(evaluation.pk, reading.edition),
        "findings": _findings(evaluation, reading, is_own=is_own),
        "whole_url": f"?{urlencode({'comment': WHOLE})}#comment",
        "box": _box(request, reading, evaluation, actor),
        "answers": _answers(answers, reading, evaluation, actor),
        "threads": threads([chain for chain in listed if chain not in answers], evaluation, actor, reading.anchor),
        "open_comments": sum(comment.is_unanswered for comment in comments),
        "events": happened(history(evaluation), evaluation, actor),
    }
    return render(request, "shared_pages/document.html", context)


def _answers(
    answers: Sequence[Sequence[Comment]], reading: Reading, evaluation: SelfEvaluation, actor: Actor
) -> list[Thread]:
    """The comments of the last round with what came of them: a second look begins with these."""
    fixed = [chain[-1] for chain in answers if chain[-1].state == CommentState.FIXED]
    changed = changes_at(evaluation, fixed, reading.document)
    # An answer that says itself what was changed needs no second line.
    shown = {last.pk: found for last in fixed if in_words(found := changed[last.pk]) not in last.answer}
    return [
        replace(thread(chain, evaluation, actor, reading.anchor), changes=shown.get(chain[-1].pk, ()))
        for chain in answers
    ]


def _findings(evaluation: SelfEvaluation, reading: Reading, *, is_own: bool) -> str:
    """What the checks say, as HTML; "" to those who see it on a page of their own."""
    if reading.judgement is None:
        return ""
    seen = Seen(evaluation.pk, reading.judgement, names_units=not is_own, is_writable=bool(reading.writable))
    return read_findings(reading.edition, reading.document, seen)


def _box(request: HttpRequest, reading: Reading, evaluation: SelfEvaluation, actor: Actor) -> Thread | None:
    """The box for a comment on `?comment=`, with the text of the standard comment `?standard=`, or of the check `?finding=` on that cell."""
    where = request.GET.get("comment", "")
    if not where or not reading.writable:
        return None
    if not takes_comment(reading.edition, reading.document, where):
        raise Http404
    here = [finding for finding in reading.findings if finding.where == where]
    values = told(reading, where, here)
    texts = {str(one.pk): (one.name, filled(one.text, values)) for one in offered(evaluation, actor)}
    messages_of = {finding.code: finding.message for finding in here}
    _, text = texts.get(request.GET.get("standard", ""), ("", messages_of.get(request.GET.get("finding", ""), "")))
    standard = [
        (name, content, f"?{urlencode({'comment': where, 'standard': key})}#comment")
        for key, (name, content) in texts.items()
    ]
    box = NewComment(text, standard=standard)
    return new_thread(evaluation.pk, reading.writable, where, reading.names, _here(where), typed=box)


def _here(path: str) -> str:
    return f"#{path}"
