"""The security headers of every answer, besides those set by Django's own middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))


class Protect:
    """Keeps browsers and caches from storing pages and files, and pages from using the machine's devices.

    Static files are public and answered before this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self._get_response(request)
        patch_cache_control(response, no_store=True)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response
