"""A later deadline for one unit in one year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evaluations.access.evaluations import year_and_unit_for_manager
from evaluations.access.people import current_user
from evaluations.common.refusal import Refused
from evaluations.desk.forms import ExtensionForm
from evaluations.fiscal_years.deadlines import deadline_for, shown
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import grant_extension
from evaluations.units.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, fiscal_year_id: int, unit_id: int) -> HttpResponse:
    """The form, and the extension."""
    year, unit = year_and_unit_for_manager(request, fiscal_year_id, unit_id)
    if request.method != "POST":
        return _show(request, year, unit, ExtensionForm())
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _show(request, year, unit, form, 422)
    try:
        granted = grant_extension(year, unit, **form.cleaned_data, actor=current_user(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, year, unit, form, 409)
    messages.success(request, f"{unit.name} {year}自评已延期，单位可以填报到 {shown(granted.until)}。")
    return redirect(f"{reverse('desk:list')}?year={year.year}")


def _show(request: HttpRequest, year: FiscalYear, unit: Unit, form: ExtensionForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "year": year, "unit": unit, "deadline": deadline_for(year, unit)}
    return render(request, "desk/extension.html", context, status=status)
