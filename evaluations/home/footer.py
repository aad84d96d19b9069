"""The foot of every page: whose service it is, whom to ring, and the version; and the way from the help, a room below, to the definitions."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from evaluations.units.models import Region


def footer(request: HttpRequest) -> dict[str, Any]:
    """For the templates: `contacts` (the person's region; for a visitor of one of our addresses the only one there is), `version`, `definitions_url`.

    What costs something is asked for only if a page shows it.
    """
    return {
        "contacts": _of(request),
        "version": settings.VERSION,
        "definitions_url": lambda: reverse("shared_pages:definitions"),
    }


def _of(request: HttpRequest) -> Callable[[], Region | None]:
    user = getattr(request, "user", None)
    if isinstance(user, User):
        return lambda: actor_of(user).region
    return lambda: _only_region() if request.resolver_match else None


def _only_region() -> Region | None:
    regions = Region.objects.exclude(bureau_name="")[:2]
    return regions[0] if len(regions) == 1 else None
