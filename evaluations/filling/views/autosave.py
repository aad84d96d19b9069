"""The JSON endpoint to which a step's page saves changed cells, and which it polls.

Every answer, including refusals, has a `kind`; any other answer that a page gets comes not from us, but from a device on the way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.actors import Actor, actor_of
from accounts.audit import note_refusal
from accounts.models import User
from evaluations.access.evaluations import evaluation_for_edit, locked_for_edit
from evaluations.common.refusal import Refused
from evaluations.core import paths
from evaluations.dossier.store import edition_of
from evaluations.filling.pages import chapters
from evaluations.filling.pages.autosave_answer import autosave_answer
from evaluations.filling.saving.autosave import Sent, add_rows, read_sent, save_cells, seen_since
from evaluations.filling.saving.editability import SAVE_REFUSED
from evaluations.filling.saving.opened import shut_cells
from evaluations.filling.saving.posted import Outdated, revision_in
from evaluations.filling.saving.store import Outcome
from evaluations.filling.saving.take_back import take_back
from evaluations.filling.steps import CHECK, REPORT, Step
from evaluations.filling.views import preview
from evaluations.filling.views.asking import asked
from evaluations.filling.views.step import step_in

STATE = "filling/outline.html#state"


@never_cache
@login_not_required  # answers 401 itself, since a sign-in page is no answer for a script
def cells(request: HttpRequest, evaluation_id: int, step: str) -> HttpResponse:
    """POST saves cells of a step, and answers after the commit; GET returns what others have saved since `?revision=`."""
    if not isinstance(request.user, User):
        return signed_out(401)
    actor = actor_of(request.user)
    try:
        return _answered(request, actor, evaluation_id, step)
    except Outdated as fault:
        return _told(400, "outdated", message=str(fault))
    except Refused as refusal:
        note_refusal(actor, str(evaluation_id), SAVE_REFUSED, {"step": step, "reason": str(refusal)})
        return _told(403, "refused", message=str(refusal))
    except Http404:
        return _told(
            404,
            "gone",
            message="这一步已打不开：它已被删除，或者不在您能填报的范围内（例如您在这个单位的任职已结束）。",
        )
    except RequestDataTooBig:
        return _told(413, "too_large", message="一次保存的内容太多。")


def signed_out(status: int) -> JsonResponse:
    """The answer to a page whose session has ended or changed."""
    return _told(status, "signed_out", sign_in=reverse("accounts:sign_in"))


def _told(status: int, kind: str, **what: object) -> JsonResponse:
    return JsonResponse({"kind": kind, **what}, status=status)


def _answered(request: HttpRequest, actor: Actor, evaluation_id: int, step: str) -> HttpResponse:
    if step == CHECK.code:
        raise Http404
    if request.method == "GET":
        return _seen(actor, evaluation_id, step, revision_in(request.GET), asked=evaluation_id in asked(request))
    if request.method == "POST" and request.content_type == "multipart/form-data":
        return _told(415, "not_json", message="这个地址只接受 JSON。")
    if request.method == "POST":
        return _saved(actor, evaluation_id, step, read_sent(request.body), asked=evaluation_id in asked(request))
    refusal = _told(405, "method", message="这个地址只接受保存。")
    refusal["Allow"] = "GET, POST"
    return refusal


def _seen(actor: Actor, evaluation_id: int, code: str, revision: int, *, asked: bool) -> HttpResponse:
    evaluation = evaluation_for_edit(actor, evaluation_id)
    step = step_in(evaluation, code)
    if revision == evaluation.revision:
        return HttpResponse(status=204)
    return _stands(seen_since(evaluation, step, revision, actor), step, actor, asked=asked)


def _saved(actor: Actor, evaluation_id: int, code: str, sent: Sent, *, asked: bool) -> JsonResponse:
    with locked_for_edit(actor, evaluation_id) as evaluation:
        step = step_in(evaluation, code)
        if sent.add:
            unreadable = add_rows(evaluation, step, sent, sent.add, actor)
            if unreadable:
                return _told(422, "unreadable", unreadable=unreadable)
            return _told(200, "rows", revision=evaluation.revision)
        if sent.take_back:
            take_back(evaluation, step, sent.revision, sent.take_back, actor, again=sent.again)
            return _told(200, "rows", revision=evaluation.revision)
        outcome = save_cells(evaluation, step, sent, actor)
    return _stands(outcome, step, actor, asked=asked)


def _stands(outcome: Outcome, step: Step, actor: Actor, *, asked: bool) -> JsonResponse:
    answer = autosave_answer(outcome, step, actor, asked=asked)
    if step is REPORT:
        answer["fragments"] = _fragments(outcome, answer["notes"])
    return _told(409 if outcome.is_conflict else 200, "saved", **answer)


def _fragments(outcome: Outcome, notes: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, str]:
    """The parts of the report's page that are replaced, by id: the chapters' states and sentences, and the print preview of the changed chapters."""
    edition, document = edition_of(outcome.evaluation), outcome.edited.document
    panels, shut = chapters.panels(outcome.evaluation.pk, edition, document), shut_cells(outcome.evaluation, document)
    changed = {"changed": chapters.stale_chapters(edition, panels)}
    contexts: dict[str, tuple[str, dict[str, Any]]] = {"report.changed": ("filling/changed.html", changed)}
    for chapter in edition.report.chapters:
        path = paths.chapter(chapter.number)
        panel = panels.get(path)
        contexts[f"{path}.sentences"] = ("filling/sentences.html", {"panel": panel, "is_editable": path not in shut})
        text, error = document.report.chapter(chapter.number), outcome.edited.errors.get(path, "")
        contexts[f"{path}.state"] = (STATE, {"state": chapters.state(text, notes.get(path, ()), error)})
        if path in outcome.merged.typed or path in outcome.merged.others:
            marked = panel.figures.marks if panel and panel.figures else ()
            contexts[f"{path}.preview"] = (preview.TEMPLATE, preview.printed(chapter, document, marked))
    return {anchor: render_to_string(template, context) for anchor, (template, context) in contexts.items()}
