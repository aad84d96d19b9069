"""The answer that is a file to be saved."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def saved_as(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The answer with which a browser saves `content` under this name."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
