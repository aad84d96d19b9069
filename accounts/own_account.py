"""我的账号: one's own details, memberships, password and sessions, on one page with two URLs."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from accounts.actors import actor_of
from accounts.audit import record
from accounts.devices import remember_device
from accounts.forms import NewPasswordForm, OwnDetailsForm, with_status
from accounts.middleware import has_old_password
from accounts.models import User
from accounts.own_memberships import memberships_of
from accounts.own_sessions import end_other_sessions, sessions_of
from accounts.sending import post_only
from accounts.services import change_person

_TEMPLATE = "accounts/own_account.html"


@require_http_methods(["GET", "HEAD", "POST"])
def show_own_account(request: HttpRequest) -> HttpResponse:
    """The page; POST stores name, telephone and email address."""
    person = _person(request)
    form = OwnDetailsForm(person, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form, 422 if form.is_bound else 200)
    try:
        change_person(person, form.details, actor_of(person))
    except ValidationError as fault:
        for field, faults in fault.message_dict.items():
            form.add_error(field, faults)
        return _show(request, form, 422)
    messages.success(request, "资料已保存。")
    return redirect("accounts:own_account")


class ChangePassword(PasswordChangeView):
    """The same page, at the URL to which a new password is sent."""

    template_name = _TEMPLATE
    form_class = NewPasswordForm
    success_url = reverse_lazy("home:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        details = OwnDetailsForm(_person(self.request))
        given = super().get_context_data(**kwargs)
        return given | _context(self.request, details) | {"password_form": given["form"]}

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return with_status(form, super().form_invalid(form))

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        end_other_sessions(form.user, self.request.session.session_key)
        record("change_password", actor_of(form.user))
        remember_device(self.request, response, form.user)
        messages.success(self.request, "密码已修改，下次请用新密码登录。其他地方的登录都已退出。")
        return response


@post_only
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End the other session that `session` names, or all other sessions; leads back to the page."""
    ended = end_other_sessions(_person(request), request.session.session_key, request.POST.get("session", ""))
    messages.success(request, f"已退出 {ended} 处登录。" if ended else "那里的登录已经结束。")
    return redirect("accounts:own_account")


def _show(request: HttpRequest, details: OwnDetailsForm, status: int) -> HttpResponse:
    password = NewPasswordForm(_person(request))
    return with_status(
        details, render(request, _TEMPLATE, _context(request, details) | {"password_form": password}, status=status)
    )


def _context(request: HttpRequest, details: OwnDetailsForm) -> dict[str, Any]:
    person = _person(request)
    standing, ended = memberships_of(actor_of(person))
    return {
        "details": details,
        "standing": [(each, each.may) for each in standing],
        "ended": ended,
        "sessions": sessions_of(person, request.session.session_key),
        "too_old_after": settings.PASSWORD_DAYS if has_old_password(person) else 0,
    }


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
