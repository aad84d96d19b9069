"""All about one cell, as a part of the step's page; a reason given there is stored like one of 检查与提交."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.audit import note_refusal
from evaluations.access.evaluations import evaluation_for_edit
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.common.refusal import Refused
from evaluations.dossier.store import edition_of
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.cell_panel import CellPanel, cell_panel
from evaluations.filling.saving.editability import SAVE_REFUSED
from evaluations.filling.saving.explanations import Unexplained, save_explanations
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.steps import Step, step_of
from evaluations.filling.views.step import step_in
from evaluations.records.models import SelfEvaluation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, evaluation_id: int, step: str) -> HttpResponse:
    """The panel of the cell `?path=`; POST stores the reason for what the checks found in it."""
    actor, path = current_actor(request), request.GET.get("path", "")
    if request.method == "POST":
        evaluation = evaluation_for_edit(actor, evaluation_id)
        return _save(request, actor, evaluation, _step(evaluation, step, path), path)
    evaluation, _ = evaluation_and_years(actor, evaluation_id)
    if not is_of_unit(evaluation, actor):
        raise Http404
    here = _step(evaluation, step, path)
    return _show(request, evaluation, here, cell_panel(actor, evaluation, here, path))


def _step(evaluation: SelfEvaluation, code: str, path: str) -> Step:
    """The step of this code, on which the cell at `path` is filled in."""
    step = step_in(evaluation, code)
    if step_of(edition_of(evaluation), path) is not step:
        raise Http404
    return step


def _save(request: HttpRequest, actor: Actor, evaluation: SelfEvaluation, step: Step, path: str) -> HttpResponse:
    try:
        outcome = save_explanations(evaluation.pk, read_posted(request.POST), actor)
    except (Outdated, Refused) as fault:
        if isinstance(fault, Refused):
            note_refusal(actor, str(evaluation.pk), SAVE_REFUSED, {"step": step.code, "reason": str(fault)})
        panel = cell_panel(actor, evaluation, step, path)
        return _show(request, evaluation, step, panel, fault=str(fault), status=409)
    if isinstance(outcome, Unexplained):
        panel = cell_panel(actor, outcome.evaluation, step, path, outcome)
        return _show(request, evaluation, step, panel, status=422 if outcome.errors else 409)
    stored = evaluation_for_edit(actor, evaluation.pk)
    return _show(request, stored, step, cell_panel(actor, stored, step, path))


def _show(
    request: HttpRequest,
    evaluation: SelfEvaluation,
    step: Step,
    panel: CellPanel | None,
    *,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    if panel is None:
        raise Http404
    context = {"panel": panel, "fault": fault, "step": step, "evaluation": evaluation}
    return render(request, "filling/cell_panel.html", context, status=status)
