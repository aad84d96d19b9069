"""Whom to ring, as the bureau sets it; it stands at the foot of every page."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evaluations.administration.places import Place
from evaluations.administration.units.forms import tell
from evaluations.common.refusal import Refused
from evaluations.registry.regions import change_contacts
from evaluations.units.models import CONTACT_LIMIT


class ContactsForm(forms.Form):
    """Whom to ring."""

    consulting = forms.CharField(
        label="业务咨询",
        required=False,
        max_length=CONTACT_LIMIT,
        help_text="问表格怎么填时找谁，例如 绩效管理股 0731-28000000。",
    )
    support = forms.CharField(
        label="技术支持",
        required=False,
        max_length=CONTACT_LIMIT,
        help_text="登录不了、页面打不开时找谁，例如 信息中心 0731-28000001。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """The telephones of a region's bureau; POST stores them."""
    place = Place.of(request, "administration:contacts")
    initial = {"consulting": place.region.consulting, "support": place.region.support}
    form = ContactsForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"units_place": place, "form": form}
    if not form.is_valid():
        return render(request, "administration/contacts.html", context, status=422 if form.is_bound else 200)
    try:
        change_contacts(place.region, **form.cleaned_data, actor=place.actor)
    except (Refused, ValidationError) as fault:
        tell(form, fault)
        return render(request, "administration/contacts.html", context, status=409)
    messages.success(request, "已保存联系方式，显示在每一页的页脚。")
    return redirect(reverse("administration:contacts") + place.query)
