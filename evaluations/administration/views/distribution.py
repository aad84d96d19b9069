"""分工 of many units at once: chosen, shown, and carried out as it was shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evaluations.access.assignment import Wanted, units_to_assign
from evaluations.access.distribution import Plan, carry_out, plan
from evaluations.administration.assignment_forms import WAYS, WayForm, ticked_in, wanted_in
from evaluations.administration.places import Place
from evaluations.common.refusal import Refused
from evaluations.units.models import Region, Unit

_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
def distribute(request: HttpRequest, way: str) -> HttpResponse:
    """GET asks to whom the units of the list go, then shows what that would change; POST carries out what was shown."""
    place = Place.of(request, "administration:assignments")
    if way not in WAYS:
        raise Http404
    if request.method == "POST":
        return _carry_out(request, way, place)
    form = _form(way, place.region, request.GET, is_asked="preview" in request.GET)
    return _show(request, way, place, form, request.GET)


def _form(way: str, region: Region, asked: QueryDict, *, is_asked: bool) -> WayForm:
    chosen = _units(region, wanted_in(asked), ticked_in(asked)) if WAYS[way].for_chosen else []
    return WAYS[way](asked if is_asked else None, region, chosen)


def _units(region: Region, wanted: Wanted, ticked: set[int]) -> Sequence[Unit]:
    """The ticked units, or else the wanted ones."""
    return [unit for unit in units_to_assign(region, wanted) if not ticked or unit.pk in ticked]


def _carry_out(request: HttpRequest, way: str, place: Place) -> HttpResponse:
    region = place.region

    def planned() -> Plan:
        form = _form(way, region, request.POST, is_asked=True)
        if not form.is_valid():
            raise Refused("审核员或单位已有变化，没有分配，请重新选择。")
        return plan(region, form.units, form.targets())

    try:
        changed = carry_out(region, planned, request.POST.get("plan", ""), place.actor)
    except Refused as refusal:
        form = _form(way, region, request.POST, is_asked=True)
        return _show(request, way, place, form, request.POST, reason=str(refusal))
    messages.success(request, f"已更新 {changed} 个单位的审核员。")
    return redirect(reverse("administration:assignments") + place.query)


def _show(
    request: HttpRequest, way: str, place: Place, form: WayForm, asked: QueryDict, *, reason: str = ""
) -> HttpResponse:
    """The form, and under it what it would change, once it is filled in."""
    kept = _kept(asked) if form.for_chosen else []
    context: dict[str, Any] = {
        "units_place": place,
        "form": form,
        "number": len(form.units) if form.for_chosen else None,
        "is_ticked": bool(ticked_in(asked)),
        "kept": kept,
        "reason": reason,
    }
    if form.is_valid():
        context |= _planned(way, place, form, [*kept, *form.sent])
    status = 409 if reason else 422 if form.errors else 200
    return render(request, "administration/distribute.html", context, status=status)


def _kept(asked: QueryDict) -> Sequence[tuple[str, str]]:
    """(name, value) of what tells which units, to be sent again."""
    ticked = [("unit", str(key)) for key in sorted(ticked_in(asked))]
    return [(name, value) for name, value in (*wanted_in(asked)._asdict().items(), *ticked) if value]


def _planned(way: str, place: Place, form: WayForm, sent: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    found = plan(place.region, form.units, form.targets())
    return {
        "plan": found,
        "moves": found.moves[:_SHOWN],
        "more": max(0, len(found.moves) - _SHOWN),
        "confirmation": {
            **_confirmation(form, found, sent),
            "url": reverse("administration:distribute", args=[way]) + place.query,
            "cancel_url": reverse("administration:assignments") + place.query,
        },
    }


def _confirmation(form: WayForm, found: Plan, sent: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """The context of components/confirmation.html, without its addresses."""
    consequences = ["以后这些单位的退回和审核通过，只能由新的审核员办理。"]
    if found.submitted:
        consequences.append(f"其中 {found.submitted} 份已上报的自评，由新的审核员接着审核；已写的批注都在。")
    return {
        "title": f"{form.title}：{len(found.moves)} 个单位换审核员",
        "consequences": consequences,
        "verb": f"确认分配 {len(found.moves)} 个单位",
        "hidden": [*sent, ("plan", found.digest)],
    }
