"""The answer to a request that may succeed later, for reasons that have nothing to do with what was asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string


def come_again(
    request: HttpRequest, message: str, *, status: int, seconds: int, template: str, **context: Any
) -> HttpResponse:
    """The message as a page (`template`) or, to a page's own module, as JSON; asks nothing of the database.

    `seconds`: when to ask again.
    """
    response: HttpResponse
    if request.content_type == "application/json":
        response = JsonResponse({"kind": "busy", "message": message}, status=status)
    else:
        response = HttpResponse(render_to_string(template, {"message": message, **context}), status=status)
    response.headers["Retry-After"] = str(seconds)
    return response
