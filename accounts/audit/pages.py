"""Refused pages in the log: named by the page, not by every address that somebody tries."""

from django.http import HttpRequest

from accounts.actors import Actor
from accounts.audit.once import note_refusal

_SUBJECT_LIMIT = 100


def note_refused_page(request: HttpRequest, actor: Actor, action: str = "refused", reason: str = "") -> None:
    """Record that this person was refused the page: one event per hour, with the first URL they requested."""
    route = request.resolver_match.route if request.resolver_match else request.path.lstrip("/")
    detail = {"path": request.path[:_SUBJECT_LIMIT]} | ({"reason": reason} if reason else {})
    note_refusal(actor, f"/{route}"[:_SUBJECT_LIMIT], action, detail)
