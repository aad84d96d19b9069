"""分工: which reviewer is responsible for which unit."""

from collections.abc import Mapping
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audit.pages import note_refused_page
from accounts.roles import Role
from evaluations.access.assignment import NONE, Wanted, assign, changes_of, holders, reviewer_of, units_to_assign
from evaluations.access.people import bureau_person
from evaluations.administration.assignment_forms import WAYS, kinds, reviewers_of, sections_of, wanted_in
from evaluations.administration.places import Place
from evaluations.common.refusal import Refused
from evaluations.lists.place import list_url
from evaluations.shared_pages.forms import is_key
from evaluations.units.models import Region, Unit

PER_PAGE = 50
_NAME = "reviewer."


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: HttpRequest) -> HttpResponse:
    """The region's units, 50 per page, each with a choice of reviewers; POST stores the page's choices."""
    place = Place.of(request, "administration:assignments")
    return _assign(request, place) if request.method == "POST" else _show(request, place)


def _show(request: HttpRequest, place: Place, status: int = 200) -> HttpResponse:
    """The page of the list that the query asks for, with any posted choices."""
    wanted, region = wanted_in(request.GET), place.region
    page = Paginator(units_to_assign(region, wanted).select_related("section"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    reviewers = [(str(reviewer.pk), reviewer.name) for reviewer in reviewers_of(region)]
    former = [(key, name) for key, name in _holders(region) if (key, name) not in reviewers]
    context = {
        "units_place": place,
        "wanted": wanted,
        "wanted_items": [(name, value) for name, value in wanted._asdict().items() if value],
        "is_narrowed": any(wanted),
        "only_free": wanted == Wanted(reviewer=NONE),
        "page": page,
        "lines": [_line(request, unit, dict(former)) for unit in page.object_list],
        "reviewers": reviewers,
        "kinds": kinds(),
        "sections": sections_of(region),
        "holders": [*reviewers, *former, (NONE, "未分配")],
        "ways": [(code, way.title) for code, way in WAYS.items() if way.for_chosen],
        "list_url": list_url("assignments", region),
        "has_units": page.paginator.count > 0 or units_to_assign(region).exists(),
    }
    return render(request, "administration/assignments.html", context, status=status)


def _holders(region: Region) -> list[tuple[str, str]]:
    return [(str(person.pk), person.name) for person in holders(region)]


class Line(NamedTuple):
    """A unit of the list, the reviewer chosen for it, and the name of its reviewer if they can't be chosen any more."""

    unit: Unit
    chosen: str
    former: str


def _line(request: HttpRequest, unit: Unit, former: Mapping[str, str]) -> Line:
    present = str(getattr(reviewer_of(unit), "pk", ""))
    return Line(unit, request.POST.get(f"{_NAME}{unit.pk}", present), former.get(present, ""))


@require_safe
def assignment_history(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who reviewed a unit since when."""
    actor = bureau_person(request, Role.MANAGER)
    unit = Unit.objects.select_related("region").filter(pk=unit_id, region__in=actor.regions(Role.MANAGER)).first()
    if unit is None:
        note_refused_page(request, actor)
        raise Http404
    back = reverse("administration:assignments", query={"region": unit.region.code})
    context = {"unit": unit, "changes": changes_of(unit), "back": back}
    return render(request, "administration/assignment_history.html", context)


def _assign(request: HttpRequest, place: Place) -> HttpResponse:
    try:
        changed = assign(place.region, _choices(request.POST), place.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _show(request, place, status=409)
    messages.success(request, f"已更新 {changed} 个单位的审核员。" if changed else "分工没有变化。")
    return redirect(f"{reverse('administration:assignments')}?{request.GET.urlencode()}")


def _choices(posted: Mapping[str, str]) -> dict[int, int | None]:
    """The reviewer chosen for each unit; raises Refused for unreadable values, which the page itself never sends."""
    chosen = {key.removeprefix(_NAME): value for key, value in posted.items() if key.startswith(_NAME)}
    if not all(is_key(unit) and (not reviewer or is_key(reviewer)) for unit, reviewer in chosen.items()):
        raise Refused("页面内容不完整，请刷新页面后再分配。")
    return {int(unit): int(reviewer) if reviewer else None for unit, reviewer in chosen.items()}
