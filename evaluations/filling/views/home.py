"""The unit's first page, and beginning a year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.audit.pages import note_refused_page
from accounts.sending import post_only
from evaluations.access.people import current_actor
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import TO_UPDATE
from evaluations.dossier.prefill import begin
from evaluations.filling.own_years import opened_own_year, self_using_unit, year_of_unit
from evaluations.filling.pages.home import home_page
from evaluations.filling.views.asking import asked
from evaluations.fiscal_years.models import FiscalYear
from evaluations.projects.models import Project
from evaluations.units.models import Unit

_PREFILLED = (
    "已从 {last_year} 年度的自评带入上年决算数、编制数、指标，以及报告第一、七、八章。"
    f"这几章开头写着“{TO_UPDATE}”，改好一章，就删去它的这一行。"
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The evaluations of this person's units by year."""
    return render(request, "filling/home.html", home_page(current_actor(request), asked(request)))


@post_only
def begin_year(request: HttpRequest, fiscal_year_id: int, unit_id: int, project_id: int | None = None) -> HttpResponse:
    """Begin a unit's evaluation of a year, or of one of its projects in it, and go on to its task list."""
    actor = current_actor(request)
    found = year_of_unit(actor, fiscal_year_id, unit_id)
    project = Project.objects.filter(pk=project_id, unit=unit_id).first() if project_id else None
    if found is None or (project_id and project is None):
        raise _out_of_reach(request, actor)
    return _begin(request, actor, *found, project)


@post_only
def begin_own_year(request: HttpRequest) -> HttpResponse:
    """Open a year for a unit that uses the program for itself, and begin its evaluation."""
    actor = current_actor(request)
    unit = self_using_unit(actor)
    if unit is None:
        raise _out_of_reach(request, actor)
    try:
        year = opened_own_year(unit, request.POST.get("year", ""), request.POST.get("edition", ""), actor)
    except Refused as refusal:
        return _refused(request, actor, refusal)
    if year.is_of_projects:
        messages.info(request, f"{year}自评按项目填报：登记项目之后，在首页逐个开始填报。")
        return redirect("filling:projects", unit.pk)
    return _begin(request, actor, year, unit, None)


def _out_of_reach(request: HttpRequest, actor: Actor) -> Http404:
    note_refused_page(request, actor)
    return Http404()


def _begin(request: HttpRequest, actor: Actor, year: FiscalYear, unit: Unit, project: Project | None) -> HttpResponse:
    try:
        evaluation, is_prefilled = begin(unit, year, actor, project)
    except Refused as refusal:
        return _refused(request, actor, refusal)
    if is_prefilled:
        messages.info(request, _PREFILLED.format(last_year=year.year - 1))
    return redirect("filling:tasks", evaluation.pk)


def _refused(request: HttpRequest, actor: Actor, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return render(request, "filling/home.html", home_page(actor, asked(request)), status=409)
