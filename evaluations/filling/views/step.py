"""One step of filling in: shown, and saved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal
from accounts.models import User
from accounts.roles import UNIT_ROLES
from evaluations.access.evaluations import document_for, evaluation_for_edit
from evaluations.access.people import current_user
from evaluations.common.refusal import Refused
from evaluations.core.content.cells import cells
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import step_url
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.problems import typed_texts
from evaluations.filling.pages.step import step_page
from evaluations.filling.saving.editability import SAVE_REFUSED
from evaluations.filling.saving.posted import Outdated, posted_texts, read_posted
from evaluations.filling.saving.store import Outcome, save_step
from evaluations.filling.steps import DETAILS, REPORT, Step, after
from evaluations.filling.views.asking import asked
from evaluations.records.models import SelfEvaluation


def _template(step: Step) -> str:
    return {DETAILS: "filling/details.html", REPORT: "filling/report.html"}.get(step, "filling/table.html")


@never_cache  # the browser's way back shows what stands stored by then
@require_http_methods(["GET", "HEAD", "POST"])
def show_step(request: HttpRequest, evaluation_id: int, step: Step) -> HttpResponse:
    """The page of a step; POST saves it. The bureau reads the whole document instead."""
    person = current_user(request)
    if request.method == "POST":
        return _save(request, person, evaluation_for_edit(person, evaluation_id), step)
    evaluation, years = evaluation_and_years(person, evaluation_id)
    if person.role not in UNIT_ROLES:
        return redirect("shared_pages:document", evaluation_id)
    context = step_page(person, evaluation, step, asked=evaluation_id in asked(request))
    return render(request, _template(step), {**context, "years": years})


def _save(request: HttpRequest, person: User, evaluation: SelfEvaluation, step: Step) -> HttpResponse:
    try:
        posted = read_posted(request.POST)
        outcome = save_step(evaluation.pk, step, posted, person)
    except (Outdated, Refused) as fault:
        return not_saved(request, person, evaluation, step, fault)
    if outcome.is_undecided:
        context = step_page(person, outcome.evaluation, step, outcome, asked=evaluation.pk in asked(request))
        return render(request, _template(step), context, status=409 if outcome.is_conflict else 422)
    if others := len(outcome.merged.others):
        messages.info(request, f"已保存。这一步在您打开之后另有 {others} 处改动，也都保留了。")
    return see_other(_going_on(step, outcome))


def _going_on(step: Step, outcome: Outcome) -> str:
    following = after(step) if outcome.posted.action == "save_next" else None
    return step_url(outcome.evaluation.pk, following or step, outcome.edited.focus)


def see_other(url: str) -> HttpResponseRedirect:
    """After a save: look at `url`, by GET."""
    return HttpResponseRedirect(url, status=303)


def not_saved(
    request: HttpRequest, person: User, evaluation: SelfEvaluation, step: Step, fault: Outdated | Refused
) -> HttpResponse:
    """The page that says why nothing was saved, and gives back what was typed, to be copied."""
    if isinstance(fault, Refused):
        note_refusal(person, str(evaluation.pk), SAVE_REFUSED, {"step": step.code, "reason": str(fault)})
    edition = edition_of(evaluation)
    document = document_for(person, evaluation)
    context = {
        "evaluation": evaluation,
        "step_title": step.title(edition),
        "step_url": step_url(evaluation.pk, step),
        "reason": str(fault),
        "typed": typed_texts(Names(edition, document), cells(edition, document), posted_texts(request.POST)),
    }
    return render(request, "filling/not_saved.html", context, status=400 if isinstance(fault, Outdated) else 409)
