"""The answer to a request that fails for unrelated reasons and may succeed later."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string


def come_again(
    request: HttpRequest, message: str, *, status: int, seconds: int, template: str, **context: Any
) -> HttpResponse:
    """The message as a page (`template`), or as JSON for a page's script; does not use the database.

    `seconds`: when to try again.
    """
    response: HttpResponse
    if request.content_type == "application/json":
        response = JsonResponse({"kind": "busy", "message": message}, status=status)
    else:
        response = HttpResponse(render_to_string(template, {"message": message, **context}), status=status)
    response.headers["Retry-After"] = str(seconds)
    return response
