"""Correcting a prior-year amount that came from last year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evaluations.access.evaluations import evaluation_for_edit
from evaluations.access.people import current_user
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import show_amount
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import cell_url
from evaluations.filling.forms import CorrectionForm
from evaluations.filling.saving.correction import Given, correct, given
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.views.step import see_other
from evaluations.records.models import SelfEvaluation


@require_http_methods(["GET", "HEAD", "POST"])
def prior_year(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The form for the cell that the query names, and the correction; then back to the cell."""
    person = current_user(request)
    evaluation = evaluation_for_edit(person, evaluation_id)
    cell = given(evaluation, request.GET.get("cell", ""))
    if cell is None:
        raise Http404
    if request.method != "POST":
        reason = why_not_editable(evaluation, person)
        if reason:
            messages.info(request, reason)
            return see_other(cell_url(evaluation.pk, cell.path))
        form = CorrectionForm(cell.last_year, initial={"value": cell.text, "reason": cell.reason})
        return _show(request, evaluation, cell, form)
    form = CorrectionForm(cell.last_year, request.POST)
    if not form.is_valid():
        return _show(request, evaluation, cell, form, 422, revision=request.POST.get("revision", ""))
    try:
        revision = read_posted(request.POST).revision
        correct(evaluation.pk, cell.path, **form.cleaned_data, revision=revision, actor=person)
    except (Outdated, Refused) as fault:
        form.add_error(None, str(fault))
        evaluation = evaluation_for_edit(person, evaluation_id)
        now = given(evaluation, cell.path) or cell
        return _show(request, evaluation, now, form, 400 if isinstance(fault, Outdated) else 409)
    return see_other(cell_url(evaluation.pk, cell.path))


def _show(
    request: HttpRequest,
    evaluation: SelfEvaluation,
    cell: Given,
    form: CorrectionForm,
    status: int = 200,
    *,
    revision: str = "",
) -> HttpResponse:
    """`revision`: that of the page before, while what it showed was not looked at again; else what stands now is shown."""
    context = {
        "evaluation": evaluation,
        "revision": revision or evaluation.revision,
        "name": Names(edition_of(evaluation), cell.document).of(cell.path),
        "last_year": show_amount(cell.last_year),
        "text": cell.text,
        "back_url": cell_url(evaluation.pk, cell.path),
        "form": form,
    }
    return render(request, "filling/prior_year.html", context, status=status)
