"""Shows and saves one step."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.audit import note_refusal
from evaluations.access.evaluations import document_for, evaluation_for_edit
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.common.refusal import Refused
from evaluations.core.content.cells import cells
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import leading_back, step_url
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.frame import title_of
from evaluations.filling.pages.problems import typed_texts
from evaluations.filling.pages.step import step_page
from evaluations.filling.saving.editability import SAVE_REFUSED
from evaluations.filling.saving.posted import Outdated, posted_texts, read_posted
from evaluations.filling.saving.store import Outcome, save_step
from evaluations.filling.steps import DETAILS, REPORT, Step, after, step_called
from evaluations.filling.views.asking import asked
from evaluations.records.models import SelfEvaluation

SHEET = "sheet"
"""The id of the table on its page, where the first open cell gets the cursor (templates/filling/table.html)."""


def _template(step: Step) -> str:
    return {DETAILS: "filling/details.html", REPORT: "filling/report.html"}.get(step, "filling/table.html")


@never_cache  # so that the Back button shows the stored values
@require_http_methods(["GET", "HEAD", "POST"])
def show_step(request: HttpRequest, evaluation_id: int, step: str) -> HttpResponse:
    """The page of a step; POST saves it. The bureau reads the whole document instead."""
    actor = current_actor(request)
    if request.method == "POST":
        evaluation = evaluation_for_edit(actor, evaluation_id)
        return _save(request, actor, evaluation, step_in(evaluation, step))
    evaluation, years = evaluation_and_years(actor, evaluation_id)
    if not is_of_unit(evaluation, actor):
        return redirect("shared_pages:document", evaluation_id)
    here = step_in(evaluation, step)
    context = step_page(actor, evaluation, here, asked=evaluation_id in asked(request))
    return render(request, _template(here), {**context, "years": years})


def step_in(evaluation: SelfEvaluation, code: str) -> Step:
    """The step of this code.

    Raises:
        Http404: the evaluation's form has no such step.
    """
    step = step_called(edition_of(evaluation), code)
    if step is None:
        raise Http404
    return step


def _save(request: HttpRequest, actor: Actor, evaluation: SelfEvaluation, step: Step) -> HttpResponse:
    try:
        posted = read_posted(request.POST)
        outcome = save_step(evaluation.pk, step, posted, actor)
    except (Outdated, Refused) as fault:
        return not_saved(request, actor, evaluation, step, fault)
    if outcome.is_undecided:
        context = step_page(actor, outcome.evaluation, step, outcome, asked=evaluation.pk in asked(request))
        return render(request, _template(step), context, status=409 if outcome.is_conflict else 422)
    if others := len(outcome.merged.others):
        messages.info(request, f"已保存。这一步在您打开之后另有 {others} 处改动，也都保留了。")
    return see_other(_going_on(step, outcome, request.GET.get("check", "")))


def _going_on(step: Step, outcome: Outcome, came_from: str) -> str:
    following = after(step, edition_of(outcome.evaluation)) if outcome.posted.action == "save_next" else None
    if following:
        return step_url(outcome.evaluation.pk, following, SHEET if following.part else "")
    return leading_back(step_url(outcome.evaluation.pk, step, outcome.edited.focus), came_from)


def see_other(url: str) -> HttpResponseRedirect:
    """After a save: go to `url` with GET."""
    return HttpResponseRedirect(url, status=303)


def not_saved(
    request: HttpRequest, actor: Actor, evaluation: SelfEvaluation, step: Step, fault: Outdated | Refused
) -> HttpResponse:
    """The page that says why nothing was saved, and shows what was typed, for copying."""
    if isinstance(fault, Refused):
        note_refusal(actor, str(evaluation.pk), SAVE_REFUSED, {"step": step.code, "reason": str(fault)})
    edition = edition_of(evaluation)
    document = document_for(actor, evaluation)
    context = {
        "evaluation": evaluation,
        "step_title": title_of(step, evaluation),
        "step_url": step_url(evaluation.pk, step),
        "reason": str(fault),
        "typed": typed_texts(Names(edition, document), cells(edition, document), posted_texts(request.POST)),
    }
    return render(request, "filling/not_saved.html", context, status=400 if isinstance(fault, Outdated) else 409)
