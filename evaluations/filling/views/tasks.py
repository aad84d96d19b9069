"""The task list of one evaluation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import UNIT_ROLES
from evaluations.access.people import current_user
from evaluations.filling.own_years import evaluation_and_years
from evaluations.filling.pages.tasks import overview
from evaluations.filling.views.asking import asked


@never_cache
@require_safe
def tasks(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The six steps, how each stands, what to do next, and the way so far. The bureau reads the whole document instead."""
    person = current_user(request)
    evaluation, years = evaluation_and_years(person, evaluation_id, with_comments=True)
    if person.role not in UNIT_ROLES:
        return redirect("shared_pages:document", evaluation_id)
    return render(
        request,
        "filling/tasks.html",
        {**overview(person, evaluation, asked=evaluation_id in asked(request)), "years": years},
    )
