"""Bringing in files that were filled in elsewhere: chosen, compared with what is stored, confirmed cell by cell."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal
from accounts.models import User
from evaluations.access.evaluations import document_for, evaluation_for_edit
from evaluations.access.people import current_user
from evaluations.common.costly import Cost, costs
from evaluations.common.refusal import Refused
from evaluations.dossier.store import edition_of
from evaluations.files.formats import FORMATS
from evaluations.files.reading import SIZE_LIMIT
from evaluations.filling.addresses import step_url
from evaluations.filling.pages.problems import Problems
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.steps import CHECK
from evaluations.filling.upload.apply import import_uploaded
from evaluations.filling.upload.files import FILES_LIMIT, NotTaken, uploaded
from evaluations.filling.upload.preview import Preview, preview, shown
from evaluations.filling.upload.seal import NotSealed, Sealed, seal, unseal
from evaluations.filling.views.step import see_other
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Conflict


@costs(Cost.FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The page where files are chosen; POST of files shows what they say, POST of that page takes over what is ticked, or shows it again."""
    person = current_user(request)
    evaluation = evaluation_for_edit(person, evaluation_id)
    reason = why_not_editable(evaluation, person)
    if request.method != "POST":
        return _choose(request, evaluation, reason)
    if reason:
        return _closed(request, evaluation, reason)
    return _confirm(request, person, evaluation) if "sealed" in request.POST else _compare(request, person, evaluation)


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
        "sheets": [(code, each.label(edition)) for code, each in FORMATS.items() if each.group == "xlsx"],
        "files_limit": FILES_LIMIT,
        "megabytes": SIZE_LIMIT // 1024 // 1024,
    }
    return render(request, "filling/upload.html", context, status=status)


def _refused(request: HttpRequest, evaluation: SelfEvaluation, status: int, *faults: tuple[str, str]) -> HttpResponse:
    """The page where files are chosen, with why these were not taken."""
    _note_refusal(request, evaluation, "；".join(map("：".join, faults)))
    problems = Problems("没有导入，内容没有改动。处理后请重新选择文件：", [("files", *fault) for fault in faults])
    return _choose(request, evaluation, problems=problems, status=status)


def _closed(request: HttpRequest, evaluation: SelfEvaluation, reason: str) -> HttpResponse:
    """The page where files are chosen, with why none are taken now."""
    _note_refusal(request, evaluation, reason)
    return _choose(request, evaluation, reason, status=409)


def _note_refusal(request: HttpRequest, evaluation: SelfEvaluation, reason: str) -> None:
    note_refusal(current_user(request), str(evaluation.pk), "upload_refused", {"reason": reason})


def _compare(request: HttpRequest, person: User, evaluation: SelfEvaluation) -> HttpResponse:
    document = document_for(person, evaluation)
    try:
        given = uploaded(edition_of(evaluation), document, request.FILES.getlist("files"))
    except NotTaken as refusal:
        return _refused(request, evaluation, 422, *refusal.faults)
    return _show(request, person, preview(evaluation, document, given))


def _show(
    request: HttpRequest, person: User, compared: Preview, *, reason: str = "", status: int = 200
) -> HttpResponse:
    evaluation = compared.evaluation
    sealed = seal(Sealed(evaluation.pk, person.pk, evaluation.revision, compared.uploaded))
    context: dict[str, Any] = {"evaluation": evaluation, "reason": reason, "sealed": sealed, **shown(compared)}
    return render(request, "filling/upload_preview.html", context, status=status)


def _why_not(sealed: Sealed, compared: Preview) -> tuple[str, int] | None:
    """What must be looked at before anything is taken over, and the status that says so."""
    if sealed.revision != compared.evaluation.revision:
        return _STALE, 409
    if not compared.taken:
        return "没有勾选要导入的内容。请勾选后再确认，或按“取消”。", 422
    return None


def _confirm(request: HttpRequest, person: User, evaluation: SelfEvaluation) -> HttpResponse:
    try:
        sealed = unseal(request.POST["sealed"], evaluation.pk, person.pk)
    except NotSealed as fault:
        return _refused(request, evaluation, 400, ("选择文件", str(fault)))
    chosen = set(request.POST.getlist("take"))
    compared = preview(evaluation, document_for(person, evaluation), sealed.uploaded, chosen)
    if request.POST.get("action") == "compare":
        return _show(request, person, compared)
    if why_not := _why_not(sealed, compared):
        return _show(request, person, compared, reason=why_not[0], status=why_not[1])
    paths = [line.path for line in compared.taken]
    try:
        taken = import_uploaded(evaluation.pk, sealed.uploaded, paths, revision=sealed.revision, actor=person)
    except Conflict:
        return _confirm(request, person, evaluation_for_edit(person, evaluation.pk))
    except Refused as refusal:
        return _closed(request, evaluation, str(refusal))
    left = compared.left + len(taken.errors)
    messages.success(request, f"已导入 {len(paths) - len(taken.errors)} 处，{left} 处未导入。")
    return see_other(step_url(evaluation.pk, compared.step or CHECK))


_STALE = "您打开这一页之后，这份自评又有改动，没有导入。下面已同现在的内容重新比对，您的勾选都保留，请核对后再确认。"
