"""The pages for refused and failed requests: 413 if too large, the typed text returned if the CSRF token was too old, 503 in an outage.

They do not read the request; Django's own views would look for its token again.
"""

import sys

from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.actors import actor_of
from accounts.audit.pages import note_refused_page
from accounts.models import User
from accounts.own_memberships import told_of_changes
from accounts.sending import Sent, is_from_here, page_before
from accounts.signing_in import ask_to_sign_in, give_back, show_sign_in
from config import outage
from evaluations.filling.views import autosave

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for requests beyond the limits in the settings, else 400."""
    if isinstance(exception, TOO_LARGE):
        if isinstance(request.user, User):
            note_refused_page(request, actor_of(request.user), "upload_refused", "超过大小限制。")
        return render(request, "413.html", status=413)
    return HttpResponseBadRequest(render_to_string("400.html"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 for what nobody may do."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for what does not exist, or is not within this person's reach; says if a membership has ended or not begun."""
    changes = told_of_changes(actor_of(request.user)) if isinstance(request.user, User) else []
    return render(request, "404.html", {"changes": changes}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, full or busy, else 500. Called while an exception is being handled."""
    error = sys.exception()
    if not outage.is_outage(error):
        return HttpResponseServerError(render_to_string("500.html"))
    outage.note(request, error)
    return outage.unavailable(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF token is missing or belongs to another session: the person gets the typed form back to send it again; a script gets JSON."""
    if isinstance(request.user, User):
        note_refused_page(request, actor_of(request.user), "csrf_failed", reason)
    if request.resolver_match and request.resolver_match.func is autosave.cells:
        return autosave.signed_out(403)
    if request.path == reverse("accounts:sign_in"):
        return _sign_in_anew(request)
    is_form = request.content_type != "application/json"
    if is_form and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    sent = Sent.by(request) if is_form else None
    is_own = sent is not None and sent.is_of(request.user.get_username())
    context = {"sent": sent if is_own else None, "page_before": page_before(request)}
    return render(request, "403_csrf.html", context, status=403)


def _sign_in_anew(request: HttpRequest) -> HttpResponse:
    """For a stale sign-in page: a sign-in in another window counts; otherwise name and password are asked for again."""
    sent = Sent.carried(request.POST) if is_from_here(request) else None
    if request.user.is_authenticated:
        return give_back(request, sent) or redirect(LoginView(request=request).get_success_url())
    messages.warning(request, "这一页打开太久，请重新输入用户名和密码。浏览器需要允许本网站使用 Cookie。")
    return show_sign_in(request, LoginView(request=request).get_redirect_url(), sent)
