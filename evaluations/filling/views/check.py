"""检查与提交: the findings, the sentences that explain them, cells corrected on the spot, and the way on to submission."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from evaluations.access.evaluations import document_for, evaluation_for_edit
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.common.refusal import Refused
from evaluations.dossier.judging import Judgement, judge
from evaluations.filling.addresses import step_url
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.check import check_page
from evaluations.filling.saving.checked import again, save_checked
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.steps import CHECK
from evaluations.filling.views.asking import asked, note_asked
from evaluations.filling.views.step import not_saved, see_other
from evaluations.records.models import SelfEvaluation
from evaluations.workflow.transitions import way_up


@never_cache  # so that the Back button shows the stored values
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The page of the last step; POST saves explanations and cells, and either comes back to its place or goes on to submission."""
    actor = current_actor(request)
    if request.method == "POST":
        return _save(request, actor, evaluation_for_edit(actor, evaluation_id))
    evaluation, years = evaluation_and_years(actor, evaluation_id)
    if not is_of_unit(evaluation, actor):
        return redirect("shared_pages:document", evaluation_id)
    context = check_page(actor, evaluation, asked=evaluation_id in asked(request))
    return render(request, "filling/check.html", {**context, "years": years})


def _save(request: HttpRequest, actor: Actor, evaluation: SelfEvaluation) -> HttpResponse:
    try:
        posted = read_posted(again(request.POST.dict(), request.POST.getlist("several")))
        checked = save_checked(evaluation, posted, actor)
    except (Outdated, Refused) as fault:
        return not_saved(request, actor, evaluation, CHECK, fault)
    evaluation = evaluation_for_edit(actor, evaluation.pk)
    if not checked.is_saved:
        context = check_page(actor, evaluation, checked, asked=evaluation.pk in asked(request))
        return render(request, "filling/check.html", context, status=409 if checked.is_conflict else 422)
    _tell_of_unused(request)
    if "at" in request.GET or posted.action == "submit":
        return _go_on(request, evaluation, judge(evaluation, document_for(actor, evaluation)), posted.action)
    return see_other(step_url(evaluation.pk, CHECK))


def _tell_of_unused(request: HttpRequest) -> None:
    """Give back a reason for several findings of which none is ticked."""
    reason = request.POST.get("several_text", "").strip()
    if reason and not request.POST.getlist("several"):
        messages.warning(request, f"没有勾选要用同一段话说明的地方，这段话没有保存：{reason}")


def _go_on(request: HttpRequest, evaluation: SelfEvaluation, judgement: Judgement, action: str) -> HttpResponse:
    if action != "submit":
        return see_other(step_url(evaluation.pk, CHECK) + _place(request, judgement))
    if judgement.errors or judgement.unexplained:
        note_asked(request, evaluation.pk)
        messages.error(request, _why_not_yet(judgement))
        return see_other(step_url(evaluation.pk, CHECK))
    return see_other(reverse("shared_pages:transition", args=[evaluation.pk, way_up(evaluation).name]))


def _place(request: HttpRequest, judgement: Judgement) -> str:
    """Where the list goes on: at the same cell, or at the following one if nothing is found of it any more."""
    found = {finding.where for finding in judgement.findings}
    place = next((where for name in ("at", "then") if (where := request.GET.get(name, "")) in found), "")
    return f"#card.{quote(place)}" if place else ""


def _why_not_yet(judgement: Judgement) -> str:
    counts = ((len(judgement.errors), "处错误要改正"), (len(judgement.unexplained), "处需说明的要写明原因"))
    left = "，".join(f"还有 {count} {what}" for count, what in counts if count)
    return f"没有提交：{left}。填写的说明已保存。"
