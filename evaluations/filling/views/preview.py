"""The print preview of a chapter, which the report's page requests when somebody wants to see it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.access.evaluations import document_for, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.core.form.document import Document
from evaluations.core.form.report import Chapter
from evaluations.core.text.marks import Mark, lines, marks
from evaluations.core.text.prose import paragraphs
from evaluations.core.text.sentences import linked
from evaluations.dossier.store import edition_of

TEMPLATE = "filling/preview.html"


@require_safe
def chapter_preview(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """A chapter as stored, without the rest of a page."""
    actor = current_actor(request)
    evaluation = evaluation_for_view(actor, evaluation_id)
    chapter = next((one for one in edition_of(evaluation).report.chapters if one.number == number), None)
    if chapter is None:
        raise Http404
    edition, document = edition_of(evaluation), document_for(actor, evaluation)
    marked = marks(edition, document, linked(edition, document))
    return render(request, TEMPLATE, printed(chapter, document, marked.get(number, ())))


def printed(chapter: Chapter, document: Document, marked: Sequence[Mark]) -> dict[str, Any]:
    """The template's context; `marked` are the chapter's marks."""
    text = document.report.chapter(chapter.number)
    headings = (one.is_heading for one in paragraphs(text))
    return {"title": chapter.title, "paragraphs": list(zip(lines(text, marked), headings, strict=False))}
