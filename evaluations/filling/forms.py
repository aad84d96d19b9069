"""The one ordinary form of this room: another prior-year amount, and why."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms

from evaluations.core.basics.values import EXPLANATION_LIMIT, Unreadable, clean_text, parse_amount
from evaluations.filling.saving.edited import REPLACEMENT, broken


class CorrectionForm(forms.Form):
    """The amount (万元) and the reason for it, which last year's own amount does not need."""

    value = forms.CharField(
        label="更正为（万元）",
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "请填写金额，没有发生的填 0。"},
    )
    reason = forms.CharField(
        label="更正原因",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="审核时会看到。改回上年审核通过的数时不用填写，原来的说明同时删去。",
    )

    def __init__(self, last_year: Decimal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_year = last_year

    def clean_value(self) -> Decimal:
        """The amount, read as in any other cell."""
        value = _read(parse_amount, self.cleaned_data["value"])
        if value is None:
            raise forms.ValidationError(self.fields["value"].error_messages["required"])
        return value

    def clean_reason(self) -> str:
        """The reason, as any explanation."""
        return _read(lambda text: clean_text(text, EXPLANATION_LIMIT), self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        """Both: another amount has a reason."""
        cleaned = self.cleaned_data
        if cleaned.get("reason") == "" and cleaned.get("value") not in (None, self.last_year):
            self.add_error("reason", "与上年审核通过的数不同，请填写更正原因。")
        return cleaned


def _read[T](read: Callable[[str], T], text: str) -> T:
    if REPLACEMENT in text:
        raise forms.ValidationError(broken(text))
    try:
        return read(text)
    except Unreadable as fault:
        raise forms.ValidationError(str(fault)) from fault
