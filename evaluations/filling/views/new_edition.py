"""The page on which a unit takes a higher version of its form: what differs, and what has no place on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal
from evaluations.access.evaluations import evaluation_for_edit, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.common.refusal import Refused
from evaluations.filling.saving.editability import SAVE_REFUSED, why_not_editable
from evaluations.filling.saving.new_edition import offer, take_new_edition
from evaluations.filling.saving.posted import Outdated, read_posted
from evaluations.filling.views.step import see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """What the higher version of the form changes; POST takes it."""
    actor = current_actor(request)
    refused, status = "", 200
    evaluation = (evaluation_for_edit if request.method == "POST" else evaluation_for_view)(actor, evaluation_id)
    if not is_of_unit(evaluation, actor):
        return redirect("shared_pages:document", evaluation_id)
    if request.method == "POST":
        try:
            taken = take_new_edition(evaluation.pk, revision=read_posted(request.POST).revision, actor=actor)
        except (Outdated, Refused) as fault:
            refused, status = str(fault), 400 if isinstance(fault, Outdated) else 409
            note_refusal(actor, str(evaluation.pk), SAVE_REFUSED, {"reason": refused})
        else:
            lost = f"，{len(taken.lost)} 格没有位置，可以在各格的修改记录里找到" if taken.lost else ""
            messages.success(request, f"已改用新的表样{lost}。请把每一步再看一遍。")
            return see_other(reverse("filling:tasks", args=[evaluation.pk]))
    context = {
        "evaluation": evaluation,
        "revision": evaluation.revision,
        "offer": offer(evaluation),
        "refused": refused,
        "why_not_editable": why_not_editable(evaluation, actor),
    }
    return render(request, "filling/new_edition.html", context, status=status)
