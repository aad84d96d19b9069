"""Signing in and out, who is signed in, and the help."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import actor_of
from accounts.devices import remember_device
from accounts.forms import SignInForm, with_status
from accounts.models import User
from accounts.people import people_of_bureau
from accounts.roles import Role
from accounts.sending import Sent
from accounts.signing_in import give_back

_log = logging.getLogger(__name__)


class SignIn(LoginView):
    """The sign-in page; leads on to `next` if it is on this host, else to the first page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sent=Sent.carried(self.request.POST), **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return with_status(form, super().form_invalid(form))

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        sent = Sent.carried(self.request.POST)
        if sent is not None:
            response = give_back(self.request, sent) or redirect(settings.LOGIN_REDIRECT_URL)
        remember_device(self.request, response, form.get_user())
        return response


class SignOut(LogoutView):
    """Ends the session. If the database can't be written, deletes the browser's cookie instead, and the session expires by itself."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except DatabaseError:
            _log.exception("A sign-out could not be written")
            request.session.modified = False
            response = redirect(settings.LOGOUT_REDIRECT_URL)
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite=settings.SESSION_COOKIE_SAMESITE)
            return response


@require_safe
@never_cache
@login_not_required
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in in this browser ("": nobody), and a token for their pages' forms. Pages ask this before they send a form."""
    return JsonResponse({"user": request.user.get_username(), "token": get_token(request)})


@require_safe
@login_not_required
def show_help(request: HttpRequest) -> HttpResponse:
    """What to do, one's own role first, and whom to call; also open to visitors who can't sign in."""
    actor = actor_of(request.user) if isinstance(request.user, User) else None
    region = actor.region if actor else None
    is_alone = region is not None and not region.has_bureau
    context = {
        "roles": _helped(actor.roles if actor else (), is_alone=is_alone),
        "managers": people_of_bureau(region, Role.MANAGER) if region else (),
        "is_alone": is_alone,
    }
    return render(request, "accounts/help.html", context)


def _helped(own: Sequence[Role], *, is_alone: bool) -> list[tuple[str, Sequence[str], bool]]:
    """(label, paragraphs, whether it is one's own) of each role, one's own first; for a unit without a bureau, of those that it has."""
    roles = sorted(Role, key=lambda role: role not in own)
    if is_alone:
        return [(role.label, role.facts.alone[1], role in own) for role in roles if role.facts.alone]
    return [(role.label, role.facts.help, role in own) for role in roles]
