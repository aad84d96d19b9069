"""The small forms of this room: the names of their fields, and what was typed into them.

They refuse nothing: limits and cleaning are the services', whose refusals show the text again as it was typed.
"""

from typing import Any

from django import forms


class AsTyped(forms.Field):
    """A text, unchanged; "" where none was sent."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str:
        """The text."""
        return value or ""


class CommentForm(forms.Form):
    """A new comment, and the path of its cell."""

    where = AsTyped()
    text = AsTyped()


class AnswerForm(forms.Form):
    """An answer to a comment, and the page on which it was typed."""

    text = AsTyped()
    next = AsTyped()


class DecisionForm(forms.Form):
    """What a transition asks: the reason, and whether names and telephone numbers were looked for."""

    comment = AsTyped()
    redaction_seen = forms.BooleanField(required=False)


def typed(form: forms.Form) -> dict[str, Any]:
    """The fields of a form that refuses nothing."""
    form.full_clean()
    return form.cleaned_data
