"""The devices on which a person has signed in before: one signed cookie per user name, void for other names and after a password change."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User

_YEAR = 365 * 24 * 60 * 60


def known_device(request: HttpRequest, person: User) -> str:
    """The name of this device if `person` has signed in on it since their password was changed, else ""."""
    found = request.get_signed_cookie(_cookie(person), default="", salt=_salt(person), max_age=_YEAR)
    return found or ""


def remember_device(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Remember this device as one of `person`'s; they have just entered the right password on it."""
    response.set_signed_cookie(
        _cookie(person),
        known_device(request, person) or secrets.token_urlsafe(9),
        salt=_salt(person),
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(person: User) -> str:
    name = salted_hmac("accounts.devices", str(person.pk), algorithm="sha256").hexdigest()[:16]
    return f"{settings.COOKIE_PREFIX}device.{name}"


def _salt(person: User) -> str:
    return f"accounts.devices {person.pk} {person.password}"
