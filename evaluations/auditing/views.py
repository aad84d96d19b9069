"""The auditor's page, its button that proves the log, and its files."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
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
from evaluations.auditing import exporting, listing, standing
from evaluations.auditing.listing import Search, matching
from evaluations.auditing.verification import verify
from evaluations.common.costly import Cost, costs

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first, and how it stands."""
    person_in_role(request, Role.AUDITOR)
    search = Search(request.GET)
    page = None
    if search.is_valid():
        before, after = _number(request.GET, "before"), _number(request.GET, "after")
        page = listing.page(matching(search.cleaned_data), before=before, after=after)
    context = {
        "search": search,
        "is_narrowed": any(request.GET.get(name) for name in search.fields),
        "page": page,
        "per_page": listing.PER_PAGE,
        "proof": standing.last_proof(),
        "upkeep": standing.last_upkeep(),
    }
    return render(request, "auditing/log.html", context)


@costs(Cost.FILE)
@post_only
def prove(request: HttpRequest) -> HttpResponse:
    """Prove the log now; what was found stands on its page."""
    report = verify(person_in_role(request, Role.AUDITOR))
    if report.faults:
        messages.error(request, f"核对完毕，发现 {len(report.faults)} 处问题，见下。")
    else:
        messages.success(request, "核对完毕，没有发现问题。")
    return redirect("auditing:log")


@costs(Cost.FILE)
@post_only
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What the page's conditions find, as a file; the log tells of it."""
    user = person_in_role(request, Role.AUDITOR)
    search = Search(request.GET)
    if not search.is_valid():
        return redirect(f"{reverse('auditing:log')}?{request.GET.urlencode()}")
    events = matching(search.cleaned_data)
    rows = events[: exporting.ROWS_LIMIT + 1].count()
    if rows > exporting.ROWS_LIMIT:
        messages.error(request, f"超过 {exporting.ROWS_LIMIT} 条，没有导出：请用日期等条件缩小范围，分几次导出。")
        return redirect(f"{reverse('auditing:log')}?{request.GET.urlencode()}")
    record("export_audit", user, detail={"filter": search.in_words(), "rows": rows, "formats": kind})
    return _file(kind, listing.all_lines(events))


def _file(kind: str, lines: Any) -> HttpResponseBase:
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(exporting.as_csv(lines), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(exporting.as_workbook(lines), content_type=_WORKBOOK)
    name = f"审计日志-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
