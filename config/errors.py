"""What a refused or failed request gets: Django's own pages, 413 where it was too large, 503 where the database is away."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from config import outage

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what goes past the limits of the settings, else 400."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, full or busy, else 500. Called while the exception is handled."""
    error = sys.exception()
    if not outage.is_outage(error):
        return defaults.server_error(request)
    outage.note(error)
    return outage.unavailable(request)


class BriefOutages(logging.Filter):
    """An outage is one line in the log for each request, not sixty."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, without the traceback of an outage."""
        error = record.exc_info[1] if record.exc_info else None
        if outage.is_outage(error):
            record.msg, record.args = f"{record.getMessage()} ({str(error).partition('\n')[0]})", None
            record.exc_info = None
        return True
