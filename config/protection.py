"""The security headers of every answer, besides those that Django's own middleware sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))


class Protect:
    """No page or file is kept by the browser or by a cache on the way, and no page uses the machine's devices.

    The static files, which anybody may have, are answered before this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell."""
        response = self._get_response(request)
        patch_cache_control(response, no_store=True)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response
