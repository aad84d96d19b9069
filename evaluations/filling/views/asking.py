"""Remembers that somebody has tried to submit: from then on, every page of the session shows everything that is missing."""

from collections.abc import Collection

from django.http import HttpRequest

_KEY = "asked_for_submission"


def note_asked(request: HttpRequest, evaluation_id: int) -> None:
    """Remember that the person has tried to submit this evaluation."""
    request.session[_KEY] = sorted({*asked(request), evaluation_id})


def asked(request: HttpRequest) -> Collection[int]:
    """The evaluations that the person has tried to submit."""
    known: list[int] = request.session.get(_KEY, [])
    return known
