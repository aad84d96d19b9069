"""分工: which reviewer reviews which unit."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Role
from evaluations.access.assignment import assign, reviewers_of, units_to_assign
from evaluations.access.people import bureau_person
from evaluations.common.refusal import Refused
from evaluations.desk.forms import AssignmentForm
from evaluations.shared_pages.forms import typed
from evaluations.units.models import Unit

PER_PAGE = 50
_NAME = "reviewer."


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: HttpRequest) -> HttpResponse:
    """The region's units, 50 a page, each with a choice of its reviewer; POST stores the choices of the page."""
    user = bureau_person(request, Role.MANAGER)
    return _assign(request) if request.method == "POST" else _show(request, user)


def _show(request: HttpRequest, user: User, status: int = 200) -> HttpResponse:
    """The page of the list that the query asks for, with the choices that were posted, if any were."""
    asked = typed(AssignmentForm(request.GET))
    name, only_free = asked["name"], asked["free"]
    region = user.membership.region
    assert region is not None
    page = Paginator(units_to_assign(region, name, only_free=only_free), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(unit, request.POST.get(f"{_NAME}{unit.pk}", _reviewer(unit))) for unit in page.object_list]
    reviewers = [(str(reviewer.pk), reviewer.name) for reviewer in reviewers_of(region)]
    context = {
        "name": name,
        "only_free": only_free,
        "page": page,
        "lines": lines,
        "reviewers": reviewers,
        "has_units": page.paginator.count > 0 or units_to_assign(region).exists(),
    }
    return render(request, "desk/assignments.html", context, status=status)


def _reviewer(unit: Unit) -> str:
    assignment = getattr(unit, "assignment", None)
    return str(assignment.reviewer_id) if assignment else ""


def _assign(request: HttpRequest) -> HttpResponse:
    user = bureau_person(request, Role.MANAGER)
    try:
        changed = assign(_choices(request.POST), user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _show(request, user, status=409)
    messages.success(request, f"已更新 {changed} 个单位的审核员。" if changed else "分工没有变化。")
    return redirect(f"{reverse('desk:assignments')}?{request.GET.urlencode()}")


def _choices(posted: Mapping[str, str]) -> dict[int, int | None]:
    """The reviewer chosen for each unit; Refused where that can't be read, which the page itself never sends."""
    chosen = {key.removeprefix(_NAME): value for key, value in posted.items() if key.startswith(_NAME)}
    if not all(_is_key(unit) and (not reviewer or _is_key(reviewer)) for unit, reviewer in chosen.items()):
        raise Refused("页面内容不完整，请刷新页面后再分配。")
    return {int(unit): int(reviewer) if reviewer else None for unit, reviewer in chosen.items()}


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
