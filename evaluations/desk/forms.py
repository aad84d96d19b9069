"""The forms of this room: what the lists are narrowed to, and a later deadline for a unit."""

from typing import Any

from django import forms
from django.utils import timezone

from evaluations.core.basics.values import Unreadable, clean_line
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.desk.listing import STATES
from evaluations.fiscal_years.models import REASON_LIMIT
from evaluations.shared_pages.forms import AsTyped

_NAME_LIMIT = 100


class SearchForm(forms.Form):
    """The units of a list, by name or code; whatever no unit can have narrows nothing."""

    name = AsTyped()

    def clean_name(self) -> str:
        """The searched name; "" also for a text that no unit's name can hold."""
        try:
            return clean_line(self.cleaned_data["name"], _NAME_LIMIT)
        except Unreadable:
            return ""


class DeskForm(SearchForm):
    """The list of submissions, narrowed to one year and one state."""

    year = AsTyped()
    state = AsTyped()

    def clean_state(self) -> str:
        """One of the states of the list, or ""."""
        state: str = self.cleaned_data["state"]
        return state if state in STATES else ""


class AssignmentForm(SearchForm):
    """The list of units, narrowed to those without a reviewer."""

    free = forms.BooleanField(required=False)


class ExtensionForm(forms.Form):
    """Until when, and why."""

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
        """The moment, in a year that can be evaluated or the one after."""
        until = self.cleaned_data["until"]
        if not FIRST_YEAR <= timezone.localtime(until).year <= LAST_YEAR + 1:
            raise forms.ValidationError("年份不对，请核对。")
        return until
