"""Refusals as the log names them: by the page, not by each address that somebody may try on it."""

from django.http import HttpRequest

from accounts.audit.once import note_refusal
from accounts.models import User

_SUBJECT_LIMIT = 100


def note_refused_page(request: HttpRequest, user: User, action: str = "refused", reason: str = "") -> None:
    """The page was refused to this person: one event an hour, with the address that was asked for first."""
    route = request.resolver_match.route if request.resolver_match else request.path.lstrip("/")
    detail = {"path": request.path[:_SUBJECT_LIMIT]} | ({"reason": reason} if reason else {})
    note_refusal(user, f"/{route}"[:_SUBJECT_LIMIT], action, detail)
