"""The files of an evaluation, for people who may read it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.audit import record
from accounts.sending import post_only
from evaluations.access.evaluations import evaluation_for_view, papers_for
from evaluations.access.people import current_actor
from evaluations.common.costly import Cost, costs
from evaluations.common.downloads import saved_as
from evaluations.common.refusal import Refused
from evaluations.dossier.store import edition_of
from evaluations.files.export import Busy, TooCostly, content
from evaluations.files.formats import formats_of
from evaluations.files.names import file_name
from evaluations.shared_pages.way_back import trail


@costs(Cost.FILE)
@post_only
def download(request: HttpRequest, evaluation_id: int, which: str) -> HttpResponse:
    """One file of the document that this person sees; it needs a POST because it is logged.

    If this machine can't create it, the document's page says why; 503 if too many files are being created, 413 if its texts are too long.
    """
    actor = current_actor(request)
    evaluation = evaluation_for_view(actor, evaluation_id)
    papers, edition = papers_for(actor, evaluation), edition_of(evaluation)
    if which not in formats_of(edition):
        raise Http404
    name = file_name(papers.document, edition, which)
    try:
        made = content(papers.document, edition, which, author=papers.bureau_name, gone=request.META.get("client_gone"))
    except (Busy, TooCostly) as refusal:
        context = {"evaluation": evaluation, "name": name, "reason": refusal, "trail": trail(evaluation, actor)}
        return render(request, "shared_pages/not_made.html", context, status=503 if isinstance(refusal, Busy) else 413)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("shared_pages:document", evaluation.pk)
    record("export", actor, subject=str(evaluation.pk), detail={"file": name})
    return saved_as(made, name, formats_of(edition)[which].media_type)
