"""Signing in, the pause after too many wrong passwords, changing one's password, one's sessions, help."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.addresses import address_of
from accounts.audit import record
from accounts.devices import remember_device
from accounts.forms import PAUSED, NewPasswordForm, SignInForm
from accounts.middleware import has_old_password
from accounts.models import User
from accounts.own_sessions import end_other_sessions, sessions_of
from accounts.roles import Role
from accounts.sending import Sent, post_only
from accounts.signing_in import give_back

_log = logging.getLogger(__name__)


def _refused(form: BaseForm, page: HttpResponse) -> HttpResponse:
    """The page of a refused form: with status 429 if a password was not looked at, after too many wrong ones."""
    if any(error.code == PAUSED for errors in form.errors.as_data().values() for error in errors):
        page.status_code = 429
    return page


class SignIn(LoginView):
    """The sign-in page; leads on to `next` on this host, else to the first page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sent=Sent.carried(self.request.POST), **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return _refused(form, super().form_invalid(form))

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        sent = Sent.carried(self.request.POST)
        if sent is not None:
            response = give_back(self.request, sent) or redirect(settings.LOGIN_REDIRECT_URL)
        remember_device(self.request, response, form.get_user())
        return response


class SignOut(LogoutView):
    """Ends the session. While nothing can be written, the browser's cookie is deleted instead, and the session expires when idle."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except DatabaseError:
            _log.exception("A sign-out could not be written")
            request.session.modified = False
            response = redirect(settings.LOGOUT_REDIRECT_URL)
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite=settings.SESSION_COOKIE_SAMESITE)
            return response


class ChangePassword(PasswordChangeView):
    """The page on which a person changes their own password, and sees where they are signed in."""

    template_name = "accounts/change_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("home:home")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"address": address_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = sessions_of(_person(self.request), self.request.session.session_key)
        days = settings.PASSWORD_DAYS if has_old_password(self.request.user) else 0
        return super().get_context_data(sessions=sessions, too_old_after=days, **kwargs)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return _refused(form, super().form_invalid(form))

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        end_other_sessions(form.user, self.request.session.session_key)
        record("change_password", form.user)
        remember_device(self.request, response, form.user)
        messages.success(self.request, "密码已修改，下次请用新密码登录。其他地方的登录都已退出。")
        return response


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@post_only
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of one's own other sessions, by its name in `session`, or all of them; leads back to the list."""
    ended = end_other_sessions(_person(request), request.session.session_key, request.POST.get("session", ""))
    messages.success(request, f"已退出 {ended} 处登录。" if ended else "那里的登录已经结束。")
    return redirect("accounts:change_password")


@require_safe
@never_cache
@login_not_required
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in in this browser ("": nobody), and a token for the forms of their pages: asked before a form is sent."""
    return JsonResponse({"user": request.user.get_username(), "token": get_token(request)})


@require_safe
@login_not_required
def show_help(request: HttpRequest) -> HttpResponse:
    """What to do, one's own role first, and whom to call; open to visitors who can't sign in."""
    user = request.user if isinstance(request.user, User) else None
    own = user.role if user else ""
    roles = sorted(Role, key=lambda role: role != own)
    context = {"roles": [(role.label, role.facts.help, role == own) for role in roles], "managers": _managers_for(user)}
    return render(request, "accounts/help.html", context)


def _managers_for(user: User | None) -> list[User]:
    if user is None or user.region is None:
        return []
    managers = User.objects.filter(membership__role=Role.MANAGER, membership__region=user.region, is_active=True)
    return list(managers.order_by("name"))
