"""A later deadline for one unit, or for all that were chosen on the list, in one year."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evaluations.access.evaluations import year_and_unit_for_manager, year_for_manager
from evaluations.access.people import current_actor
from evaluations.common.kept_query import Given, Kept
from evaluations.common.refusal import Refused
from evaluations.desk.asked import Asked
from evaluations.desk.forms import DeskForm, ExtensionForm
from evaluations.desk.wanted import wanted
from evaluations.fiscal_years.deadlines import deadline_for, deadline_text
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extensions
from evaluations.shared_pages.forms import is_key, typed
from evaluations.units.models import Unit

CHOSEN, WHOLE = "unit", "whole"
_NAMED = 8


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, fiscal_year_id: int, unit_id: int) -> HttpResponse:
    """The form for one unit; POST grants the extension."""
    year, unit = year_and_unit_for_manager(request, fiscal_year_id, unit_id)
    return _answer(request, year, [unit])


@require_http_methods(["GET", "HEAD", "POST"])
def extensions(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """The form for the units that were ticked, or for all that the list was asked for; POST grants the extensions, all of them or none."""
    year = year_for_manager(request, fiscal_year_id)
    chosen = _chosen(request, year, request.POST if request.method == "POST" else request.GET)
    if not chosen:
        messages.error(request, "没有勾选单位。请先勾选要延期的单位，或者选“符合条件的全部单位”。")
        return redirect(f"{reverse('desk:list')}?{urlencode({'year': year.key})}")
    return _answer(request, year, chosen)


def _chosen(request: HttpRequest, year: FiscalYear, sent: QueryDict) -> list[Unit]:
    is_whole = bool(sent.get(WHOLE))
    asked = Asked.of(typed(DeskForm(sent))) if is_whole else Asked()
    found, given = wanted(asked, year, current_actor(request))
    ticked = [int(key) for key in sent.getlist(CHOSEN) if is_key(key)]
    rows = found.rows() if is_whole else found.rows().filter(unit__in=Given("ticked", is_several=True))
    units = Kept(lambda: Unit.objects.filter(pk__in=rows.values("unit")).order_by("code"))
    return units(**given, ticked=ticked)


def _answer(request: HttpRequest, year: FiscalYear, chosen: Sequence[Unit]) -> HttpResponse:
    if request.method != "POST":
        return _show(request, year, chosen, ExtensionForm())
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _show(request, year, chosen, form, 422)
    try:
        granted = grant_extensions(year, chosen, **form.cleaned_data, actor=current_actor(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, year, chosen, form, 409)
    until = deadline_text(granted[0].until)
    messages.success(request, f"{_named(chosen)} {year}自评已延期，单位可以填报到 {until}。")
    return redirect(f"{reverse('desk:list')}?{urlencode({'year': year.key})}")


def _named(chosen: Sequence[Unit]) -> str:
    return chosen[0].name if len(chosen) == 1 else f"{len(chosen)} 个单位的"


def _show(
    request: HttpRequest, year: FiscalYear, chosen: Sequence[Unit], form: ExtensionForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "year": year,
        "title": _named(chosen),
        "named": [unit.name for unit in chosen[:_NAMED]] if len(chosen) > 1 else [],
        "more": max(len(chosen) - _NAMED, 0),
        "keys": [unit.pk for unit in chosen],
        "deadline": deadline_for(year, chosen[0]) if len(chosen) == 1 else year.deadline,
    }
    return render(request, "desk/extension.html", context, status=status)
