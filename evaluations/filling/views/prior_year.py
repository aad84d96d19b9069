"""Correcting a prior-year amount that was copied from last year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evaluations.access.evaluations import evaluation_for_edit
from evaluations.access.people import current_actor
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import show_amount
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import cell_url
from evaluations.filling.forms import CorrectionForm
from evaluations.filling.saving.correction import PriorYearCell, correct, prior_year_cell
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.views.step import see_other
from evaluations.records.models import SelfEvaluation


@require_http_methods(["GET", "HEAD", "POST"])
def prior_year(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The form for the cell named in the query; POST corrects it and leads back to the cell."""
    actor = current_actor(request)
    evaluation = evaluation_for_edit(actor, evaluation_id)
    cell = prior_year_cell(evaluation, request.GET.get("cell", ""))
    if cell is None:
        raise Http404
    if request.method != "POST":
        reason = why_not_editable(evaluation, actor)
        if reason:
            messages.info(request, reason)
            return see_other(cell_url(evaluation.pk, edition_of(evaluation), cell.path))
        form = CorrectionForm(cell.last_year, initial={"value": cell.text, "reason": cell.reason})
        return _show(request, evaluation, cell, form)
    form = CorrectionForm(cell.last_year, request.POST)
    if not form.is_valid():
        return _show(request, evaluation, cell, form, 422, revision=request.POST.get("revision", ""))
    try:
        revision = read_posted(request.POST).revision
        correct(evaluation.pk, cell.path, **form.cleaned_data, revision=revision, actor=actor)
    except (Outdated, Refused) as fault:
        form.add_error(None, str(fault))
        evaluation = evaluation_for_edit(actor, evaluation_id)
        now = prior_year_cell(evaluation, cell.path) or cell
        return _show(request, evaluation, now, form, 400 if isinstance(fault, Outdated) else 409)
    return see_other(cell_url(evaluation.pk, edition_of(evaluation), cell.path))


def _show(
    request: HttpRequest,
    evaluation: SelfEvaluation,
    cell: PriorYearCell,
    form: CorrectionForm,
    status: int = 200,
    *,
    revision: str = "",
) -> HttpResponse:
    """The page; `revision` is the previous page's until its content has been looked at again, else the current one is used."""
    context = {
        "evaluation": evaluation,
        "revision": revision or evaluation.revision,
        "name": Names(edition_of(evaluation), cell.document).of(cell.path),
        "last_year": show_amount(cell.last_year),
        "text": cell.text,
        "back_url": cell_url(evaluation.pk, edition_of(evaluation), cell.path),
        "form": form,
    }
    return render(request, "filling/prior_year.html", context, status=status)
