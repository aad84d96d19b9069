"""Signing in, the lock after too many attempts, changing one's password, help."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.audit import record
from accounts.forms import NewPasswordForm, SignInForm
from accounts.help import HELP
from accounts.models import Role, User
from accounts.sending import Sent
from accounts.signing_in import give_back


class SignIn(LoginView):
    """The sign-in page; leads on to `next` on this host, else to the first page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sent=Sent.carried(self.request.POST), **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        onwards = super().form_valid(form)
        sent = Sent.carried(self.request.POST)
        if sent is None:
            return onwards
        return give_back(self.request, sent) or redirect(settings.LOGIN_REDIRECT_URL)


def locked_out(request: HttpRequest, _response: HttpResponse, _credentials: object) -> HttpResponse:
    """What axes answers while a name is locked at an address."""
    context = {"minutes": round(settings.AXES_COOLOFF_TIME * 60), "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "accounts/locked_out.html", context, status=429)


class ChangePassword(PasswordChangeView):
    """The page on which a person changes their own password."""

    template_name = "accounts/change_password.html"
    form_class = NewPasswordForm
    success_url = "/"

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        record("change_password", form.user)
        messages.success(self.request, "密码已修改，下次请用新密码登录。")
        return response


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
    context = {"roles": [(role.label, HELP[role], role == own) for role in roles], "managers": _managers_for(user)}
    return render(request, "accounts/help.html", context)


def _managers_for(user: User | None) -> list[User]:
    if user is None or user.region is None:
        return []
    managers = User.objects.filter(membership__role=Role.MANAGER, membership__region=user.region, is_active=True)
    return list(managers.order_by("name"))
