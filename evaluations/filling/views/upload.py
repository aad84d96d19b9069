"""Uploading files that were filled in elsewhere: choose them, compare them with the stored content, confirm cell by cell."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.audit import note_refusal
from evaluations.access.evaluations import document_for, evaluation_for_edit
from evaluations.access.people import current_actor
from evaluations.common.costly import Cost, costs
from evaluations.common.refusal import Refused
from evaluations.common.seal import NotSealed
from evaluations.dossier.store import edition_of
from evaluations.files.formats import sheets_of
from evaluations.files.reading import SIZE_LIMIT
from evaluations.filling.addresses import step_url
from evaluations.filling.pages.problems import Problems
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.steps import CHECK
from evaluations.filling.upload.apply import import_uploaded
from evaluations.filling.upload.files import FILES_LIMIT, NotTaken, uploaded
from evaluations.filling.upload.preview import Preview, preview, shown_preview
from evaluations.filling.upload.seal import Sealed, seal, unseal
from evaluations.filling.views.step import see_other
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Conflict


@costs(Cost.FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The page where files are chosen. Posting files shows what they say; posting that page imports what is ticked, or shows it again."""
    actor = current_actor(request)
    evaluation = evaluation_for_edit(actor, evaluation_id)
    reason = why_not_editable(evaluation, actor)
    if request.method != "POST":
        return _choose(request, evaluation, reason)
    if reason:
        return _closed(request, evaluation, reason)
    return _confirm(request, actor, evaluation) if "sealed" in request.POST else _compare(request, actor, evaluation)


def _choose(
    request: HttpRequest,
    evaluation: SelfEvaluation,
    why_not_editable: str = "",
    problems: Problems | None = None,
    status: int = 200,
) -> HttpResponse:
    edition = edition_of(evaluation)
    context = {
        "evaluation": evaluation,
        "why_not_editable": why_not_editable,
        "problems": problems,
        "sheets": [(code, each.label(edition)) for code, each in sheets_of(edition).items()],
        "has_report": edition.has_report,
        "files_limit": FILES_LIMIT,
        "megabytes": SIZE_LIMIT // 1024 // 1024,
    }
    return render(request, "filling/upload.html", context, status=status)


def _refused(request: HttpRequest, evaluation: SelfEvaluation, status: int, *faults: tuple[str, str]) -> HttpResponse:
    """The page where files are chosen, with the reasons why these were rejected."""
    _note_refusal(request, evaluation, "；".join(map("：".join, faults)))
    problems = Problems("没有导入，内容没有改动。处理后请重新选择文件：", [("files", *fault) for fault in faults])
    return _choose(request, evaluation, problems=problems, status=status)


def _closed(request: HttpRequest, evaluation: SelfEvaluation, reason: str) -> HttpResponse:
    """The page where files are chosen, with the reason why none are accepted now."""
    _note_refusal(request, evaluation, reason)
    return _choose(request, evaluation, reason, status=409)


def _note_refusal(request: HttpRequest, evaluation: SelfEvaluation, reason: str) -> None:
    note_refusal(current_actor(request), str(evaluation.pk), "upload_refused", {"reason": reason})


def _compare(request: HttpRequest, actor: Actor, evaluation: SelfEvaluation) -> HttpResponse:
    document = document_for(actor, evaluation)
    try:
        given = uploaded(edition_of(evaluation), document, request.FILES.getlist("files"))
    except NotTaken as refusal:
        return _refused(request, evaluation, 422, *refusal.faults)
    return _show(request, actor, preview(evaluation, document, given))


def _show(
    request: HttpRequest, actor: Actor, compared: Preview, *, reason: str = "", status: int = 200
) -> HttpResponse:
    evaluation = compared.evaluation
    sealed = seal(Sealed(evaluation.pk, actor.pk, evaluation.revision, compared.uploaded))
    context: dict[str, Any] = {"evaluation": evaluation, "reason": reason, "sealed": sealed, **shown_preview(compared)}
    return render(request, "filling/upload_preview.html", context, status=status)


def _why_not(sealed: Sealed, compared: Preview) -> tuple[str, int] | None:
    """What must be looked at before anything is imported, and the status code; None if nothing must."""
    if sealed.revision != compared.evaluation.revision:
        return _STALE, 409
    if not compared.taken:
        return "没有勾选要导入的内容。请勾选后再确认，或按“取消”。", 422
    return None


def _confirm(request: HttpRequest, actor: Actor, evaluation: SelfEvaluation) -> HttpResponse:
    try:
        sealed = unseal(request.POST["sealed"], evaluation.pk, actor.pk)
    except NotSealed as fault:
        return _refused(request, evaluation, 400, ("选择文件", str(fault)))
    chosen = set(request.POST.getlist("take"))
    compared = preview(evaluation, document_for(actor, evaluation), sealed.uploaded, chosen)
    if request.POST.get("action") == "compare":
        return _show(request, actor, compared)
    if why_not := _why_not(sealed, compared):
        return _show(request, actor, compared, reason=why_not[0], status=why_not[1])
    paths = [line.path for line in compared.taken]
    try:
        taken = import_uploaded(evaluation.pk, sealed.uploaded, paths, revision=sealed.revision, actor=actor)
    except Conflict:
        return _confirm(request, actor, evaluation_for_edit(actor, evaluation.pk))
    except Refused as refusal:
        return _closed(request, evaluation, str(refusal))
    left = compared.left + len(taken.errors)
    messages.success(request, f"已导入 {len(paths) - len(taken.errors)} 处，{left} 处未导入。")
    return see_other(step_url(evaluation.pk, compared.step or CHECK))


_STALE = "您打开这一页之后，这份自评又有改动，没有导入。下面已同现在的内容重新比对，您的勾选都保留，请核对后再确认。"
