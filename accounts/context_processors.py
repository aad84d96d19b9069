"""What every page may show, from the signed-in user and the request alone, so without a query."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import User
from accounts.sending import Sent


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: whose bureau and unit, who and in which role.

    A page that exists for several years gives the base page its own context variable `years`: a sequence of (year, url, is_current).
    """

    bureau_name: str
    unit_name: str
    person: str
    role: str


def sent(request: HttpRequest) -> dict[str, Callable[[], Sent | None]]:
    """`sent` for the pages that refuse a posted form; looked at only where a template asks for it."""
    return {"sent": lambda: Sent.by(request)}


def place(request: HttpRequest) -> dict[str, Place | None]:
    """`place` for the templates; None for a visitor who is not signed in."""
    user = getattr(request, "user", None)
    return {"place": place_of(user) if isinstance(user, User) else None}


def place_of(user: User) -> Place:
    """The place of a signed-in person."""
    return Place(
        bureau_name=user.region.bureau_name if user.region else "",
        unit_name=user.unit.name if user.unit else "",
        person=user.name,
        role=user.role_label,
    )
