"""检查与提交: the findings, the sentences that explain them, and the way on to submission."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import UNIT_ROLES
from evaluations.access.evaluations import document_for, evaluation_for_edit
from evaluations.access.people import current_user
from evaluations.common.refusal import Refused
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.filling.addresses import cell_url, step_url
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.frame import save_bar
from evaluations.filling.pages.problems import explanation_faults, explanation_problems, stranded_explanations
from evaluations.filling.pages.progress import begun_steps, left, progress, shown_findings
from evaluations.filling.pages.step import frame
from evaluations.filling.saving.explanations import Unexplained, key_of, save_explanations
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.steps import CHECK, step_of
from evaluations.filling.views.asking import asked, note_asked
from evaluations.filling.views.step import not_saved, see_other
from evaluations.panels.findings import findings_panel
from evaluations.records.models import SelfEvaluation
from evaluations.workflow.transitions import possible


@never_cache  # the browser's way back shows what stands stored by then
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The page of the last step; POST saves the explanations and, by its second button, goes on to submission."""
    person = current_user(request)
    if request.method == "POST":
        return _save(request, person, evaluation_for_edit(person, evaluation_id))
    evaluation, years = evaluation_and_years(person, evaluation_id)
    if person.role not in UNIT_ROLES:
        return redirect("shared_pages:document", evaluation_id)
    return render(request, "filling/check.html", {**_context(request, person, evaluation), "years": years})


def _save(request: HttpRequest, person: User, evaluation: SelfEvaluation) -> HttpResponse:
    try:
        posted = read_posted(request.POST)
        outcome = save_explanations(evaluation.pk, posted, person)
    except (Outdated, Refused) as fault:
        return not_saved(request, person, evaluation, CHECK, fault)
    if isinstance(outcome, Unexplained):
        context = _context(request, person, outcome.evaluation, outcome)
        return render(request, "filling/check.html", context, status=422 if outcome.errors else 409)
    if posted.action != "submit":
        return see_other(step_url(evaluation.pk, CHECK))
    if outcome.errors or outcome.unexplained:
        note_asked(request, evaluation.pk)
        messages.error(request, _why_not_yet(outcome))
        return see_other(step_url(evaluation.pk, CHECK))
    return see_other(reverse("shared_pages:transition", args=[evaluation.pk, "submit"]))


def _why_not_yet(judgement: Judgement) -> str:
    counts = ((len(judgement.errors), "处错误要改正"), (len(judgement.unexplained), "处需说明的要写明原因"))
    left = "，".join(f"还有 {count} {what}" for count, what in counts if count)
    return f"没有提交：{left}。填写的说明已保存。"


def _context(
    request: HttpRequest, person: User, evaluation: SelfEvaluation, unexplained: Unexplained | None = None
) -> dict[str, Any]:
    judgement = unexplained.judgement if unexplained else judge(evaluation, document_for(person, evaluation))
    if evaluation.pk in asked(request):
        judgement = replace(judgement, asked=True)
    names = Names(judgement.edition, judgement.document)
    standing, begun = progress(judgement), begun_steps(judgement)
    context = frame(person, evaluation, CHECK, left(judgement))
    is_editable = not context["why_not_editable"]
    faults = explanation_faults(unexplained) if unexplained else {}
    typed = {key_of(name): text for name, text in unexplained.merged.shown.items()} if unexplained else {}
    return {
        **context,
        "errors": sum(one.errors for one in standing),
        "unexplained": sum(one.unexplained for one in standing),
        "not_begun": [
            (one.step.title(judgement.edition), step_url(evaluation.pk, one.step))
            for one in standing
            if not one.is_begun
        ],
        "is_incomplete": bool(judgement.waiting),
        "findings": findings_panel(
            judgement,
            names,
            lambda path: cell_url(evaluation.pk, path),
            found=shown_findings(judgement),
            waiting=[finding for finding in judgement.waiting if step_of(finding.where) in begun],
            editable=is_editable,
            typed=typed,
            errors=faults,
        ),
        "save_bar": save_bar(evaluation, CHECK, is_saved=unexplained is None) if is_editable else None,
        "problems": explanation_problems(names, unexplained, faults) if unexplained else None,
        "stranded": stranded_explanations(names, unexplained) if unexplained else [],
        "transitions": [] if is_editable else possible(evaluation, person),
    }
