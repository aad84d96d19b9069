"""The auditor's pages: the log, the story of one object, failures and refusals, the state of the chains; the button that verifies, and the files."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.audit import record
from accounts.roles import Role
from accounts.sending import post_only
from evaluations.access.people import person_in_role
from evaluations.auditing import exporting, listing, standing, trials
from evaluations.auditing.listing import EventLine
from evaluations.auditing.search import Search, TrialSearch
from evaluations.auditing.verification import verify
from evaluations.common.costly import Cost, costs
from evaluations.common.planning import planned_for_values
from evaluations.units.models import Region

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAYS = 7


@require_safe
@never_cache
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first, with one line on its state."""
    person_in_role(request, Role.AUDITOR)
    regions = list(Region.objects.all())
    search = Search(request.GET, regions)
    with planned_for_values():
        page = _page(search, request.GET) if search.is_valid() else None
        proof = standing.last_proof()
    context = {
        "search": search,
        "page": page,
        "per_page": listing.PER_PAGE,
        "proof": proof,
        "reached": standing.reached(proof, {region.code: region.name for region in regions}),
        "upkeep": standing.last_upkeep(),
    }
    return render(request, "auditing/log.html", context)


@require_safe
@never_cache
def story(request: HttpRequest) -> HttpResponse:
    """All events of one object, oldest first."""
    person_in_role(request, Role.AUDITOR)
    search = Search(request.GET, ())
    if not search.is_valid() or search.story is None:
        raise Http404
    with planned_for_values():
        page = _page(search, request.GET, oldest_first=True)
    context = {"story": search.story, "page": page, "per_page": listing.PER_PAGE}
    return render(request, "auditing/story.html", context)


@require_safe
@never_cache
def failures(request: HttpRequest) -> HttpResponse:
    """Failed sign-ins and refusals, by default of the last few days."""
    person_in_role(request, Role.AUDITOR)
    today = timezone.localdate()
    search = TrialSearch({"since": (today - timedelta(days=_DAYS - 1)).isoformat(), **request.GET.dict()})
    with planned_for_values():
        found = trials.gathered(search.events, search.counted) if search.is_valid() else None
    context = {"search": search, "found": found, "is_narrowed": bool(request.GET), "most": trials.LOOKED_AT}
    return render(request, "auditing/failures.html", context)


@require_safe
@never_cache
def chains(request: HttpRequest) -> HttpResponse:
    """The state of each chain, and what the last verification and the last maintenance found."""
    person_in_role(request, Role.AUDITOR)
    with planned_for_values():
        proof = standing.last_proof()
    names = dict(Region.objects.values_list("code", "name"))
    context = {"proof": proof, "chains": standing.chains(proof, names), "upkeep": standing.last_upkeep()}
    return render(request, "auditing/chains.html", context)


@costs(Cost.FILE)
@post_only
def prove(request: HttpRequest) -> HttpResponse:
    """Verify the log now; the page of the chains then shows what was found."""
    report = verify(person_in_role(request, Role.AUDITOR))
    if report.faults:
        messages.error(request, f"核对完毕，发现 {len(report.faults)} 处问题，见下。")
    else:
        messages.success(request, "核对完毕，没有发现问题。")
    return redirect("auditing:chains")


@costs(Cost.FILE)
@post_only
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The events that match the page's conditions, as a file (an object's story oldest first); the export is logged."""
    actor = person_in_role(request, Role.AUDITOR)
    search = Search(request.GET, Region.objects.all())
    if not search.is_valid():
        return redirect(f"{reverse('auditing:log')}?{request.GET.urlencode()}")
    with planned_for_values():
        rows = search.events[: exporting.ROWS_LIMIT + 1].count()
    if rows > exporting.ROWS_LIMIT:
        messages.error(request, f"超过 {exporting.ROWS_LIMIT} 条，没有导出：请用日期等条件缩小范围，分几次导出。")
        return redirect(f"{reverse('auditing:log')}?{request.GET.urlencode()}")
    record("export_audit", actor, detail={"filter": search.in_words, "rows": rows, "formats": kind})
    return _file(kind, listing.all_lines(search.events, oldest_first=search.story is not None))


def _file(kind: str, lines: Iterable[EventLine]) -> HttpResponseBase:
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(exporting.as_csv(lines), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(exporting.as_workbook(lines), content_type=_WORKBOOK)
    name = f"审计日志-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _page(search: Search, query: Mapping[str, str], *, oldest_first: bool = False) -> listing.Page:
    before, after = _number(query, "before"), _number(query, "after")
    return listing.page(search.events, before=before, after=after, oldest_first=oldest_first)


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
