"""Sends each person to their role's page; tells people without a role why they see nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.own_memberships import told_of_changes
from accounts.roles import Role
from evaluations.access.evaluations import evaluation_for_transition
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.desk.views import listing as desk
from evaluations.filling.views import home as filling
from evaluations.home.navigation import FIRST_PAGE, links_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The unit's evaluations by year. The bureau is sent to its desk, others to their list; people without a role read why."""
    actor = current_actor(request)
    if actor.units(Role.PREPARER, Role.UNIT_HEAD):
        return filling.home(request)
    first, *_ = links_of(actor)
    if first != FIRST_PAGE:
        return redirect(first[1])
    return render(request, "home/no_work.html", {"sentences": told_of_changes(actor)})


@require_safe
def next_waiting(request: HttpRequest) -> HttpResponse:
    """Leads on to the next hand-in that waits for this person: an address for the pages that unit and bureau share."""
    return desk.open_next(request)


@require_safe
def evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Redirects to where this person continues with an evaluation that may have changed: the unit's task list, the
    department's list, or the bureau's list of the year.
    """
    actor = current_actor(request)
    found = evaluation_for_transition(actor, evaluation_id)
    if is_of_unit(found, actor):
        return redirect("filling:tasks", found.pk)
    if found.unit.region_id not in actor.regions():
        return redirect("desk:subordinates")
    asked = request.GET.copy()
    asked["year"] = found.fiscal_year.key
    return redirect(f"{reverse('desk:list')}?{asked.urlencode()}")
