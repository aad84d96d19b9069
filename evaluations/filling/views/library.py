"""The library of indicators: those from the unit's earlier years and common ones, to be added to this year's table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from evaluations.access.evaluations import document_for
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.dossier.store import edition_of
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.indicators import shelves
from evaluations.filling.pages.step import frame
from evaluations.filling.steps import INDICATORS


@require_safe
def library(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The page with buttons that add an indicator with its name and target; each posts to the step, which leads back to the table."""
    actor = current_actor(request)
    evaluation, years = evaluation_and_years(actor, evaluation_id)
    if not is_of_unit(evaluation, actor):
        return redirect("shared_pages:document", evaluation_id)
    context = frame(actor, evaluation, INDICATORS)
    if context["why_not_editable"]:
        return redirect(context["step_url"])
    document = document_for(actor, evaluation)
    listed = shelves(evaluation, edition_of(evaluation), document)
    return render(request, "filling/library.html", {**context, "years": years, "shelves": listed})
