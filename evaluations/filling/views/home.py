"""The unit's first page, and beginning a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.sending import post_only
from evaluations.access.people import current_user
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import TO_UPDATE
from evaluations.dossier.prefill import begin
from evaluations.filling.own_years import year_of_unit
from evaluations.filling.pages.home import home_page
from evaluations.filling.views.asking import asked

_PREFILLED = (
    "已从 {last_year} 年度审核通过的自评带入上年决算数、编制数、指标，以及报告第一、七、八章。"
    f"这几章开头写着“{TO_UPDATE}”，改好一章，就删去它的这一行。"
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The unit's evaluations by year."""
    return render(request, "filling/home.html", home_page(current_user(request), asked(request)))


@post_only
def begin_year(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """Begin the unit's evaluation of a year, and go on to its task list."""
    user = current_user(request)
    year, unit = year_of_unit(user, fiscal_year_id)
    try:
        evaluation, is_prefilled = begin(unit, year, user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return render(request, "filling/home.html", home_page(user, asked(request)), status=409)
    if is_prefilled:
        messages.info(request, _PREFILLED.format(last_year=year.year - 1))
    return redirect("filling:tasks", evaluation.pk)
