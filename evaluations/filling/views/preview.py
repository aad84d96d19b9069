"""How a chapter of the report will be printed, for the page of its step, which asks when somebody wants to see it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_user
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Chapter
from evaluations.core.text.prose import paragraphs
from evaluations.dossier.store import edition_of

TEMPLATE = "filling/preview.html"


@require_safe
def chapter_preview(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """A chapter as stored; without the frame of a page."""
    person = current_user(request)
    evaluation = evaluation_for_view(person, evaluation_id)
    chapter = next((one for one in edition_of(evaluation).report.chapters if one.number == number), None)
    if chapter is None:
        raise Http404
    return render(request, TEMPLATE, printed(chapter, document_for(person, evaluation)))


def printed(chapter: Chapter, document: Document) -> dict[str, Any]:
    """The context of the template."""
    return {"title": chapter.title, "paragraphs": paragraphs(document.report.chapter(chapter.number))}
