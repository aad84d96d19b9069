"""年度: opened, changed, shown."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.audit.pages import note_refused_page
from accounts.roles import Role
from accounts.sending import post_only
from evaluations.access.evaluations import evaluation_for_transition
from evaluations.access.people import bureau_person
from evaluations.access.readiness import obstacles
from evaluations.administration.forms import NewYearForm, YearForm
from evaluations.administration.mending import mended
from evaluations.administration.opening import as_last_time
from evaluations.administration.places import Place
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import change_year, open_year
from evaluations.records.issuing import end_excuse, issued_to_all, not_issued
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import holding
from evaluations.units.models import Region, Unit


@require_safe
def show_years(request: HttpRequest) -> HttpResponse:
    """The years of the manager's regions, latest first."""
    actor = bureau_person(request, Role.MANAGER)
    handed_in = Count("evaluations", filter=Q(evaluations__state__in=holding("confirmed")))
    years = _years(actor).annotate(issued=Count("evaluations"), handed_in=handed_in).order_by("-year", "region")
    return render(request, "administration/years.html", {"fiscal_years": years})


@require_http_methods(["GET", "HEAD", "POST"])
def open_new_year(request: HttpRequest) -> HttpResponse:
    """The form for a new year, filled in like the previous one."""
    place = Place.of(request, "administration:new_year")
    form = _new_year_form(request, place.region)
    if request.method == "POST" and form.is_valid():
        try:
            year = open_year(place.region, **form.cleaned_data, needs_issuing=True, actor=place.actor)
        except (Refused, ValidationError) as fault:
            _add_errors(form, fault)
        else:
            messages.success(request, f"{year}已设定。请核对下面的情况，然后下达给各单位。")
            return redirect("administration:year", year.pk)
    status = 422 if form.errors else 200
    return render(request, "administration/year_form.html", {"form": form, "units_place": place}, status=status)


@require_safe
def show_year(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """One year: its times and notice, the units to which it is issued, and the obstacles."""
    year = year_for_manager(request, fiscal_year_id)
    return render(request, "administration/year.html", standing(year, issued_to_all(year)))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """Change a year's times, notice, levels of checking and edition."""
    actor, year = bureau_person(request, Role.MANAGER), year_for_manager(request, fiscal_year_id)
    form = _year_form(request, year)
    form.with_edition(year.edition)
    if request.method == "POST" and form.is_valid():
        try:
            change_year(year, **form.cleaned_data, actor=actor)
        except (Refused, ValidationError) as fault:
            _add_errors(form, fault)
        else:
            messages.success(request, f"{year}的设定已保存。")
            return redirect("administration:year", year.pk)
    status = 422 if form.errors else 200
    return render(request, "administration/year_form.html", {"form": form, "year": year}, status=status)


@post_only
def end_excuse_of(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Let an excused unit fill in again."""
    actor = bureau_person(request, Role.MANAGER)
    evaluation = evaluation_for_transition(actor, evaluation_id)
    try:
        end_excuse(evaluation, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{evaluation.subject_name}恢复填报 {evaluation.fiscal_year}自评。")
    return redirect("administration:year", evaluation.fiscal_year_id)


def standing(year: FiscalYear, units: QuerySet[Unit]) -> dict[str, Any]:
    """How the year stands with its region, and what stands in the way of these units."""
    evaluations = SelfEvaluation.objects.filter(fiscal_year=year)
    return {
        "year": year,
        "issued": evaluations.count(),
        "fresh": not_issued(year, units).count(),
        "excused": evaluations.exclude(excused_at=None)
        .select_related("unit", "project")
        .order_by("unit__code", "project__number"),
        "obstacles": mended(obstacles(year, units), year.region),
    }


def _years(actor: Actor) -> Any:
    return FiscalYear.objects.filter(region__in=actor.regions(Role.MANAGER)).select_related("region", "edition")


def year_for_manager(request: HttpRequest, fiscal_year_id: int) -> FiscalYear:
    """A year of a region of the manager.

    Raises:
        Http404: no manager, or another region's year; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    year: FiscalYear | None = _years(actor).filter(pk=fiscal_year_id).first()
    if year is None:
        note_refused_page(request, actor)
        raise Http404
    return year


def _new_year_form(request: HttpRequest, region: Region) -> NewYearForm:
    if request.method == "POST":
        return NewYearForm(region, request.POST)
    return NewYearForm(region, initial=as_last_time(region))


def _year_form(request: HttpRequest, year: FiscalYear) -> YearForm:
    if request.method == "POST":
        return YearForm(year.region, request.POST)
    return YearForm(year.region, initial=_as_it_is(year))


def _as_it_is(year: FiscalYear) -> dict[str, Any]:
    return {
        "edition": year.edition_id,
        "opens_at": year.opens_at,
        "deadline": year.deadline,
        "notice": year.notice,
        "levels": year.levels,
    }


def _add_errors(form: Form, fault: Refused | ValidationError) -> None:
    texts: Sequence[str] = fault.messages if isinstance(fault, ValidationError) else [str(fault)]
    for text in texts:
        form.add_error(None, text)
