"""/components/: every component in its states on one page, with invented data; only in demo mode."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from evaluations.demo.gallery import sample_tables, samples


class SampleForm(forms.Form):
    """An ordinary form, as crispy-forms renders it."""

    name = forms.CharField(label="填表人", max_length=50)
    phone = forms.CharField(label="联系电话", help_text="带区号，例如 0700-5550123。")
    section = forms.ChoiceField(label="业务股室", choices=[("", "请选择"), ("edu", "教科文股"), ("agri", "农业股")])
    remarks = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.BooleanField(label="已核对上年数据", required=False)


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """The page; 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    shown = {name.lower(): value for name, value in vars(samples).items() if name.isupper()}
    tables = {
        "attachment2": sample_tables.attachment2(),
        "attachment3": sample_tables.attachment3(editable=False),
        "attachment3_filling": sample_tables.attachment3(editable=True),
    }
    form = SampleForm({"name": "周敏", "phone": ""})
    return render(request, "demo/gallery.html", {**shown, **tables, "form": form})
