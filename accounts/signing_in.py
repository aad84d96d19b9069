"""Signing in while a posted form waits: the sign-in page carries the form, so that the person who typed it can send it again."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.forms import SignInForm
from accounts.sending import Sent, page_before


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The answer to a form posted after its session had ended: the sign-in page, with what was typed, if anything was."""
    sent = Sent.by(request)
    return redirect_to_login(page_before(request)) if sent is None else show_sign_in(request, sent.page, sent)


def show_sign_in(request: HttpRequest, onwards: str, sent: Sent | None) -> HttpResponse:
    """The sign-in page as the answer to a form; it leads on to `onwards` and carries `sent`, if there is any."""
    context = {"form": SignInForm(request), "next": onwards, "sent": sent}
    return render(request, "accounts/sign_in.html", context, status=403)


def give_back(request: HttpRequest, sent: Sent | None) -> HttpResponse | None:
    """After signing in: the page that sends again what this person typed; None if they typed nothing."""
    if sent is None or not sent.is_of(request.user.get_username()):
        return None
    return render(request, "accounts/send_again.html", {"sent": sent})
