"""Before every view, asks people to sign in and to replace a password that is too old; after it, tells the browser which of its forms were accepted."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import User
from accounts.sending import KEPT_AS
from accounts.signing_in import ask_to_sign_in

_KEPT_AS = re.compile(r"[a-z0-9]{8,40}")
_RENEWAL = "accounts:change_password"
_LASTS = 24 * 60 * 60


def is_asked_by_page(request: HttpRequest) -> bool:
    """Whether a page asks this by itself, as static/js/filling/line.js says, and nobody opens or sends anything."""
    return request.method == "GET" and "X-Asked-By-Page" in request.headers


class SignInFirst(LoginRequiredMiddleware):
    """As Django's, but a posted form leads to a page that can be opened after signing in, and what was typed goes with it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """Ask to sign in."""
        if request.method == "POST":
            return ask_to_sign_in(request)
        return super().handle_no_permission(request, view_func)


class RenewPassword:
    """Redirects people whose password is older than PASSWORD_DAYS to the page that changes it; posted forms are still accepted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *_: Any) -> HttpResponse | None:
        """Lead to the password page, unless it is that one or one that visitors may see."""
        is_open = not getattr(view_func, "login_required", True)
        if request.method != "GET" or is_open or is_asked_by_page(request) or not has_old_password(request.user):
            return None
        is_there = request.resolver_match is not None and request.resolver_match.view_name == _RENEWAL
        return None if is_there else redirect(_RENEWAL)


def has_old_password(user: object) -> bool:
    """Whether `user` is a person whose password is to be changed; nobody's is with PASSWORD_DAYS 0."""
    days = settings.PASSWORD_DAYS
    return bool(days) and isinstance(user, User) and timezone.now() - user.password_changed_at > timedelta(days=days)


class Acknowledge:
    """A form that static/js/forms keeps in the browser names itself by `kept_as`; a cookie of that name tells that it was taken.

    Taken is what a signed-in person posted and what was not refused: views refuse with a status of 400 and above.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            name = request.POST.get(KEPT_AS, "")
            if _KEPT_AS.fullmatch(name):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(
                    f"{settings.COOKIE_PREFIX}taken.{name}", "1", max_age=_LASTS, secure=secure, samesite="Lax"
                )
        return response
