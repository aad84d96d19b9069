"""The sections of a bureau: one page with all of them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.sending import post_only
from evaluations.access.register import section_for_manager
from evaluations.administration.places import Place
from evaluations.administration.units.forms import tell
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import NAME_LIMIT
from evaluations.registry.sections import add_section, remove_section, rename_section


class SectionForm(forms.Form):
    """The name of a section."""

    name = forms.CharField(
        label="股室名称", max_length=NAME_LIMIT, error_messages={"required": "请填写股室名称，例如 教科文股。"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sections(request: HttpRequest) -> HttpResponse:
    """All sections with the number of their units; POST adds one."""
    place = Place.of(request, "administration:sections")
    form = SectionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, place, form, 422 if form.is_bound else 200)
    try:
        section = add_section(place.region, form.cleaned_data["name"], place.actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return _show(request, place, form, 409)
    messages.success(request, f"已添加{section.name}。")
    return redirect(reverse("administration:sections") + place.query)


def _show(request: HttpRequest, place: Place, form: SectionForm, status: int) -> HttpResponse:
    found = place.region.sections.annotate(number=Count("units")).order_by("name")
    context = {"units_place": place, "form": form, "sections": found}
    return render(request, "administration/sections.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, section_id: int) -> HttpResponse:
    """Another name for a section."""
    actor, section = section_for_manager(request, section_id)
    back = _page_of(section.region.code)
    form = SectionForm(request.POST if request.method == "POST" else None, initial={"name": section.name})
    context = {"section": section.name, "form": form, "back": back}
    if not form.is_valid():
        return render(request, "administration/sections_rename.html", context, status=422 if form.is_bound else 200)
    try:
        rename_section(section, form.cleaned_data["name"], actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return render(request, "administration/sections_rename.html", context, status=409)
    messages.success(request, f"{context['section']}已改名为{section.name}。")
    return redirect(back)


@post_only
def remove(request: HttpRequest, section_id: int) -> HttpResponse:
    """Remove a section that no unit belongs to."""
    actor, section = section_for_manager(request, section_id)
    try:
        remove_section(section, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已删除{section.name}。")
    return redirect(_page_of(section.region.code))


def _page_of(region: str) -> str:
    return reverse("administration:sections", query={"region": region})
