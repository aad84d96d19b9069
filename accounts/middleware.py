"""Around each view: notes the request's origin for the audit log, asks people to sign in and to replace an expired password, and tells the
browser which of its forms were accepted.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.addresses import address_of
from accounts.audit.origin import coming_from
from accounts.browsers import browser_in_words
from accounts.models import User
from accounts.own_memberships import WHOM
from accounts.sending import KEPT_AS
from accounts.signing_in import ask_to_sign_in

_KEPT_AS = re.compile(r"[a-z0-9]{8,40}")
_RENEWAL = "accounts:change_password"
_LASTS = 24 * 60 * 60


def is_asked_by_page(request: HttpRequest) -> bool:
    """Whether a page sends this request by itself, as static/js/filling/line.js marks it, without anybody opening or sending anything."""
    return request.method == "GET" and "X-Asked-By-Page" in request.headers


class NoteOrigin:
    """Adds a request's address and browser to the audit events recorded during it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        with coming_from(address_of(request), browser_in_words(request.headers.get("User-Agent", ""))):
            return self.get_response(request)


class SignInFirst(LoginRequiredMiddleware):
    """Django's middleware, except that a posted form leads to a sign-in page which keeps what was typed and leads back to a page that can be opened."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """Ask to sign in; whoever was signed in and has been deactivated since is told so."""
        if is_session_of_deactivated(request):
            messages.warning(request, f"这个账号已停用，您已退出登录。{WHOM}")
        if request.method == "POST":
            return ask_to_sign_in(request)
        return super().handle_no_permission(request, view_func)


def is_session_of_deactivated(request: HttpRequest) -> bool:
    """Whether this browser's session belongs to somebody whose account has been deactivated."""
    person = request.session.get(SESSION_KEY)
    return person is not None and User.objects.filter(pk=person, is_active=False).exists()


class RenewPassword:
    """Redirects people whose password is older than PASSWORD_DAYS to the page where they change it; posted forms are still accepted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *_: Any) -> HttpResponse | None:
        """Redirect to the password page, except from that page and from pages open to visitors."""
        is_open = not getattr(view_func, "login_required", True)
        if request.method != "GET" or is_open or is_asked_by_page(request) or not has_old_password(request.user):
            return None
        is_there = request.resolver_match is not None and request.resolver_match.view_name == _RENEWAL
        return None if is_there else redirect(_RENEWAL)


def has_old_password(user: object) -> bool:
    """Whether `user` must change their password; with PASSWORD_DAYS 0 nobody must."""
    days = settings.PASSWORD_DAYS
    return bool(days) and isinstance(user, User) and timezone.now() - user.password_changed_at > timedelta(days=days)


class Acknowledge:
    """Tells the browser, by a cookie, that a form which static/js/forms keeps was accepted; the field `kept_as` holds the form's name, and the cookie's.

    A form was accepted if a signed-in person posted it and the view did not refuse it with a status of 400 or above.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and set the cookie."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            name = request.POST.get(KEPT_AS, "")
            if _KEPT_AS.fullmatch(name):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(
                    f"{settings.COOKIE_PREFIX}taken.{name}", "1", max_age=_LASTS, secure=secure, samesite="Lax"
                )
        return response
