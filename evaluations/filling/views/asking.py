"""Whether a person has tried to submit: from then on, every page of this session shows everything that is missing."""

from collections.abc import Collection

from django.http import HttpRequest

_KEY = "asked_for_submission"


def note_asked(request: HttpRequest, evaluation_id: int) -> None:
    """Submission of this evaluation was asked for."""
    request.session[_KEY] = sorted({*asked(request), evaluation_id})


def asked(request: HttpRequest) -> Collection[int]:
    """The evaluations whose submission was asked for."""
    known: list[int] = request.session.get(_KEY, [])
    return known
