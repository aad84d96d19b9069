"""The address that a step's page saves its changed cells to, in JSON."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from accounts.sending import post_only
from evaluations.core import paths
from evaluations.dossier.store import edition_of
from evaluations.filling import autosave, chapters
from evaluations.filling.editing import Outdated
from evaluations.filling.steps import CHECK, REPORT, Step
from evaluations.filling.taking_back import take_back
from evaluations.filling.views import preview
from evaluations.filling.views.asking import asked
from evaluations.review import access


@post_only
@login_not_required  # answers 401 itself, where the sign-in page would be no answer to a script
def cells(request: HttpRequest, evaluation_id: int, step: Step) -> JsonResponse:
    """Save cells of a step; the answer is sent when they are committed."""
    if not isinstance(request.user, User):
        return JsonResponse({"sign_in": reverse("accounts:sign_in")}, status=401)
    if step is CHECK:
        raise Http404
    try:
        status, answer = _saved(
            evaluation_id, step, autosave.read(request.body), request.user, asked=evaluation_id in asked(request)
        )
    except Outdated as fault:
        return JsonResponse({"message": str(fault)}, status=400)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=403)
    return JsonResponse(answer, status=status)


def _saved(
    evaluation_id: int, step: Step, sent: autosave.Sent, person: User, *, asked: bool
) -> tuple[int, dict[str, Any]]:
    with access.locked_for_edit(person, evaluation_id) as evaluation:
        if sent.add:
            unreadable = autosave.add_rows(evaluation, step, sent, sent.add, person)
            return (422 if unreadable else 200), {"unreadable": unreadable, "revision": evaluation.revision}
        if sent.take_back:
            take_back(evaluation, step, sent.revision, sent.take_back, person)
            return 200, {"revision": evaluation.revision}
        kept = autosave.save_cells(evaluation, step, sent, person)
    answer = autosave.answer(kept, step, asked=asked)
    if step is REPORT:
        answer["fragments"] = _fragments(kept)
    return (409 if kept.is_conflict else 200), answer


def _fragments(kept: autosave.Kept) -> dict[str, str]:
    """What the page of the report shows anew, by id: the chapters' sentences, and how the saved chapters will be printed."""
    edition = edition_of(kept.evaluation)
    panels = chapters.panels(kept.evaluation.pk, edition, kept.document)
    changed = {"changed": chapters.stale_chapters(edition, panels)}
    contexts: dict[str, tuple[str, dict[str, Any]]] = {"report.changed": ("filling/changed.html", changed)}
    for chapter in edition.report.chapters:
        path = paths.chapter(chapter.number)
        panel = {"panel": panels.get(path), "is_editable": True}
        contexts[f"{path}.sentences"] = ("filling/sentences.html", panel)
        if path in kept.merged.typed:
            contexts[f"{path}.preview"] = (preview.TEMPLATE, preview.printed(chapter, kept.document))
    return {anchor: render_to_string(template, context) for anchor, (template, context) in contexts.items()}
