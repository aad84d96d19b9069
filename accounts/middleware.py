"""Before and after every view: signing in first, and telling the browser which of the forms that it keeps were taken."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from accounts.sending import KEPT_AS
from accounts.signing_in import ask_to_sign_in

_KEPT_AS = re.compile(r"[a-z0-9]{8,40}")
_LASTS = 24 * 60 * 60


class SignInFirst(LoginRequiredMiddleware):
    """As Django's, but a posted form leads to a page that can be opened after signing in, and what was typed goes with it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """Ask to sign in."""
        if request.method == "POST":
            return ask_to_sign_in(request)
        return super().handle_no_permission(request, view_func)


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
                response.set_cookie(f"taken.{name}", "1", max_age=_LASTS, secure=secure, samesite="Lax")
        return response
