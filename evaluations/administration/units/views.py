"""The pages of keeping units: the list, a new unit, one unit, its data, and what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from evaluations.access.register import change_for_manager, unit_for_manager
from evaluations.administration.places import Place
from evaluations.administration.typed_units import offered
from evaluations.administration.units import listing
from evaluations.administration.units.acts import ACTS, UnitAct, acts_for
from evaluations.administration.units.forms import ChangeUnitForm, DatedForm, NewUnitForm, UnitsForm, tell
from evaluations.administration.units.page import page_of as unit_page
from evaluations.common.moments import day_text
from evaluations.common.refusal import Refused
from evaluations.registry.changes import withdraw_change
from evaluations.registry.units import NewUnit, change_unit, register_unit
from evaluations.shared_pages.confirmation import Confirmation
from evaluations.shared_pages.forms import typed
from evaluations.units.models import Unit

_CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form about a unit; `offered`: the units that are offered while one types another."""

    unit: Unit
    form: Form
    title: str
    verb: str
    lead: str = ""
    offered: Sequence[str] = ()

    def shown(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        """The page."""
        return render(request, "administration/units_form.html", {"page": self}, status=status)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The region's units by name, kind, section, department and state, 50 a page."""
    place = Place.of(request, "administration:units")
    asked = typed(UnitsForm(request.GET))
    found = listing.listed(place.region, asked)
    page = listing.page_of(found, after=asked["after"], before=asked["before"])
    context = {
        "units_place": place,
        "asked": asked,
        "is_narrowed": any(asked[name] for name in ("name", "kind", "section", "department", "state")),
        "page": page,
        "per_page": listing.PER_PAGE,
        "kinds": listing.KINDS,
        "sections": listing.sections_to_choose(place.region),
        "states": listing.STATES,
    }
    return render(request, "administration/units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    """A new unit; leads on to its page."""
    place = Place.of(request, "administration:add_unit")
    form = NewUnitForm(place.region, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_new(request, place, form, 422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        new = NewUnit(given["code"], given["name"], form.particulars, given["department"])
        unit = register_unit(place.region, new, place.actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return _show_new(request, place, form, 409)
    messages.success(request, f"已新增单位 {unit.name}。请添加它的填报人和单位负责人，并分配审核员。")
    return redirect("administration:unit", unit.pk)


def _show_new(request: HttpRequest, place: Place, form: NewUnitForm, status: int) -> HttpResponse:
    departments = offered(Unit.objects.filter(region=place.region, is_active=True))
    context = {"units_place": place, "form": form, "offered": departments}
    return render(request, "administration/units_new.html", context, status=status)


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit."""
    _, found = unit_for_manager(request, unit_id)
    context = {"page": unit_page(found), "acts": acts_for(found)}
    return render(request, "administration/units_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_particulars(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What changes without a date."""
    actor, found = unit_for_manager(request, unit_id)
    form = ChangeUnitForm(found, request.POST if request.method == "POST" else None)
    page = FormPage(found, form, "修改资料", "保存")
    if not form.is_valid():
        return page.shown(request, 422 if form.is_bound else 200)
    try:
        changed = change_unit(found, form.cleaned_data["code"], form.particulars, actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return page.shown(request, 409)
    messages.success(request, f"已保存 {changed.name} 的资料。")
    return redirect("administration:unit", found.pk)


# What becomes of a unit


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, unit_id: int, name: str) -> HttpResponse:
    """The form of a change; POST of it tells what follows, POST of that page does it."""
    actor, found = unit_for_manager(request, unit_id)
    if name not in ACTS:
        raise Http404
    wanted = ACTS[name]
    if request.method != "POST":
        return _ask(request, found, name, wanted.form(found, initial=_given(request.GET, wanted)))
    form = wanted.form(found, request.POST)
    if not form.is_valid():
        return _ask(request, found, name, form, 422)
    is_confirmed = _CONFIRMED in request.POST
    try:
        done = _done(wanted, found, form, actor, is_kept=is_confirmed)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return _ask(request, found, name, form, 409)
    if not is_confirmed:
        return _foretell(request, found, name, form)
    messages.success(request, done)
    return redirect("administration:unit", found.pk)


def _given(asked: Mapping[str, str], wanted: UnitAct) -> dict[str, str]:
    """What a link to the form fills in."""
    return {field: asked[field] for field in wanted.form.base_fields if field in asked}


def _done(wanted: UnitAct, unit: Unit, form: DatedForm, actor: Actor, *, is_kept: bool) -> str:
    """Do it; unless it `is_kept`, only try: what would be refused is told before what would follow."""
    with transaction.atomic():
        done = wanted.perform(unit, form, actor)
        transaction.set_rollback(not is_kept)
    return done


def _ask(request: HttpRequest, unit: Unit, name: str, form: DatedForm, status: int = 200) -> HttpResponse:
    wanted = ACTS[name]
    has_other = any(field in form.fields for field in ("department", "into"))
    others = offered(form.others) if has_other else ()
    return FormPage(unit, form, wanted.title, "下一步：核对", wanted.lead, others).shown(request, status)


def _foretell(request: HttpRequest, unit: Unit, name: str, form: DatedForm) -> HttpResponse:
    wanted, url = ACTS[name], reverse("administration:unit_act", args=[unit.pk, name])
    given = tuple((field, request.POST.get(field, "")) for field in form.fields)
    basis = form.cleaned_data["basis"]
    confirmation = Confirmation(
        title=f"{wanted.title}：{unit.name}",
        consequences=[*wanted.foreseen(unit, form), *([f"依据：{basis}"] if basis else [])],
        url=url,
        verb=wanted.verb,
        cancel_url=f"{url}?{urlencode(given)}",
        is_dangerous=wanted.is_dangerous,
        hidden=(*given, (_CONFIRMED, "1")),
    )
    return _confirm(request, unit, confirmation)


def _confirm(request: HttpRequest, unit: Unit, confirmation: Confirmation, status: int = 200) -> HttpResponse:
    context = {"unit": unit, "confirmation": confirmation}
    return render(request, "administration/units_confirmation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, unit_id: int, change_id: int) -> HttpResponse:
    """Take back the registration of the last renaming or move."""
    actor, change = change_for_manager(request, unit_id, change_id)
    if request.method == "POST":
        try:
            withdraw_change(change, actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已撤回这次登记。日期或名称不对的，请重新登记。")
        return redirect("administration:unit", unit_id)
    kind = change.get_kind_display()
    department = change.former_department.name if change.former_department else "无"
    confirmation = Confirmation(
        title=f"撤回{day_text(change.on)}的{kind}：{change.unit.name}",
        consequences=[
            f"单位名称回到“{change.former_name}”，主管部门回到“{department}”，如同没有登记过这次{kind}。",
            "日期填错的，撤回后请按正确的日期重新登记。",
            "登记和撤回都留在审计日志里。",
        ],
        url=request.path,
        verb="确认撤回",
        cancel_url=reverse("administration:unit", args=[unit_id]),
        is_dangerous=True,
    )
    return _confirm(request, change.unit, confirmation)
