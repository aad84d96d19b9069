"""What each cell counts and where its figure is taken from (口径), by the edition of a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from evaluations.access.people import current_actor
from evaluations.core.guidance.definitions import defined_sheets
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.self_use import editions_to_choose, usual_year


@require_safe
def show_definitions(request: HttpRequest) -> HttpResponse:
    """The definitions of `?year=` in the person's region; else of its latest year. Who works in no region reads the latest edition's."""
    actor = current_actor(request)
    fiscal_year = _fiscal_year(actor, request.GET.get("year", ""))
    stored = fiscal_year.edition if fiscal_year else next(iter(editions_to_choose()), None)
    year = fiscal_year.year if fiscal_year else usual_year()
    context = {
        "year": year,
        "edition_name": stored.edition.name if stored else "",
        "sheets": defined_sheets(stored.edition, year) if stored else (),
    }
    return render(request, "shared_pages/definitions.html", context)


def _fiscal_year(actor: Actor, asked: str) -> FiscalYear | None:
    regions = {place.pk for each in actor.memberships if (place := each.place_region)}
    known = FiscalYear.objects.filter(region__in=regions).select_related("edition").order_by("-year", "kind", "region")
    years = list(known)
    return next((one for one in years if one.key == asked), None) or next(iter(years), None)
