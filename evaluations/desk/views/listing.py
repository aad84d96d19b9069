"""The bureau's list of submissions."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Role
from evaluations.access.people import bureau_person
from evaluations.desk import listing
from evaluations.desk.forms import DeskForm
from evaluations.fiscal_years.models import FiscalYear
from evaluations.shared_pages.forms import typed

PER_PAGE = 50


@require_safe
def show_desk(request: HttpRequest) -> HttpResponse:
    """The units in reach and their evaluations of one year, by state and name, 50 a page."""
    user = bureau_person(request)
    years = list(FiscalYear.objects.filter(region=user.region))
    asked = typed(DeskForm(request.GET))
    year = _chosen(years, asked["year"])
    if year is None:
        return render(request, "desk/no_year.html")
    state, name = asked["state"], asked["name"]
    units = listing.units(user, year)
    tally = listing.tally(units)
    pages = Paginator(listing.narrowed(units, state, name).values_list("pk", flat=True), PER_PAGE)
    if not name:
        pages.count = tally.states.get(state, 0) if state else tally.total
    page = pages.get_page(request.GET.get("page"))
    context = {
        "years": [(each.year, f"?year={each.year}", each == year) for each in years],
        "year": year,
        "state": state,
        "name": name,
        "states": [(code, label, tally.states.get(code, 0)) for code, label in listing.STATES.items()],
        "total": tally.total,
        "page": page,
        "lines": listing.lines(year, units, page.object_list),
        "is_manager": user.role == Role.MANAGER,
        "unassigned": tally.unassigned,
    }
    return render(request, "desk/desk.html", context)


def _chosen(years: Sequence[FiscalYear], wanted: str) -> FiscalYear | None:
    return next((year for year in years if str(year.year) == wanted), years[0] if years else None)
