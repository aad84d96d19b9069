"""A person's own sessions: where and since when they are signed in, and ending the sessions they no longer want."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.actors import actor_of
from accounts.addresses import address_of
from accounts.audit import record
from accounts.browsers import browser_in_words
from accounts.models import Session, User
from accounts.sessions import BEGAN

_ADDRESS, _BROWSER = "address", "browser"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One of a person's sessions; `name` does not reveal its key."""

    name: str
    began: datetime
    seen: datetime
    address: str
    browser: str
    is_this: bool


def describe(request: HttpRequest) -> None:
    """Note in a new session when it began, from which address and in which browser."""
    browser = browser_in_words(request.headers.get("User-Agent", ""))
    request.session.update({BEGAN: timezone.now().isoformat(), _ADDRESS: address_of(request), _BROWSER: browser})


def sessions_of(person: User, this: str | None) -> list[SignedIn]:
    """The current sessions of `person`: the one with the key `this` first, then the most recently used."""
    found = [_signed_in(row, this) for row in _open(person).order_by("-seen")]
    return sorted(found, key=lambda one: not one.is_this)


def end_other_sessions(person: User, this: str | None, name: str = "") -> int:
    """End the session called `name`, or all if no name is given, but never `this` one. Return how many were ended."""
    others = [row.pk for row in _open(person).exclude(pk=this) if not name or constant_time_compare(_name(row), name)]
    Session.objects.filter(pk__in=others).delete()
    if others:
        record("end_sessions", actor_of(person), detail={"count": len(others)})
    return len(others)


def _open(person: User) -> QuerySet[Session]:
    return Session.objects.filter(user=person, expire_date__gt=timezone.now())


def _signed_in(row: Session, this: str | None) -> SignedIn:
    data = row.get_decoded()
    began = datetime.fromisoformat(data[BEGAN])
    return SignedIn(_name(row), began, row.seen, data[_ADDRESS], data[_BROWSER], row.pk == this)


def _name(row: Session) -> str:
    return salted_hmac("accounts.own_sessions", row.pk, algorithm="sha256").hexdigest()[:20]
