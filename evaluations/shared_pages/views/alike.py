"""A chapter beside the texts that it resembles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.core import paths
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.shared_pages.alike import resembling
from evaluations.shared_pages.noting import note_reading
from evaluations.shared_pages.way_back import trail


@require_safe
def show_alike(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The chapter `?chapter=PATH` beside last year's and, for the bureau, beside other units' that it resembles."""
    actor = current_actor(request)
    evaluation = evaluation_for_view(actor, evaluation_id)
    note_reading(evaluation, actor)
    edition, where = edition_of(evaluation), request.GET.get("chapter", "")
    numbers = {paths.chapter(chapter.number): chapter.number for chapter in edition.report.chapters}
    if where not in numbers:
        raise Http404
    document, is_own = document_for(actor, evaluation), is_of_unit(evaluation, actor)
    context = {
        "evaluation": evaluation,
        "title": Names(edition, document).of(where),
        "where": where,
        "found": resembling(evaluation, judge(evaluation, document), numbers[where], names_units=not is_own),
        "unit": document.unit.name,
        "trail": trail(evaluation, actor),
    }
    return render(request, "shared_pages/alike.html", context)
