"""Keeps a session open as long as its person does something; requests that pages send by themselves do not count."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from accounts.middleware import is_asked_by_page
from config.outage import is_outage

_log = logging.getLogger(__name__)


class NoteActs:
    """Middleware that notes each act of a signed-in person. Pages can also be read while nothing can be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, after noting."""
        if request.user.is_authenticated and not is_asked_by_page(request):
            try:
                request.session.note_act()  # type: ignore[attr-defined]  # the engine is ours
            except DatabaseError as error:
                if not is_outage(error):
                    raise
                _log.warning("An act could not be noted", exc_info=True)
        return self._get_response(request)
