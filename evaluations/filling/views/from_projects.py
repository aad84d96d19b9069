"""What a unit's own form takes over from the evaluations of its projects."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from evaluations.access.evaluations import evaluation_for_edit, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import show_amount
from evaluations.core.form.concepts import WORDS
from evaluations.core.paths import Names
from evaluations.dossier import store
from evaluations.filling.addresses import cell_url
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.from_projects import SHOWN, OfProjects, of_projects, take_over
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.views.step import see_other
from evaluations.records.models import SelfEvaluation


class Line(NamedTuple):
    """A cell that takes something over: its path, its name, where it stands, in words what it takes over, the texts now and offered."""

    path: str
    name: str
    url: str
    what: str
    now: str
    offered: str
    is_taken: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def from_projects(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The unit's projects with their figures, and the cells that take them over; POST fills in those that are ticked."""
    actor = current_actor(request)
    if request.method == "POST":
        return _take_over(request, actor, evaluation_for_edit(actor, evaluation_id))
    evaluation = evaluation_for_view(actor, evaluation_id)
    if not is_of_unit(evaluation, actor):
        return redirect("shared_pages:document", evaluation_id)
    return _show(request, actor, evaluation)


def _take_over(request: HttpRequest, actor: Actor, evaluation: SelfEvaluation) -> HttpResponse:
    ticked = request.POST.getlist("cell")
    if not ticked:
        return _show(request, actor, evaluation, "没有勾选要填入的单元格。", 422)
    try:
        revision = read_posted(request.POST).revision
        number = take_over(evaluation.pk, ticked, revision=revision, actor=actor)
    except (Outdated, Refused) as fault:
        return _show(request, actor, evaluation, str(fault), 400 if isinstance(fault, Outdated) else 409)
    messages.success(request, f"已按项目填入 {number} 格。")
    return see_other(reverse("filling:from_projects", args=[evaluation.pk]))


def _show(
    request: HttpRequest, actor: Actor, evaluation: SelfEvaluation, refused: str = "", status: int = 200
) -> HttpResponse:
    if not store.edition_of(evaluation).from_projects:
        raise Http404
    found = of_projects(evaluation)
    context = {
        "evaluation": evaluation,
        "revision": evaluation.revision,
        "refused": refused,
        "why_not_editable": why_not_editable(evaluation, actor),
        "headings": [WORDS[concept] for concept in SHOWN],
        "projects": [
            (each, [show_amount(stated.get(concept)) for concept in SHOWN])
            for each, stated in zip(found.evaluations, found.stated, strict=True)
        ],
        "lines": list(_lines(evaluation, found)),
    }
    return render(request, "filling/from_projects.html", context, status=status)


def _lines(evaluation: SelfEvaluation, found: OfProjects) -> Iterator[Line]:
    edition = store.edition_of(evaluation)
    names = Names(edition, found.document)
    for offer in found.offers:
        source = offer.source
        how = "之和" if source.how == "sum" else "的平均"
        yield Line(
            source.cell,
            names.of(source.cell),
            cell_url(evaluation.pk, edition, source.cell),
            f"{offer.known} 个项目的{WORDS[source.concept]}{how}",
            offer.now,
            offer.offered,
            offer.is_taken,
        )
