"""The administrator's pages of regions: the list, a new one with its bureau, one to change."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from evaluations.access.people import person_in_role
from evaluations.access.register import region_for_administrator
from evaluations.administration.units.forms import digest, line, tell
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import NAME_LIMIT
from evaluations.registry.regions import change_region, register_region
from evaluations.shared_pages.forms import AsTyped, typed
from evaluations.units.models import CODE_LIMIT, Region, Unit

PER_PAGE = 50
_CHANGED = "您打开这一页之后，资料已被别人修改，请重新打开这一页再改。"


class RegionsForm(forms.Form):
    """The regions of the list, by name or code."""

    name = AsTyped()

    def clean_name(self) -> str:
        """The searched name or code."""
        return line(self.cleaned_data["name"])


class RegionForm(forms.Form):
    """The names of a region, and what it is part of."""

    name = forms.CharField(label="地区名称", max_length=NAME_LIMIT, error_messages={"required": "请填写地区名称。"})
    bureau_name = forms.CharField(
        label="财政局（主管部门）名称",
        required=False,
        max_length=NAME_LIMIT,
        help_text="印在文件上；不填就是地区名称加“财政局”。",
    )
    parent = forms.CharField(
        label="上级地区", required=False, max_length=300, help_text="上级地区的代码，用于汇总；没有的不填。"
    )

    def clean_parent(self) -> Region | None:
        """The region with this code."""
        code = self.cleaned_data["parent"].strip()
        found = Region.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(f"没有代码为“{code}”的地区，请核对代码；上级地区要先添加。")
        return found


class NewRegionForm(RegionForm):
    """A new region with its bureau."""

    code = forms.CharField(
        label="地区代码",
        max_length=CODE_LIMIT,
        help_text="行政区划代码，例如 430203；添加后不能修改。",
        error_messages={"required": "请填写地区代码。"},
    )
    field_order = ("code", "name", "bureau_name", "parent")


class ChangeRegionForm(RegionForm):
    """The names of a region; refused where they are no more what the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, region: Region, data: Mapping[str, Any] | None = None) -> None:
        parent = region.parent.code if region.parent else ""
        shown = {"name": region.name, "bureau_name": region.bureau_name, "parent": parent}
        self._digest = digest(shown)
        super().__init__(data, initial={**shown, "seen": self._digest})
        if region.has_bureau:
            self.fields["bureau_name"].required = True
            self.fields["bureau_name"].error_messages["required"] = "请填写财政局（主管部门）名称。"
            self.fields["bureau_name"].help_text = "印在文件上。"
        else:
            del self.fields["bureau_name"]

    def clean(self) -> dict[str, Any]:
        """As it was shown."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self._digest:
            self.add_error(None, _CHANGED)
        return cleaned


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """All regions by code, 50 a page, with the number of their units in use."""
    person_in_role(request, Role.ADMINISTRATOR)
    name = typed(RegionsForm(request.GET))["name"]
    found = Region.objects.order_by("code")
    if name:
        found = found.filter(Q(name__icontains=name) | Q(code__icontains=name) | Q(bureau_name__icontains=name))
    page = Paginator(found.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    counted = Unit.objects.filter(region=OuterRef("pk"), is_active=True).order_by().values("region")
    number = Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)
    lines = Region.objects.filter(pk__in=list(page.object_list)).select_related("parent").annotate(number=number)
    context = {"name": name, "page": page, "lines": lines.order_by("code")}
    return render(request, "administration/regions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_region(request: HttpRequest) -> HttpResponse:
    """A new region with its bureau."""
    actor = person_in_role(request, Role.ADMINISTRATOR)
    form = NewRegionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form, None, 422 if form.is_bound else 200)
    try:
        region = register_region(**form.cleaned_data, actor=actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return _show(request, form, None, 409)
    messages.success(request, f"已添加地区 {region.name}（{region.bureau_name}）。请添加它的绩效管理员。")
    return redirect("administration:regions")


@require_http_methods(["GET", "HEAD", "POST"])
def region(request: HttpRequest, region_id: int) -> HttpResponse:
    """The names of a region and of its bureau."""
    actor, found = region_for_administrator(request, region_id)
    form = ChangeRegionForm(found, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form, found, 422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        changed = change_region(found, given["name"], given.get("bureau_name", ""), given["parent"], actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return _show(request, form, found, 409)
    messages.success(request, f"已保存地区 {changed.name}。")
    return redirect("administration:regions")


def _show(request: HttpRequest, form: forms.Form, region: Region | None, status: int) -> HttpResponse:
    return render(request, "administration/regions_form.html", {"form": form, "region": region}, status=status)
