"""The app's small forms: the names of their fields, and the typed texts.

They accept everything: the services clean and limit texts, and their refusals show a text again as it was typed.
"""

from typing import Any

from django import forms

from evaluations.core.basics.values import Unreadable, clean_line

_NAME_LIMIT = 100
_KEY_DIGITS = 18


def is_key(text: str) -> bool:
    """Whether the text can be a primary key."""
    return text.isascii() and text.isdigit() and len(text) <= _KEY_DIGITS


class AsTyped(forms.Field):
    """A text, unchanged; "" if none was sent."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str:
        """The text."""
        return value or ""


class SearchForm(forms.Form):
    """Filters a list of units by name or code; a text that no unit can have filters nothing."""

    name = AsTyped()

    def clean_name(self) -> str:
        """The name to search for; "" also for a text that no unit's name can contain."""
        try:
            return clean_line(self.cleaned_data["name"], _NAME_LIMIT)
        except Unreadable:
            return ""


class CommentForm(forms.Form):
    """A new comment: its kind, the path of its place, how much it asks for, and what its page compares the document with."""

    action = AsTyped()
    where = AsTyped()
    demand = AsTyped()
    text = AsTyped()
    beside = AsTyped()


class AnswerForm(forms.Form):
    """What becomes of a comment: its next state, the text, the page on which that was typed, and what this compares the document with."""

    action = AsTyped()
    text = AsTyped()
    next = AsTyped()
    beside = AsTyped()


class StandardCommentForm(forms.Form):
    """A standard comment: the library it belongs to, its name and its text."""

    owner = AsTyped()
    name = AsTyped()
    text = AsTyped()


class DecisionForm(forms.Form):
    """What a transition asks for: the reason, whether somebody has looked for names and telephone numbers, and whether only the commented places are opened."""

    comment = AsTyped()
    redaction_seen = forms.BooleanField(required=False)
    only_commented = forms.BooleanField(required=False)


def typed(form: forms.Form) -> dict[str, Any]:
    """The values of a form that accepts everything."""
    form.full_clean()
    return form.cleaned_data
