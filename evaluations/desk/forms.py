"""The app's forms: what is asked of the list, keeping it by name, and a later deadline for units."""

from typing import Any

from django import forms
from django.utils import timezone

from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.fiscal_years.models import REASON_LIMIT
from evaluations.shared_pages.forms import AsTyped, SearchForm


class DeskForm(SearchForm):
    """What is asked of the list; `Asked.of` leaves out what is not known."""

    year = AsTyped()
    state = AsTyped()
    section = AsTyped()
    reviewer = AsTyped()
    grade = AsTyped()
    look = AsTyped()
    sort = AsTyped()


class KeepForm(forms.Form):
    """The name of a query, and whether colleagues see it."""

    title = AsTyped()
    shared = forms.BooleanField(required=False)


class ExtensionForm(forms.Form):
    """The later deadline, and the reason."""

    until = forms.DateTimeField(
        label="延期至",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "请填写延期到什么时候。", "invalid": "请填写日期和时间，例如 2024-05-31 18:00。"},
    )
    reason = forms.CharField(
        label="延期原因",
        max_length=REASON_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text="记入操作记录。",
        error_messages={"required": "请填写延期原因。", "max_length": f"延期原因不能超过 {REASON_LIMIT} 个字。"},
    )

    def clean_until(self) -> Any:
        """The moment, in a year that can be evaluated or in the following one."""
        until = self.cleaned_data["until"]
        if not FIRST_YEAR <= timezone.localtime(until).year <= LAST_YEAR + 1:
            raise forms.ValidationError("年份不对，请核对。")
        return until
