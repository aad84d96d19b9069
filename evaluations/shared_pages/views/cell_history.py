"""Who changed one cell of a document, when, from what, to what: a part of the document's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.comments.services import takes_comment
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.panels.edits import edits_of
from evaluations.shared_pages.noting import note_reading


@never_cache
@require_safe
def cell_history(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The changes of the cell `?path=`; the bureau sees those up to the hand-in."""
    actor, path = current_actor(request), request.GET.get("path", "")
    evaluation = evaluation_for_view(actor, evaluation_id)
    note_reading(evaluation, actor)
    document, edition = document_for(actor, evaluation), edition_of(evaluation)
    if not takes_comment(edition, document, path):
        raise Http404
    edits = edits_of(evaluation, path, handed_in=not is_of_unit(evaluation, actor))
    return render(
        request, "shared_pages/cell_history.html", {"name": Names(edition, document).of(path), "edits": edits}
    )
