"""What a refused request gets: Django's own pages, and 413 where it was too large."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import csrf, defaults

from evaluations.filling.views import autosave

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what goes past the limits of the settings, else 400."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that this session did not get: a page from before the last sign-in. A script is told in JSON."""
    if request.resolver_match and request.resolver_match.func is autosave.cells:
        return autosave.signed_out(403)
    return csrf.csrf_failure(request, reason)
