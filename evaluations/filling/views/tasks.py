"""The task list of one evaluation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.tasks import overview
from evaluations.filling.views.asking import asked


@never_cache
@require_safe
def tasks(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The six steps and their states, what to do next, and the history. The bureau reads the whole document instead."""
    actor = current_actor(request)
    evaluation, years = evaluation_and_years(actor, evaluation_id, with_comments=True)
    if not is_of_unit(evaluation, actor):
        return redirect("shared_pages:document", evaluation_id)
    return render(
        request,
        "filling/tasks.html",
        {**overview(actor, evaluation, asked=evaluation_id in asked(request)), "years": years},
    )
