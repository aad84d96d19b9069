"""The only ordinary form of this app: a corrected prior-year amount, and the reason."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms

from evaluations.core.basics.amounts import read_amount
from evaluations.core.basics.values import EXPLANATION_LIMIT, Unreadable, clean_text
from evaluations.filling.saving.edited import REPLACEMENT, broken


class CorrectionForm(forms.Form):
    """The amount (万元) and the reason for it; last year's own amount needs no reason."""

    value = forms.CharField(
        label="更正为（万元）",
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "请填写金额，没有发生的填 0。"},
    )
    reason = forms.CharField(
        label="更正原因",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="改回上年自评的数时不用填写，原来的说明同时删去。",
    )

    def __init__(self, last_year: Decimal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_year = last_year

    def clean_value(self) -> Decimal:
        """The amount, read as in any other cell."""
        value = _read(read_amount, self.cleaned_data["value"])
        if value is None:
            raise forms.ValidationError(self.fields["value"].error_messages["required"])
        return value

    def clean_reason(self) -> str:
        """The reason, cleaned like any explanation."""
        return _read(lambda text: clean_text(text, EXPLANATION_LIMIT), self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        """Require a reason for a different amount."""
        cleaned = self.cleaned_data
        if cleaned.get("reason") == "" and cleaned.get("value") not in (None, self.last_year):
            self.add_error("reason", "与上年自评的数不同，请填写更正原因。")
        return cleaned


def _read[T](read: Callable[[str], T], text: str) -> T:
    if REPLACEMENT in text:
        raise forms.ValidationError(broken(text))
    try:
        return read(text)
    except Unreadable as fault:
        raise forms.ValidationError(str(fault)) from fault
