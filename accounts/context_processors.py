"""What every page may show. It comes from the signed-in user and the request alone, so it costs no query."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.sending import Sent


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person works: the bureau and the unit; who they are and in which role.

    A page that exists for several years passes `years` to the base template: a sequence of (year, url, is_current).
    """

    bureau_name: str
    unit_name: str
    person: str
    role: str


def sent(request: HttpRequest) -> dict[str, Callable[[], Sent | None]]:
    """`sent` for the pages that refuse a posted form; evaluated only if a template uses it."""
    return {"sent": lambda: Sent.by(request)}


def place(request: HttpRequest) -> dict[str, Whereabouts | None]:
    """`place` for the templates; None for a visitor who is not signed in."""
    user = getattr(request, "user", None)
    return {"place": place_of(actor_of(user)) if isinstance(user, User) else None}


def place_of(actor: Actor) -> Whereabouts:
    """The place of a signed-in person; several units are only counted."""
    units = actor.own_units
    return Whereabouts(
        bureau_name=actor.region.bureau_name if actor.region else "",
        unit_name=units[0].name if len(units) == 1 else f"{len(units)} 个单位" if units else "",
        person=actor.name,
        role="、".join(role.label for role in actor.roles),
    )
