"""The list of a department: its subordinate units' evaluations that have come to it or further."""

from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Role
from evaluations.access.evaluations import evaluations_of_departments
from evaluations.access.people import person_in_role
from evaluations.records.states import State

_SHOWN = 50


@require_safe
def show_subordinates(request: HttpRequest) -> HttpResponse:
    """Those that wait for the department first, then the latest years; 50 per page."""
    actor = person_in_role(request, Role.DEPARTMENT_REVIEWER)
    waits_first = Case(When(state=State.DEPARTMENT_CHECK, then=Value(0)), default=Value(1))
    listed = evaluations_of_departments(actor).order_by(waits_first, "-fiscal_year__year", "unit__code")
    page = Paginator(listed, _SHOWN).get_page(request.GET.get("page"))
    return render(request, "desk/subordinates.html", {"page": page, "waiting": State.DEPARTMENT_CHECK})
