"""Keeping what is asked of the list by name, and removing it again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.audit.pages import note_refused_page
from accounts.sending import post_only
from evaluations.access.people import bureau_person
from evaluations.common.refusal import Refused
from evaluations.desk import saved
from evaluations.desk.asked import Asked
from evaluations.desk.forms import DeskForm, KeepForm
from evaluations.desk.models import SavedQuery
from evaluations.fiscal_years.models import FiscalYear
from evaluations.shared_pages.forms import typed


@post_only
def keep_query(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """Keep what the list is asked now, and show it again."""
    actor = bureau_person(request)
    year = FiscalYear.objects.filter(pk=fiscal_year_id, region__in=actor.regions()).select_related("region").first()
    if year is None:
        note_refused_page(request, actor)
        raise Http404
    asked, given = Asked.of(typed(DeskForm(request.POST))), typed(KeepForm(request.POST))
    try:
        kept = saved.keep(year.region, actor, given["title"], asked, shared=given["shared"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已保存常用查询“{kept.name}”。")
    return redirect(f"{reverse('desk:list')}?{asked.query(year=year.key)}")


@post_only
def remove_query(request: HttpRequest, query_id: int) -> HttpResponse:
    """Remove an own query."""
    actor = bureau_person(request)
    kept = SavedQuery.objects.filter(pk=query_id, region__in=actor.regions()).select_related("owner", "region").first()
    if kept is None:
        note_refused_page(request, actor)
        raise Http404
    try:
        saved.remove(kept, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已删除常用查询“{kept.name}”。")
    return redirect("desk:list")
