"""What was typed into a list's search box."""

from django.http import HttpRequest

from evaluations.core.values import Unreadable, clean_line

_LIMIT = 100


def searched(request: HttpRequest) -> str:
    """The searched name; "" also for a text that no unit's name can hold."""
    try:
        return clean_line(request.GET.get("name", ""), _LIMIT)
    except Unreadable:
        return ""
