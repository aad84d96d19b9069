"""What is done to a year for many units at once: issued to them, extended, excused. What is asked for is shown before it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.access.people import bureau_person
from evaluations.administration.forms import ExcuseForm, ExtensionsForm, UnitsForm
from evaluations.administration.views.years import standing, year_for_manager
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extensions
from evaluations.records.issuing import excuse, issue, issued_to_all
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit

type Units = QuerySet[Unit]


@require_http_methods(["GET", "HEAD", "POST"])
def issue_year(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """GET shows to which units the year would be issued, and the obstacles; POST issues it."""
    actor, year = bureau_person(request, Role.MANAGER), year_for_manager(request, fiscal_year_id)
    form = UnitsForm(request.POST if request.method == "POST" else request.GET or None, year)
    if form.is_valid() and form.choice and request.method == "POST":
        return _issue(request, year, form.choice.units, actor)
    units = form.choice.units if form.choice else issued_to_all(year)
    context = {"form": form, **standing(year, units)}
    return render(request, "administration/issue.html", context, status=422 if form.errors else 200)


def _issue(request: HttpRequest, year: FiscalYear, units: Units, actor: Actor) -> HttpResponse:
    try:
        made = issue(year, units, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已下达给 {made} 个单位。" if made else "这些单位都已下达，没有变化。")
    return redirect("administration:year", year.pk)


@dataclass(frozen=True, slots=True)
class _Act:
    """An act on units: its form and title, how many it would concern, what it would do to so many, and the act, which tells what it did."""

    form: type[UnitsForm]
    title: str
    concerns: Callable[[FiscalYear, Units], int]
    foreseen: Callable[[int, Mapping[str, Any]], str]
    perform: Callable[[Actor, FiscalYear, Units, Mapping[str, Any]], str]


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """Grant a later deadline to all units, or to some."""
    return _for_units(request, fiscal_year_id, _EXTEND)


@require_http_methods(["GET", "HEAD", "POST"])
def excuse_units(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """Excuse units from the year."""
    return _for_units(request, fiscal_year_id, _EXCUSE)


def _for_units(request: HttpRequest, fiscal_year_id: int, act: _Act) -> HttpResponse:
    """The page of an act on several units: the form, what it would do, and, if that was confirmed, the act itself."""
    actor, year = bureau_person(request, Role.MANAGER), year_for_manager(request, fiscal_year_id)
    form = act.form(request.POST if request.method == "POST" else None, year)
    foreseen, number = "", 0
    if form.is_valid() and form.choice:
        if "confirmed" in request.POST:
            if _is_done(request, form, lambda units: act.perform(actor, year, units, form.cleaned_data)):
                return redirect("administration:year", year.pk)
        else:
            number = act.concerns(year, form.choice.units)
            foreseen = act.foreseen(number, form.cleaned_data)
    context = {"form": form, "year": year, "title": act.title, "foreseen": foreseen, "number": number}
    return render(request, "administration/for_units.html", context, status=422 if form.errors else 200)


def _is_done(request: HttpRequest, form: UnitsForm, perform: Callable[[Units], str]) -> bool:
    assert form.choice
    try:
        messages.success(request, perform(form.choice.units))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _grant(actor: Actor, year: FiscalYear, units: Units, values: Mapping[str, Any]) -> str:
    granted = grant_extensions(year, list(units), values["until"], values["reason"], actor)
    return f"{len(granted)} 个单位的 {year}自评已延期到 {deadline_text(values['until'])}。"


def _foresee_extension(number: int, values: Mapping[str, Any]) -> str:
    return f"将给 {number} 个单位延期到 {deadline_text(values['until'])}。"


def _excuse(actor: Actor, year: FiscalYear, units: Units, values: Mapping[str, Any]) -> str:
    return f"已免除 {excuse(_evaluations(year, units), values['reason'], actor)} 个单位填报 {year}自评。"


def _foresee_excuse(number: int, _values: Mapping[str, Any]) -> str:
    return f"将免除 {number} 个单位填报；还没有下达的、已经免报的不算在内。"


def _evaluations(year: FiscalYear, units: Units) -> QuerySet[SelfEvaluation]:
    return SelfEvaluation.objects.filter(fiscal_year=year, unit__in=units)


def _not_excused(year: FiscalYear, units: Units) -> int:
    return _evaluations(year, units).filter(excused_at=None).count()


_EXTEND = _Act(ExtensionsForm, "延期", lambda _year, units: units.count(), _foresee_extension, _grant)
_EXCUSE = _Act(ExcuseForm, "免报", _not_excused, _foresee_excuse, _excuse)
