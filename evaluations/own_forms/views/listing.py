"""The forms that a region may use, its drafts, and the upload of a new one."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal
from accounts.sending import post_only
from evaluations.access.register import regions_for_manager
from evaluations.common.costly import Cost, costs
from evaluations.common.refusal import Refused
from evaluations.files.reading import SIZE_LIMIT, Unread
from evaluations.files.uploads import content_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.self_use import with_those_above
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.reach import edition_for_manager
from evaluations.own_forms.services import add_draft, offer_again, withdraw
from evaluations.own_forms.uploading import read_upload
from evaluations.units.models import Region


class Line(NamedTuple):
    """An edition on the list; in how many of the region's years it is used; whether the region made it."""

    edition: FormEdition
    years: int
    is_own: bool


@costs(Cost.FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: HttpRequest) -> HttpResponse:
    """The list; POST uploads a workbook, which leads to its page whether it has mistakes or not."""
    actor, region, regions = regions_for_manager(request)
    if request.method != "POST":
        return _show(request, region, regions)
    files = request.FILES.getlist("file")
    if len(files) != 1:
        return _show(request, region, regions, "没有选择文件，或选择了多个。请选择一个 .xlsx 工作簿。", 422)
    try:
        draft = add_draft(region, read_upload(files[0].name or "", content_of(files[0])), actor)
    except (Unread, Refused) as refusal:
        note_refusal(actor, "own_forms", "upload_refused", {"reason": str(refusal), "file": files[0].name or ""})
        return _show(request, region, regions, f"“{files[0].name}”没有上传：{refusal}", 422)
    return redirect("own_forms:draft", draft.pk)


def _show(request: HttpRequest, region: Region, regions: object, reason: str = "", status: int = 200) -> HttpResponse:
    usable = FormEdition.objects.filter(Q(region=None) | Q(region__in=with_those_above(region)))
    used = Count("fiscal_years", filter=Q(fiscal_years__region=region))
    editions = usable.select_related("region").annotate(years=used).order_by("code", "-version")
    drafts = FormDraft.objects.filter(region=region, edition=None).defer("workbook", "content")
    context = {
        "region": region,
        "regions": regions,
        "lines": [Line(each, each.years, each.region_id == region.pk) for each in editions],
        "drafts": drafts.select_related("uploaded_by", "proposed_by"),
        "reason": reason,
        "megabytes": SIZE_LIMIT // 1024 // 1024,
    }
    return render(request, "own_forms/forms.html", context, status=status)


@post_only
def offer(request: HttpRequest, edition_id: int, name: str) -> HttpResponse:
    """Withdraw one of the region's own editions, or offer it again."""
    actor, edition = edition_for_manager(request, edition_id)
    act = {"withdraw": withdraw, "again": offer_again}.get(name)
    if act is None:
        raise Http404
    try:
        act(edition, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{edition}”{'已停用' if name == 'withdraw' else '恢复使用'}。")
    return redirect("own_forms:forms")
