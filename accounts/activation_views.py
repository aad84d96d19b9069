"""Activation codes: the page where people enter one, the page for people without one, and the slips with new ones."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.activation import WrongCode, activate, new_codes
from accounts.actors import Actor, actor_of
from accounts.audit.pages import note_refused_page
from accounts.devices import remember_device
from accounts.forms import CodeForm, FirstPasswordForm, ForgottenForm, with_status
from accounts.keeping import accounts_kept_by
from accounts.mailing import is_mail_set_up, mail_code_to, mail_codes
from accounts.models import User
from accounts.sending import page_before, post_only
from evaluations.common.refusal import Refused

_TEMPLATE = "accounts/activate.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@login_not_required
def show_activation(request: HttpRequest) -> HttpResponse:
    """Asks for user name and code, then for a password, and signs the person in. The code is in no URL and in no session."""
    form = CodeForm(request, request.POST if request.method == "POST" else None)
    if not form.is_valid() or form.person is None:
        return with_status(form, render(request, _TEMPLATE, {"form": form, "person": None}))
    return _ask_for_password(request, form.person)


def _ask_for_password(request: HttpRequest, person: User) -> HttpResponse:
    known = {"username": person.username, "code": request.POST["code"]}
    typed = request.POST if "new_password1" in request.POST else None
    form = FirstPasswordForm(person, typed, initial=known)
    if not form.is_valid():
        return render(request, _TEMPLATE, {"form": form, "person": person})
    try:
        activated = activate(person.username, request.POST["code"], form.cleaned_data["new_password1"])
    except WrongCode as refusal:
        form.add_error(None, str(refusal))
        return render(request, _TEMPLATE, {"form": form, "person": person})
    return _signed_in(request, activated)


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    login(request, person)
    messages.success(request, "密码已设置，您已登录。下次请用用户名和这个密码登录；激活码已经作废。")
    response = redirect("home:home")
    remember_device(request, response, person)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def show_forgotten(request: HttpRequest) -> HttpResponse:
    """Says whom to ask for a code; if mail is set up, mails one. The answer is the same whether or not the user name exists."""
    form = ForgottenForm(request, request.POST if request.method == "POST" else None) if is_mail_set_up() else None
    is_sent = form is not None and form.is_valid()
    if form is not None and is_sent:
        mail_code_to(form.cleaned_data["username"], _activation_page(request))
    page = render(request, "accounts/forgotten.html", {"form": form, "is_sent": is_sent})
    return with_status(form, page) if form else page


@never_cache
@post_only
def make_codes(request: HttpRequest) -> HttpResponse:
    """New codes for the people in `person` (primary keys), whose accounts one keeps: by mail if `by` says so, else on slips, which only this answer shows."""
    actor, chosen = _actor(request), request.POST.getlist("person")
    if not chosen or not all(map(_is_key, chosen)):
        messages.error(request, "请先勾选要发激活码的人员。")
        return redirect(page_before(request))
    people = list(accounts_kept_by(actor).filter(pk__in=chosen))
    if len(people) < len(set(chosen)):
        note_refused_page(request, actor)
        raise Http404
    try:
        given = new_codes(people, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(page_before(request))
    mailed = request.POST.get("by") == "mail" and is_mail_set_up()
    slips = mail_codes(given, _activation_page(request)) if mailed else given
    context = {
        "slips": slips,
        "mailed": len(given) - len(slips),
        "is_by_mail": mailed,
        "page": _activation_page(request),
        "page_before": page_before(request),
    }
    return render(request, "accounts/slips.html", context)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _activation_page(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:activate"))


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, User):
        raise Http404
    return actor_of(request.user)
